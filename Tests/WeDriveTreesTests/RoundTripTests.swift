import Foundation
import Testing
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

@Suite("A tree that goes up and comes down")
struct RoundTripTests {
  private static func path(_ tree: EmulatedTree) throws -> DrivePath { try #require(DrivePath("\(tree.space):/t")) }

  /// Relative paths of files with their contents, by bytes.
  private static func local(_ tree: LocalTree, _ path: TreePath = .top) throws -> [TreePath: [UInt8]] {
    var found: [TreePath: [UInt8]] = [:]
    let folder = try tree.open(path)
    for entry in try LocalTree.entries(of: folder) {
      let below = path.appending(entry.name)
      if entry.kind == .folder {
        found.merge(try local(tree, below)) { $1 }
        found[below] = []
      } else {
        found[below] = try LocalTree.open(entry.name, in: folder, O_RDONLY).read(Int(entry.state.size), at: 0)
      }
    }
    return found
  }

  @Test("is the same by every byte of names and contents, and up again costs nothing")
  func names() async throws {
    try await EmulatedTree.run { tree in
      let names = [
        ".hidden", "report.pdf", "Report.PDF", "trail.", "a\\b", "100%", "%41", "a%2Fb", "tab\tname", "line\nbreak",
        "caf\u{E9}",
        "cafe\u{301}", "CON", " space ", "汉字/深/x", "deep/er/file", "~", "-r", "a:b",
      ]
      for name in names { try tree.write("content of \(name)", to: "up/\(name)") }
      // Not UTF-8, which Foundation cannot write.
      let raw = LocalPath(bytes: Array((tree.path("up") + "/").utf8) + [0x66, 0xFF, 0xFE])
      try Descriptor(raw, O_WRONLY | O_CREAT).write(Array("raw".utf8), at: 0)
      try FileManager.default.createDirectory(atPath: tree.path("up/empty folder"), withIntermediateDirectories: true)
      let trees = DriveTrees(tree.drive)
      let sent = try await trees.sync(SyncOrder(.up(from: tree.path("up"), to: try Self.path(tree))))
      #expect(sent.sent == names.count + 1 && sent.isComplete, "\(sent)")
      let fetched = try await trees.sync(SyncOrder(.down(from: try Self.path(tree), to: tree.path("down"))))
      #expect(fetched.sent == names.count + 1 && fetched.isComplete, "\(fetched)")
      #expect(
        try Self.local(LocalTree(LocalPath(tree.path("down")))) == Self.local(LocalTree(LocalPath(tree.path("up")))))
      tree.emulator.journal.clear()
      let again = try await DriveTrees(tree.drive).sync(
        SyncOrder(.up(from: tree.path("down"), to: try Self.path(tree))))
      #expect(again.sent == 0 && again.same == names.count + 1 && again.folders == 0)
      #expect(tree.emulator.journal.records().allSatisfy { $0.endpoint == "file_list" || $0.endpoint == "gettoken" })
    }
  }

  @Test("comes down with one call a file, and not again when it is there")
  func callsDown() async throws {
    try await EmulatedTree.run { tree in
      for number in 0..<10 { try tree.write("\(number)", to: "up/\(number % 3)/\(number)") }
      _ = try await DriveTrees(tree.drive).sync(SyncOrder(.up(from: tree.path("up"), to: try Self.path(tree))))
      tree.emulator.journal.clear()
      let order = SyncOrder(.down(from: try Self.path(tree), to: tree.path("down")))
      let plan = try await DriveTrees(tree.drive).plan(order)
      #expect(plan.calls.toCome == 10)
      let report = try await DriveTrees(tree.drive).sync(order)
      #expect(report.sent == 10 && tree.emulator.journal.count(of: "file_download") == 10)
      #expect(tree.emulator.journal.count(of: "file_info") == 0)
      tree.emulator.journal.clear()
      let again = try await DriveTrees(tree.drive).sync(order)
      #expect(again.same == 10 && tree.emulator.journal.count(of: "file_download") == 0)
    }
  }

  @Test("keeps beside it what was changed here, unless it is told not to")
  func localChanges() async throws {
    try await EmulatedTree.run { tree in
      for name in ["a.txt", "b.txt"] { try tree.write("old", to: "up/\(name)") }
      let state = tree.path("state")
      _ = try await DriveTrees(tree.drive).sync(SyncOrder(.up(from: tree.path("up"), to: try Self.path(tree))))
      let down = SyncOrder(.down(from: try Self.path(tree), to: tree.path("down")))
      _ = try await DriveTrees(tree.drive, state: state).sync(down)
      for name in ["a.txt", "b.txt"] { try tree.write("new at the service", to: "up/\(name)") }
      _ = try await DriveTrees(tree.drive).sync(SyncOrder(.up(from: tree.path("up"), to: try Self.path(tree))))
      try tree.write("mine", to: "down/a.txt")
      let report = try await DriveTrees(tree.drive, state: state).sync(down)
      #expect(report.sent == 2 && report.kept.contains { $0.text.hasPrefix("a (local ") })
      #expect(try String(contentsOfFile: tree.path("down/a.txt"), encoding: .utf8) == "new at the service")
      let kept = try #require(report.kept.first { $0.text.hasPrefix("a (local ") })
      #expect(try String(contentsOfFile: tree.path("down/\(kept.text)"), encoding: .utf8) == "mine")
    }
  }

  @Test("never leaves the local folder, whatever names it has and links there are")
  func outside() async throws {
    try await EmulatedTree.run { tree in
      let top = try await tree.makeFolder("t")
      let inner = try await tree.makeFolder("inner", in: top)
      _ = try await tree.put("evil", "../evil", in: top)
      _ = try await tree.put("evil", "..", in: inner)
      _ = try await tree.put("evil", "file", in: inner)
      try FileManager.default.createDirectory(atPath: tree.path("down"), withIntermediateDirectories: true)
      try FileManager.default.createDirectory(atPath: tree.path("outside"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: tree.path("down/inner"), withDestinationPath: tree.path("outside"))
      let report = try await DriveTrees(tree.drive).sync(
        SyncOrder(.down(from: try Self.path(tree), to: tree.path("down"))))
      #expect(!report.isComplete && report.sent == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path("outside")).isEmpty)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: tree.path("down")).sorted() == ["..%2Fevil", "inner"])
    }
  }
}
