import Foundation
import TestSupport
import Testing

@testable import WeDriveTrees

/// Texts and files that no program of ours has written: each is taken, or refused with one error, and none ends the process.
@Suite("What comes from outside, changed at random")
struct FuzzTests {
  private static let letters: [String] = [
    "a", "b", "/", ":", "*", "**", "?", "[", "]", "!", "^", "-", "\\", ".", "..", "%", "%2F", "%0A", "\u{0}", "\n",
    "\r", " ",
    "#", "+", "=", "s.1", "s.1_f.2", "\u{E9}", "e\u{301}", "汉", "\u{1F600}", "\u{FEFF}", "{", "\"",
  ]

  private static func text(_ generator: inout SplitMix64, upTo most: Int = 12) -> String {
    (0..<Int.random(in: 0...most, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? "" }
      .joined()
  }

  /// Some bytes of a file changed, left out, doubled or cut off.
  private static func mutated(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: bytes.removeSubrange(place..<min(bytes.count, place + 16))
      case 1: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 16)], at: place)
      case 2: bytes.removeLast(bytes.count - place)
      default: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
    }
    return bytes
  }

  @Test("is a path that reads as it is written, or none")
  func paths() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<20_000 {
      let text = Self.text(&generator)
      guard let path = DrivePath(text) else { continue }
      #expect(DrivePath(path.description) == path, "\(text.debugDescription)")
      #expect(path.names.allSatisfy { !$0.bytes.isEmpty && !$0.bytes.contains(UInt8(ascii: "/")) })
    }
  }

  @Test("is a name that comes back as it was")
  func names() {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<20_000 {
      let name = EntryName(Self.text(&generator))
      let local = NameMapping.local(name, id: "1")
      #expect(local.bytes.count <= NameMapping.longestLocalName && !local.bytes.contains(UInt8(ascii: "/")))
      #expect(local.bytes != [UInt8(ascii: ".")] && local.bytes != Array("..".utf8))
    }
  }

  @Test("is a pattern that matches something or nothing, alone and in a file of rules, or none")
  func patterns() {
    var generator = SplitMix64(seed: 3)
    var taken = 0
    for _ in 0..<4_000 {
      let path = TreePath(Self.text(&generator))
      if let pattern = try? GlobPattern(Self.text(&generator)) {
        taken += 1
        // What matches a folder matches all that is in it.
        if pattern.match(path, isFolder: true) == .yes, !path.isTop {
          #expect(pattern.match(path.appending(EntryName("x")), isFolder: false) == .yes, "\(pattern.text) \(path)")
        }
      }
      var filter = TreeFilter()
      let rules = (0..<3).map { _ in ["+ ", "- ", "", "# "].randomElement(using: &generator)! + Self.text(&generator) }
      do throws(TreeError) {
        try filter.add(rules: rules.joined(separator: "\n"), from: "rules")
        _ = filter.takes(path, size: 1, modified: 1)
        _ = filter.mayTakeBelow(path)
      } catch {
        guard case .invalid = error else { return #expect(Bool(false), "\(error)") }
      }
    }
    #expect(taken > 1_000)
  }

  @Test("does not make a pattern slow")
  func slowPatterns() throws {
    let pattern = try GlobPattern(String(repeating: "*a", count: 60) + "b")
    let path = TreePath(String(repeating: "a", count: 250))
    let time = ContinuousClock().measure { #expect(pattern.match(path, isFolder: false) == .no) }
    #expect(time < .seconds(2))
  }

  @Test("is a file of names of spaces, or says which of its lines is none")
  func aliases() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("spaces")
    let good = Array("# names\nBackups = s.1\n归档 = s.2\n  Hand=s.3  \r\n".utf8)
    var generator = SplitMix64(seed: 4)
    for _ in 0..<1_000 {
      try Data(Self.mutated(good, &generator)).write(to: URL(filePath: file))
      do throws(TreeError) {
        let aliases = try SpaceAliases(file: file)
        #expect(aliases.entries.allSatisfy { !$0.space.rawValue.isEmpty })
      } catch {
        guard case .invalid(let text, _) = error else { return #expect(Bool(false), "\(error)") }
        #expect(text.hasPrefix(file + ":"))
      }
    }
  }

  @Test("is a state that is used as far as it can be read, put aside, or refused")
  func state() throws {
    let folder = try TemporaryFolder()
    let names = (0..<40).map { EntryName("file \($0)") }
    func state() throws(TreeError) -> TreeState { try TreeState(in: folder.path("trees"), key: "k", subject: "s") }
    func digest(_ name: EntryName) -> TreeState.Digest {
      TreeState.Digest(
        name: name, state: FileState(size: 1, modified: 2, changed: 3, inode: 4), sha1: Array(repeating: 7, count: 20),
        hashed: LocalDigests.now, isSynced: true)
    }
    do {
      let state = try state()
      for path in ["", "a", "a/b"] { state.remember(names.map(digest), in: TreePath(path)) }
      state.set("top", to: "s.1 s.1_f.2")
      state.commit()
    }
    let file = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("trees")).first { $0.hasSuffix(".sqlite") })
    let path = folder.path("trees/\(file)")
    let good = try [UInt8](Data(contentsOf: URL(filePath: path)))
    var generator = SplitMix64(seed: 5)
    var outcomes = (used: 0, aside: 0, refused: 0)
    for round in 0..<300 {
      for ending in ["-wal", "-shm", ".damaged", ".damaged-wal", ".damaged-shm"] { unlink(path + ending) }
      try Data(Self.mutated(good, &generator)).write(to: URL(filePath: path))
      do throws(TreeError) {
        let state = try state()
        let digests = LocalDigests(state: state, trust: .all)
        for found in digests.remembered(of: TreePath("a")).values {
          _ = digests.isValid(found, for: FileState(size: 1, modified: 2, changed: 3, inode: 4))
        }
        _ = state["top"]
        state.remember([digest(EntryName("new"))], in: TreePath("new \(round)"))
        state.commit()
        if state.notices.isEmpty { outcomes.used += 1 } else { outcomes.aside += 1 }
      } catch {
        guard case .state(let place, let reason) = error else { return #expect(Bool(false), "\(error)") }
        #expect(place == path && !reason.isEmpty)
        outcomes.refused += 1
      }
    }
    #expect(outcomes.used > 0 && outcomes.aside > 0, "\(outcomes)")
  }
}
