import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

/// What is found while the two sides are compared.
@Suite("A comparison that meets something unexpected")
struct ComparisonFailureTests {
  private static func order(_ tree: EmulatedTree) throws -> SyncOrder {
    var order = SyncOrder(.up(from: tree.path("up"), to: try #require(DrivePath("\(tree.space):/t"))))
    order.deletes = .atMost(.max)
    return order
  }

  @Test("stops where the source is another folder than last time, and goes on when it is told that this is right")
  func otherSource() async throws {
    try await EmulatedTree.run { tree in
      for name in ["a", "b"] { try tree.write(name, to: "up/\(name)") }
      let order = try Self.order(tree)
      let state = tree.path("state")
      _ = try await DriveTrees(tree.drive, state: state).sync(order)
      try FileManager.default.moveItem(atPath: tree.path("up"), toPath: tree.path("elsewhere"))
      try tree.write("a", to: "up/a")
      tree.emulator.journal.clear()
      do {
        _ = try await DriveTrees(tree.drive, state: state).sync(order)
        Issue.record("another folder was taken for the source")
      } catch TreeError.guarded(.otherDevice(let path)) {
        #expect(path == tree.path("up"))
      }
      #expect(tree.emulator.journal.records().allSatisfy { ["file_list", "gettoken"].contains($0.endpoint) })
      var accepting = order
      accepting.acceptsOtherSource = true
      #expect(try await DriveTrees(tree.drive, state: state).sync(accepting).deleted == 1)
    }
  }

  @Test("stops before it empties a source that was given as the destination")
  func swapped() async throws {
    try await EmulatedTree.run { tree in
      _ = try await tree.makeFolder("t")
      for number in 0..<30 { try tree.write("\(number)", to: "up/\(number)") }
      var order = SyncOrder(.down(from: try #require(DrivePath("\(tree.space):/t")), to: tree.path("up")))
      order.deletes = .share(0.1)
      await #expect(throws: TreeError.self) { try await DriveTrees(tree.drive).sync(order) }
      _ = try await tree.put("one", "one", in: nil)
      order.direction = .down(from: try #require(DrivePath("\(tree.space):")), to: tree.path("up"))
      do {
        _ = try await DriveTrees(tree.drive).sync(order)
        Issue.record("a full folder was emptied")
      } catch TreeError.guarded(.deletes(let count, let total, let most)) {
        #expect((count, total, most) == (30, 30, 20))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path("up")).count == 30)
    }
  }

  @Test("follows links where it is told to, each folder on a way once, and says which lead in circles")
  func links() async throws {
    try await EmulatedTree.run { tree in
      try tree.write("inner", to: "up/a/file")
      try tree.write("outside", to: "outside/file")
      let manager = FileManager.default
      for (link, target) in [
        ("a/loop", ".."), ("b", "a"), ("outer", "../outside"), ("one", "../outside/file"), ("broken", "nowhere"),
      ] { try manager.createSymbolicLink(atPath: tree.path("up/\(link)"), withDestinationPath: target) }
      var order = try Self.order(tree)
      let plain = try await DriveTrees(tree.drive).plan(order)
      #expect(plain.skipped == 5 && plain.steps.map(\.path).sorted() == ["", "a", "a/file"])
      order.followsLinks = true
      let report = try await DriveTrees(tree.drive).sync(order)
      #expect(report.failures.map(\.path.text).sorted() == ["a/loop", "b/loop"], "\(report.failures)")
      #expect(report.sent == 4 && report.skipped == 1 && !report.isComplete)
      let place = try await PathResolver(tree.drive).folder(try #require(DrivePath("\(tree.space):/t")))
      #expect(
        try await tree.contents(of: place).keys.map(\.text).sorted()
          == ["a/", "a/file", "b/", "b/file", "one", "outer/", "outer/file"])
      let again = try await DriveTrees(tree.drive).plan(order)
      #expect(again.isEmpty && again.same == 4)
    }
  }

  @Test("does nothing in a folder whose listing does not come to an end")
  func stuckListing() async throws {
    try await EmulatedTree.run { tree in
      try tree.write("1", to: "up/1")
      let order = try Self.order(tree)
      _ = try await DriveTrees(tree.drive).sync(order)
      try tree.write("2", to: "up/2")
      try FileManager.default.removeItem(atPath: tree.path("up/1"))
      // The first is of the space, in which the folder is found.
      tree.emulator.faults.add(
        .reply(#"{"errcode":0,"errmsg":"ok","has_more":true,"next_start":0,"file_list":{"item":[]}}"#),
        FaultSelection("file_list", first: 2, count: nil))
      let report = try await DriveTrees(tree.drive).sync(order)
      #expect(report.sent == 0 && report.deleted == 0 && report.suspended == [.top])
      guard case .drive(.undecodableReply)? = report.failures.first?.error else {
        return #expect(Bool(false), "\(report.failures)")
      }
    }
  }

  @Test("leaves names alone that several entries of the service have")
  func twins() throws {
    let folder = try TemporaryFolder()
    try Data("mine".utf8).write(to: URL(filePath: folder.path("twin")))
    let tree = try LocalTree(LocalPath(folder.path))
    func entry(_ id: FileID, _ name: String) -> RemoteEntry {
      RemoteEntry(id: id, name: EntryName(name), kind: .file, size: 4, sha1: nil, modified: 0)
    }
    let comparison = FolderComparison(filter: .everything, digests: LocalDigests(state: nil, trust: .all))
    let (differences, _) = comparison.compare(
      .top, tree.root, try tree.entries(of: tree.root), .root(of: "s.1"),
      FolderListing([entry("1", "twin"), entry("2", "other"), entry("3", "twin")]), isCancelled: { false })
    #expect(differences.conflicts.map { $0.name.text } == ["twin"] && differences.onlyRemote.map(\.id) == ["2"])
    #expect(differences.changed.isEmpty && differences.onlyLocal.isEmpty)
  }

  @Test("names in the plan what the service cannot keep, and counts what is no file")
  func refused() async throws {
    try await EmulatedTree.run { tree in
      try tree.write("", to: "up/empty")
      try tree.write("x", to: "up/plain")
      try tree.write("x", to: "up/huge")
      truncate(tree.path("up/huge"), off_t(20 << 30) + 1)
      mkfifo(tree.path("up/pipe"), 0o600)
      try FileManager.default.createSymbolicLink(atPath: tree.path("up/link"), withDestinationPath: "plain")
      let plan = try await DriveTrees(tree.drive).plan(try Self.order(tree))
      #expect(plan.refusals.map(\.path.text) == ["huge"] && plan.skipped == 3)
      let report = try await DriveTrees(tree.drive).sync(try Self.order(tree))
      #expect(report.sent == 1 && report.failures.map(\.path.text) == ["huge"] && report.skipped == 3)
    }
  }

  @Test("takes what is of a kind that it does not know for a document")
  func unknownKind() {
    var info = FileInfo(fileID: "f", fileName: "of another time")
    info.fileType = FileType(rawValue: 99)
    #expect(RemoteEntry(info).kind == .document)
  }

  @Test("leaves online documents where they are, on both ways, and counts them")
  func documents() async throws {
    try await EmulatedTree.run { tree in
      let top = try await tree.makeFolder("t")
      _ = try await tree.drive.fileCreate(spaceID: tree.space, parentID: top, fileType: .document, fileName: "notes")
      try tree.write("1", to: "up/1")
      let up = try await DriveTrees(tree.drive).sync(try Self.order(tree))
      #expect(up.isComplete && up.documents == 1 && up.deleted == 0 && up.sent == 1)
      var down = SyncOrder(.down(from: try #require(DrivePath("\(tree.space):/t")), to: tree.path("down")))
      down.deletes = .atMost(.max)
      let fetched = try await DriveTrees(tree.drive).sync(down)
      #expect(fetched.isComplete && fetched.documents == 1 && fetched.sent == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: tree.path("down")) == ["1"])
    }
  }

  @Test("is not misled by clocks that are wrong by a year", arguments: [-1.0, 1.0])
  func clocks(_ years: Double) async throws {
    try await EmulatedTree.run { tree in
      for name in ["a", "b"] { try tree.write(name, to: "up/\(name)") }
      let state = tree.path("state")
      _ = try await DriveTrees(tree.drive, state: state).sync(try Self.order(tree))
      for name in ["a", "b"] {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: years * 31_536_000)], ofItemAtPath: tree.path("up/\(name)"))
      }
      tree.emulator.clock.advance(by: .seconds(31_536_000))
      let report = try await DriveTrees(tree.drive, state: state).sync(try Self.order(tree))
      #expect(report.same == 2 && report.sent == 0 && report.isComplete)
    }
  }

  @Test("does not take what a name of a space led to earlier for what it leads to now")
  func otherSpace() async throws {
    try await EmulatedTree.run { tree in
      let other = try await tree.drive.spaceCreate(spaceName: "Other").spaceID
      try tree.write("1", to: "up/1")
      var aliases = try SpaceAliases(file: tree.path("spaces"))
      let order = SyncOrder(.up(from: tree.path("up"), to: try #require(DrivePath("Backups:/t"))))
      let state = tree.path("state")
      for space in [tree.space, other] {
        try aliases.set("Backups", to: space)
        #expect(try await DriveTrees(tree.drive, state: state, aliases: aliases).sync(order).sent == 1)
        let path = try #require(DrivePath("\(space):/t/1"))
        #expect(try await PathResolver(tree.drive).locate(path).entry != nil)
      }
      try aliases.forget("Backups")
      tree.emulator.journal.clear()
      do {
        _ = try await DriveTrees(tree.drive, state: state, aliases: aliases).sync(order)
        Issue.record("a name that is not known was used")
      } catch TreeError.unknownSpace(let path, let known) {
        #expect(path == "Backups:/t" && known.isEmpty)
      }
      #expect(tree.calls == 0)
    }
  }
}
