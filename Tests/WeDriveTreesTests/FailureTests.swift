import Foundation
import TestSupport
import Testing
import WeDrive

@testable import WeDriveTrees

/// What is in the way of a sync, on either side and between runs.
@Suite("A sync that meets something unexpected")
struct FailureTests {
  private static func order(_ tree: EmulatedTree, _ source: String) throws -> SyncOrder {
    SyncOrder(.up(from: tree.path(source), to: try #require(DrivePath("\(tree.space):/t"))))
  }

  private static func contents(_ tree: EmulatedTree) async throws -> [TreePath: String] {
    let place = try await PathResolver(tree.drive).folder(try #require(DrivePath("\(tree.space):/t")))
    return try await tree.contents(of: place)
  }

  @Test("leaves alone what is a file on one side and a folder on the other, and says so")
  func kinds() async throws {
    try await EmulatedTree.run { tree in
      let top = try await tree.makeFolder("t")
      _ = try await tree.makeFolder("was a file", in: top)
      _ = try await tree.put("file", "was a folder", in: top)
      try tree.write("file", to: "up/was a file")
      try tree.write("inner", to: "up/was a folder/inner")
      try tree.write("other", to: "up/other")
      var order = try Self.order(tree, "up")
      order.deletes = .atMost(.max)
      let report = try await DriveTrees(tree.drive).sync(order)
      #expect(report.failures.map(\.path.text).sorted() == ["was a file", "was a folder"])
      #expect(report.sent == 1 && report.deleted == 0 && !report.isComplete)
      #expect(
        try await Self.contents(tree).keys.map(\.text).sorted() == ["other", "was a file/", "was a folder"])
    }
  }

  @Test("ends at once while another has the tree, and works when that has ended")
  func inUse() async throws {
    try await EmulatedTree.run { tree in
      try tree.write("1", to: "up/1")
      let order = try Self.order(tree, "up")
      let state = tree.path("state")
      var held: SyncPlan? = try await DriveTrees(tree.drive, state: state).plan(order)
      #expect(held?.calls.toCome == 2)
      do {
        _ = try await DriveTrees(tree.drive, state: state).sync(order)
        Issue.record("two have the tree at once")
      } catch TreeError.inUse {}
      held = nil
      #expect(try await DriveTrees(tree.drive, state: state).sync(order).sent == 1)
    }
  }

  @Test("puts a damaged state aside and reads the files again; one of a newer version it leaves as it is")
  func state() async throws {
    try await EmulatedTree.run { tree in
      for number in 0..<3 { try tree.write("\(number)", to: "up/\(number)") }
      let order = try Self.order(tree, "up")
      let state = tree.path("state")
      #expect(try await DriveTrees(tree.drive, state: state).sync(order).sent == 3)
      let folder = state + "/trees/"
      func files(_ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(ending) }
      }
      let file = folder + (try #require(try files(".sqlite").first))
      // A connection that is closed leaves no log behind, and one that is open would write over the damage.
      try await eventually("the first run lets go of its state") { try files("-wal").isEmpty }
      try Data(repeating: 7, count: 10_000).write(to: URL(filePath: file))
      for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + ending) }
      let again = try await DriveTrees(tree.drive, state: state).sync(order)
      #expect(again.same == 3 && again.sent == 0 && again.isComplete)
      #expect(again.notices.count == 1 && again.notices[0].contains("was damaged"))
      #expect(try files(".damaged").count == 1)

      try SQLiteConnection(file).execute("DROP TABLE digests")
      let forgetful = try await DriveTrees(tree.drive, state: state).sync(order)
      #expect(forgetful.same == 3 && forgetful.isComplete)
      #expect(forgetful.notices.count == 1 && forgetful.notices[0].contains("no such table"))

      try SQLiteConnection(file).execute("PRAGMA user_version = 99")
      tree.emulator.journal.clear()
      do {
        _ = try await DriveTrees(tree.drive, state: state).sync(order)
        Issue.record("a state of a newer version was used")
      } catch TreeError.state(_, let reason) {
        #expect(reason.contains("newer version"))
      }
      #expect(tree.calls == 0)
    }
  }

  #if os(Linux)
    @Test("works without a state where none can be written, and says so")
    func unwritableState() async throws {
      try await EmulatedTree.run { tree in
        try tree.write("1", to: "up/1")
        let order = try Self.order(tree, "up")
        for (sent, same) in [(1, 0), (0, 1)] {
          // No account can make a folder there.
          let report = try await DriveTrees(tree.drive, state: "/sys/wedrive").sync(order)
          #expect(report.isComplete && report.sent == sent && report.same == same, "\(report)")
          #expect(report.notices.count == 1 && report.notices[0].hasPrefix("nothing is remembered between runs"))
        }
      }
    }
  #endif

  @Test("loses nothing of another that writes to the same folder at the same time")
  func twoWriters() async throws {
    try await EmulatedTree.run { tree in
      _ = try await tree.makeFolder("t")
      for writer in ["a", "b"] {
        for number in 0..<10 { try tree.write("\(writer)\(number)", to: "\(writer)/shared/\(writer)\(number)") }
        try tree.write(writer, to: "\(writer)/of \(writer)/file")
      }
      let orders = [try Self.order(tree, "a"), try Self.order(tree, "b")]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for order in orders { group.addTask { _ = try await DriveTrees(tree.drive).sync(order) } }
        try await group.waitForAll()
      }
      // Both may have made a folder of one name, and one has got another then: the next runs put everything in its place.
      for order in orders { #expect(try await DriveTrees(tree.drive).sync(order).isComplete) }
      let there = try await Self.contents(tree)
      for writer in ["a", "b"] {
        for (path, sha1) in try RandomProgram.files(in: tree.path(writer)) { #expect(there[path] == sha1, "\(path)") }
      }
      for order in orders { #expect(try await DriveTrees(tree.drive).plan(order).isEmpty) }
    }
  }

  @Test("deletes nothing where the source could not be read", .enabled(if: geteuid() != 0, "root can read everything"))
  func unreadable() async throws {
    try await EmulatedTree.run { tree in
      for name in ["open/1", "open/2", "closed/1", "closed/2"] { try tree.write(name, to: "up/\(name)") }
      var order = try Self.order(tree, "up")
      order.deletes = .atMost(.max)
      _ = try await DriveTrees(tree.drive).sync(order)
      for name in ["open/1", "closed/1"] { try FileManager.default.removeItem(atPath: tree.path("up/\(name)")) }
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: tree.path("up/closed"))
      defer {
        try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: tree.path("up/closed"))
      }
      let report = try await DriveTrees(tree.drive).sync(order)
      #expect(report.deleted == 1 && report.suspended.map(\.text) == ["closed"] && !report.isComplete)
    }
  }
}
