import Foundation
import TestSupport
import Testing
import WeDrive

@testable import WeDriveTrees

/// Random trees and random edits on both sides: after a sync the destination is what the model says, and after another one
/// nothing more is done. Set WEDRIVE_LONG_TESTS=1 for many more seeds, WEDRIVE_SEED for one.
@Suite("Random trees", .serialized)
struct ModelTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let seeds: Range<UInt64> =
    if let seed = environment["WEDRIVE_SEED"].flatMap({ UInt64($0) }) {
      seed..<seed + 1
    } else {
      0..<(environment["WEDRIVE_LONG_TESTS"] == "1" ? 10_000 : 300)
    }

  @Test("go up as they are, whatever was changed on both sides, and stay the same then")
  func up() async throws {
    try await EmulatedTree.run { tree in
      for seed in Self.seeds { guard try await Self.up(tree, seed) else { return } }
    }
  }

  /// One tree that goes up, twice or three times.
  ///
  /// - Returns: Whether it is as it has to be.
  static func up(_ tree: EmulatedTree, _ seed: UInt64) async throws -> Bool {
    var program = try RandomProgram(seed: seed, root: tree.path("seed \(seed)"))
    // In a space of its own, where a path costs no listing.
    let space = try await tree.drive.spaceCreate(spaceName: "seed \(seed)").spaceID
    let place = FolderPlace.root(of: space)
    let path = DrivePath(start: space.rawValue)
    // Some of the seeds have a state folder.
    let state = seed.isMultiple(of: 4) ? tree.path("state \(seed)") : nil
    for round in 0..<(seed.isMultiple(of: 5) || Self.seeds.count > 300 ? 3 : 2) {
      try program.edit()
      if round > 0 { try await program.editRemote(tree, place) }
      var order = SyncOrder(.up(from: program.root, to: path))
      order.deletes = .atMost(.max)
      let report: SyncReport
      do {
        report = try await DriveTrees(tree.drive, state: state).sync(order)
      } catch {
        guard case .guarded(.emptySource) = error else { throw error }
        continue
      }
      let expected = try program.expected()
      let remote = try await tree.contents(of: place)
      #expect(remote == expected, "seed \(seed), round \(round): \(report.failures)")
      let again = try await DriveTrees(tree.drive, state: state).plan(order)
      #expect(again.isEmpty, "seed \(seed), round \(round): \(again.steps)")
      if remote != expected || !again.isEmpty { return false }
    }
    try FileManager.default.removeItem(atPath: program.root)
    return true
  }

  @Test("come down as they are, and stay the same then")
  func down() async throws {
    try await EmulatedTree.run { tree in
      for seed in Self.seeds.prefix(Self.seeds.count / 10 + 1) {
        guard try await Self.down(tree, seed) else { return }
      }
    }
  }

  /// One tree that comes down, three times.
  ///
  /// - Returns: Whether it is as it has to be.
  static func down(_ tree: EmulatedTree, _ seed: UInt64) async throws -> Bool {
    var program = try RandomProgram(seed: seed, root: tree.path("from \(seed)"))
    // In a space of its own, where a path costs no listing.
    let space = try await tree.drive.spaceCreate(spaceName: "from \(seed)").spaceID
    let place = FolderPlace.root(of: space)
    let path = DrivePath(start: space.rawValue)
    var down = SyncOrder(.down(from: path, to: tree.path("down \(seed)")))
    (down.deletes, down.overwritesLocalChanges) = (.atMost(.max), true)
    for round in 0..<3 {
      try program.edit()
      var up = SyncOrder(.up(from: program.root, to: path))
      up.deletes = .atMost(.max)
      do {
        _ = try await DriveTrees(tree.drive).sync(up)
        if round > 0 { try await program.editRemote(tree, place) }
        _ = try await DriveTrees(tree.drive).sync(down)
      } catch TreeError.guarded(.emptySource) {
        continue
      }
      let remote = try await tree.contents(of: place)
      let local = try RandomProgram.files(in: tree.path("down \(seed)"))
      #expect(local == remote, "seed \(seed), round \(round)")
      if local != remote { return false }
    }
    return true
  }
}

/// A local tree that is edited at random.
struct RandomProgram {
  let root: String
  private var generator: SplitMix64
  /// Of files and of folders, so that no name changes its kind: such entries are left alone. In one Unicode form: a name that is
  /// alone in another form is the same name.
  private static let fileNames = [
    "a", "b", "c.txt", "C.TXT", "caf\u{E9}", "100%", "%41", ".hidden", "tail.", "x(1)", "line\nbreak", "what?",
    "\u{1F600}",
  ]
  private static let folderNames = ["A", "d e", "汉字", "f%2F"]

  init(seed: UInt64, root: String) throws {
    (self.root, generator) = (root, SplitMix64(seed: seed))
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  private mutating func name(isFolder: Bool) -> String {
    (isFolder ? Self.folderNames : Self.fileNames).randomElement(using: &generator) ?? "a"
  }
  private mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }

  /// Contents are few, so that the same one occurs several times.
  private mutating func content() -> Data { Data("content \(Int.random(in: 0..<12, using: &generator))".utf8) }

  private func paths() -> [String] { (FileManager.default.subpaths(atPath: root) ?? []).sorted() }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Writes, deletes, and renames files and folders.
  mutating func edit() throws {
    let manager = FileManager.default
    for _ in 0..<Int.random(in: 3...10, using: &generator) {
      let there = paths()
      let folders = [""] + there.filter(isFolder)
      let folder = folders.randomElement(using: &generator) ?? ""
      let below = root + "/" + (folder.isEmpty ? "" : folder + "/")
      switch Int.random(in: 0..<8, using: &generator) {
      case 0..<4: try content().write(to: URL(filePath: below + name(isFolder: false)))
      case 4:
        if folder.split(separator: "/").count < 3 {
          try manager.createDirectory(atPath: below + name(isFolder: true), withIntermediateDirectories: true)
        }
      case 5:
        if let path = there.randomElement(using: &generator), chance(2) {
          try manager.removeItem(atPath: root + "/" + path)
        }
      default:
        guard let path = there.randomElement(using: &generator) else { continue }
        let target = below + name(isFolder: isFolder(path))
        guard !manager.fileExists(atPath: target), !target.hasPrefix(root + "/" + path + "/") else { continue }
        try manager.moveItem(atPath: root + "/" + path, toPath: target)
      }
    }
  }

  /// Does the same at the service, as another person would.
  mutating func editRemote(_ tree: EmulatedTree, _ place: FolderPlace) async throws {
    var entries: [TreeWalk.Entry] = []
    for try await entry in TreeWalk(tree.drive, from: place) where entry.path.names.first != .staging {
      entries.append(entry)
    }
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      guard let entry = entries.randomElement(using: &generator) else { return }
      let isFile = entry.entry.kind != .folder
      let there = NameMapping.remote(EntryName(name(isFolder: !isFile))).text
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: _ = try? await tree.drive.fileDelete(fileIDs: [entry.entry.id])
      case 1:
        _ = try? await tree.drive.fileRename(
          fileID: entry.entry.id, newName: there)
      default:
        guard isFile else { continue }
        // Twins are left alone and reported, so that the model has none.
        if tree.behaviour.takenName == .twin {
          let listing = try await FolderReader(tree.drive).listing(of: entry.parent)
          guard listing.entries(named: EntryName(there)).isEmpty else { continue }
        }
        _ = try? await tree.drive.upload(
          content(), named: there, to: .folder(entry.parent.folder, in: entry.parent.space))
      }
    }
  }

  /// What the service has to have: all files that are not empty, and all folders.
  func expected() throws -> [TreePath: String] { try Self.files(in: root) }

  /// Paths and SHA-1, folders with a slash.
  static func files(in root: String) throws -> [TreePath: String] {
    var found: [TreePath: String] = [:]
    for path in FileManager.default.subpaths(atPath: root) ?? [] {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder)
      if isFolder.boolValue {
        found[TreePath(path + "/")] = ""
      } else {
        let content = try Data(contentsOf: URL(filePath: root + "/" + path))
        found[TreePath(path)] = ContentDigest.text(of: Array(content), .sha1)
      }
    }
    return found
  }
}
