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
