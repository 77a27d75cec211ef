import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

/// What goes wrong in the middle of a run, after the plan was made.
@Suite("A run that meets something unexpected")
struct InterferenceTests {
  private static func order(_ tree: EmulatedTree, deletes: Bool = false) throws -> SyncOrder {
    var order = SyncOrder(.up(from: tree.path("up"), to: try #require(DrivePath("\(tree.space):/t"))))
    if deletes { order.deletes = .atMost(.max) }
    return order
  }

  private static func contents(_ tree: EmulatedTree) async throws -> [String] {
    let place = try await PathResolver(tree.drive).folder(try #require(DrivePath("\(tree.space):/t")))
    return try await tree.contents(of: place).keys.map(\.text).sorted()
  }

  private static func remove(_ tree: EmulatedTree, _ name: String) throws {
    try FileManager.default.removeItem(atPath: tree.path(name))
  }

  @Test("passes over what vanished since it was looked at, counts it, and goes on with the rest and with deletes")
  func vanished() async throws {
    try await EmulatedTree.run { tree in
      for name in ["old", "edited", "f/kept"] { try tree.write(name, to: "up/\(name)") }
      let order = try Self.order(tree, deletes: true)
      _ = try await DriveTrees(tree.drive).sync(order)
      for name in ["new", "edited", "f/new", "g/new"] { try tree.write("now \(name)", to: "up/\(name)") }
      try Self.remove(tree, "up/old")
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(order)
      for name in ["new", "edited", "g"] { try Self.remove(tree, "up/\(name)") }
      let report = try await trees.run(plan)
      #expect(report.isComplete && report.vanished == 3 && report.sent == 1 && report.deleted == 1, "\(report)")
      #expect(try await Self.contents(tree) == ["edited", "f/", "f/kept", "f/new", "g/"])
    }
  }

  /// Changes a file at the moment at which its upload is announced: after its digests were computed, before its last block.
  private static func changing(
    _ tree: EmulatedTree, times: Int, _ work: () async throws -> Void
  ) async throws {
    tree.emulator.faults.add(.delay(milliseconds: 200), .all("file_upload_init"))
    tree.emulator.faults.add(.delay(milliseconds: 200), .all("file_upload_part"))
    let path = tree.path("up/busy")
    let journal = tree.emulator.journal
    let change = Task {
      for time in 1...times {
        try await eventually("the upload begins") { journal.count(of: "file_upload_init") >= time }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seek(toOffset: (12 << 20) - 100)
        try file.write(contentsOf: Data("changed".utf8))
        try file.close()
      }
    }
    try await work()
    change.cancel()
    _ = await change.result
  }

  @Test("sends nothing of a change that comes while a file is read, and tries once more when all else is done")
  func changedOnce() async throws {
    try await EmulatedTree.run { tree in
      try tree.write("beside", to: "up/beside")
      try Data(repeating: 7, count: 12 << 20).write(to: URL(filePath: tree.path("up/busy")))
      try await Self.changing(tree, times: 1) {
        let report = try await DriveTrees(tree.drive).sync(try Self.order(tree))
        #expect(report.isComplete && report.sent == 2, "\(report)")
      }
      tree.emulator.faults.removeAll()
      let again = try await DriveTrees(tree.drive).plan(try Self.order(tree))
      #expect(again.isEmpty && again.same == 2)
    }
  }

  @Test("says so of a file that changes the second time, too, and does the rest")
  func changedTwice() async throws {
    try await EmulatedTree.run { tree in
      try tree.write("beside", to: "up/beside")
      try tree.write("soon large", to: "up/busy")
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(try Self.order(tree))
      // More than goes up in one piece, and not what was planned.
      truncate(tree.path("up/busy"), off_t(11 << 20))
      let report = try await trees.run(plan)
      guard case .changed(let path)? = report.failures.first?.error else { return #expect(Bool(false), "\(report)") }
      #expect(path == "busy" && report.failures.count == 1 && report.sent == 1)
      #expect(try await Self.contents(tree) == ["beside"])
      #expect(try await DriveTrees(tree.drive).sync(try Self.order(tree)).isComplete)
    }
  }

  @Test(
    "stops sending when the service has no room, goes on with moves and deletes, and says what is left",
    arguments: [640006, 640007, 640060])
  func noRoom(_ code: Int) async throws {
    try await EmulatedTree.run { tree in
      for name in ["gone", "f/before", "edited"] { try tree.write("a \(name)", to: "up/\(name)") }
      var order = try Self.order(tree, deletes: true)
      order.concurrency = 1
      _ = try await DriveTrees(tree.drive).sync(order)
      try Self.remove(tree, "up/gone")
      try FileManager.default.moveItem(atPath: tree.path("up/f/before"), toPath: tree.path("up/f/after"))
      for name in ["edited", "new 1", "new 2"] { try tree.write("now \(name)", to: "up/\(name)") }
      tree.emulator.journal.clear()
      tree.emulator.faults.add(.errcode(code), .all("file_upload"))
      let report = try await DriveTrees(tree.drive).sync(order)
      #expect(tree.emulator.journal.count(of: "file_upload") == 1)
      #expect(report.failures.count == 1 && report.left == 2 && report.stop == nil, "\(report)")
      #expect(report.moved == 1 && report.deleted == 1 && !report.isComplete)
      tree.emulator.faults.removeAll()
      #expect(try await DriveTrees(tree.drive).sync(order).sent == 3)
    }
  }

  @Test("ends when access is taken away, with what was under way")
  func access() async throws {
    try await EmulatedTree.run { tree in
      for number in 0..<30 { try tree.write("\(number)", to: "up/\(number)") }
      var order = try Self.order(tree)
      order.concurrency = 2
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(order)
      tree.emulator.faults.add(.errcode(48002), FaultSelection("file_upload", first: 11, count: nil))
      let report = try await trees.run(plan)
      #expect(report.stop != nil && report.sent == 10 && report.failures.count <= 2, "\(report)")
      #expect(report.sent + report.left + report.failures.count == 30)
      #expect(tree.emulator.journal.count(of: "file_upload") <= 12)
      // Where it is known before anything is sent, there is no plan.
      tree.emulator.faults.add(.errcode(48002), .all("file_list"))
      do {
        _ = try await DriveTrees(tree.drive).plan(order)
        Issue.record("a plan was made without access")
      } catch TreeError.drive(.refused(let refusal)) {
        #expect(refusal.code == 48002)
      }
    }
  }

  @Test("takes what another has deleted already for deleted, and counts nothing twice")
  func deletedByAnother() async throws {
    try await EmulatedTree.run { tree in
      for name in ["always", "1", "2", "3"] { try tree.write(name, to: "up/\(name)") }
      let order = try Self.order(tree, deletes: true)
      _ = try await DriveTrees(tree.drive).sync(order)
      for name in ["1", "2", "3"] { try Self.remove(tree, "up/\(name)") }
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(order)
      let two = try await PathResolver(tree.drive).locate(try #require(DrivePath("\(tree.space):/t/2")))
      try await tree.drive.fileDelete(fileIDs: [try #require(two.entry?.id)])
      tree.emulator.journal.clear()
      let report = try await trees.run(plan)
      #expect(report.isComplete && report.deleted == 3)
      #expect(tree.emulator.journal.count(of: "file_delete") == 4)
      #expect(try await Self.contents(tree) == ["always"])
    }
  }

  @Test("gives names that go round in a circle, or from one to the next, each with as few calls as that takes")
  func renames() async throws {
    try await EmulatedTree.run { tree in
      for name in ["a", "b", "c", "1", "2", "3", "f/x", "g/x"] {
        try tree.write("content of \(name)", to: "up/\(name)")
      }
      let order = try Self.order(tree, deletes: true)
      _ = try await DriveTrees(tree.drive).sync(order)
      func move(_ from: String, _ to: String) throws {
        try FileManager.default.moveItem(atPath: tree.path("up/\(from)"), toPath: tree.path("up/\(to)"))
      }
      // Contents of one name on both sides are replaced; what takes a name that is not there any more is renamed.
      for (from, to) in [("3", "4"), ("2", "3"), ("1", "2"), ("f/x", "h"), ("g/x", "f/y")] { try move(from, to) }
      let report = try await DriveTrees(tree.drive).sync(order)
      #expect(report.isComplete, "\(report)")
      let place = try await PathResolver(tree.drive).folder(try #require(DrivePath("\(tree.space):/t")))
      #expect(try await tree.contents(of: place) == (try RandomProgram.files(in: tree.path("up"))))
      #expect(try await DriveTrees(tree.drive).plan(order).isEmpty)
    }
  }

  @Test("on the way down replaces nothing that was changed here since the plan was made")
  func changedHere() async throws {
    try await EmulatedTree.run { tree in
      for name in ["mine", "theirs"] { try tree.write("new", to: "up/\(name)") }
      _ = try await DriveTrees(tree.drive).sync(try Self.order(tree))
      for name in ["mine", "theirs"] { try tree.write("old", to: "down/\(name)") }
      var down = SyncOrder(.down(from: try #require(DrivePath("\(tree.space):/t")), to: tree.path("down")))
      down.overwritesLocalChanges = true
      let trees = DriveTrees(tree.drive)
      let plan = try await trees.plan(down)
      try tree.write("written just now", to: "down/mine")
      let report = try await trees.run(plan)
      #expect(report.sent == 1 && report.failures.map(\.path.text) == ["mine"])
      #expect(try String(contentsOfFile: tree.path("down/mine"), encoding: .utf8) == "written just now")
      #expect(try String(contentsOfFile: tree.path("down/theirs"), encoding: .utf8) == "new")
    }
  }

  @Test("leaves out the steps of an earlier plan whose files are others now")
  func otherPlan() async throws {
    try await EmulatedTree.run { tree in
      for name in ["a", "b", "c"] { try tree.write("old \(name)", to: "up/\(name)") }
      let order = try Self.order(tree, deletes: true)
      _ = try await DriveTrees(tree.drive).sync(order)
      for name in ["a", "b"] { try tree.write("new \(name)", to: "up/\(name)") }
      try tree.write("1", to: "up/d")
      let earlier = try await DriveTrees(tree.drive).plan(order).steps
      #expect(earlier.count == 3)
      // Another puts a file of its own in the place of one, and one grows here.
      let place = try await PathResolver(tree.drive).folder(try #require(DrivePath("\(tree.space):/t")))
      let a = try await PathResolver(tree.drive).locate(try #require(DrivePath("\(tree.space):/t/a")))
      try await tree.drive.fileDelete(fileIDs: [try #require(a.entry?.id)])
      _ = try await tree.put("another's", "a", in: place.folder)
      try tree.write("12", to: "up/d")
      let trees = DriveTrees(tree.drive)
      var plan = try await trees.plan(order)
      #expect(plan.keep(only: earlier) == 4)
      #expect(plan.steps.map(\.path) == ["b"])
      #expect(try await trees.run(plan).sent == 1)
    }
  }
}

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

/// What a run does when the service asks for less.
@Suite("The governor of a run's calls")
struct CallGovernorTests {
  private static func trees(_ tree: EmulatedTree) throws -> (DriveTrees, SyncOrder, CallGovernor) {
    for number in 0..<20 { try tree.write("\(number)", to: "up/\(number)") }
    let governor = CallGovernor(limit: nil, concurrency: 4, minute: .seconds(1), unit: .milliseconds(1))
    let trees = DriveTrees(tree.drive, state: nil, aliases: nil, governor: governor)
    return (trees, SyncOrder(.up(from: tree.path("up"), to: try #require(DrivePath("\(tree.space):/t")))), governor)
  }

  @Test("waits for the minute once, and goes on")
  func minute() async throws {
    try await EmulatedTree.run { tree in
      let (trees, order, governor) = try Self.trees(tree)
      tree.emulator.faults.add(.errcode(45009), FaultSelection("file_upload", first: 5))
      let start = ContinuousClock.now
      let report = try await trees.sync(order)
      #expect(report.isComplete && report.sent == 20 && governor.end == nil, "\(report)")
      #expect(ContinuousClock.now - start >= .seconds(1))
    }
  }

  @Test(
    "takes what was under way with the first refusal for the same minute, and what comes after the wait for another")
  func burst() async throws {
    try await EmulatedTree.run { tree in
      tree.emulator.faults.add(.errcode(45009))
      var refusal: WeDriveError?
      do { _ = try await tree.makeFolder("refused") } catch let error as WeDriveError { refusal = error }
      let governor = CallGovernor(limit: nil, concurrency: 3, minute: .milliseconds(200), unit: .milliseconds(1))
      let endpoint = FileListRequest.endpoint
      for _ in 0..<3 { try await governor.enter(endpoint) }
      for _ in 0..<3 { #expect(governor.leave(endpoint, after: refusal, attempt: 1) && governor.end == nil) }
      try await governor.enter(endpoint)
      #expect(!governor.leave(endpoint, after: refusal, attempt: 2) && governor.end != nil)
    }
  }

  @Test("ends the run when the next minute is no better, with what was under way")
  func minuteAgain() async throws {
    try await EmulatedTree.run { tree in
      let (trees, order, _) = try Self.trees(tree)
      tree.emulator.faults.add(.errcode(45009), FaultSelection("file_upload", first: 5, count: nil))
      let report = try await trees.sync(order)
      guard case .refused(let refusal)? = report.end else { return #expect(Bool(false), "\(report)") }
      #expect(refusal.code == 45009 && report.sent == 4 && report.left == 16 && report.failures.isEmpty)
      // Those that were under way, before and after the wait.
      #expect(tree.emulator.journal.count(of: "file_upload") <= 4 + 8)
    }
  }

  @Test("does less at once when it is too much, and ends the run when it stays too much")
  func throttled() async throws {
    try await EmulatedTree.run { tree in
      let (trees, order, governor) = try Self.trees(tree)
      tree.emulator.faults.add(.errcode(45033), FaultSelection("file_upload", first: 3, count: 6))
      #expect(try await trees.sync(order).isComplete && governor.end == nil)
      tree.emulator.faults.removeAll()
    }
    try await EmulatedTree.run { tree in
      let (trees, order, _) = try Self.trees(tree)
      tree.emulator.faults.add(.errcode(45033), .all("file_upload"))
      let report = try await trees.sync(order)
      guard case .throttled? = report.end else { return #expect(Bool(false), "\(report)") }
      #expect(report.sent == 0 && report.left == 20 && tree.emulator.journal.count(of: "file_upload") <= 40)
    }
  }
}
