import Foundation
import Synchronization
import Testing
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

/// What a nightly backup of 200 files in 11 folders costs, counted by the emulator.
@Suite("The calls of a sync")
struct SyncCallTests {
  /// 200 files of different contents in `night`, which has 10 folders.
  private static func fill(_ tree: EmulatedTree) throws {
    for folder in 0..<10 {
      for file in 0..<18 { try tree.write("\(folder) \(file)", to: "night/f\(folder)/\(file).dat") }
    }
    for file in 0..<20 { try tree.write("top \(file)", to: "night/\(file).dat") }
  }

  /// One run of the backup, as a process would make it: with nothing kept but the state folder.
  private static func night(
    _ tree: EmulatedTree, state: String?, _ change: (inout SyncOrder) -> Void = { _ in }
  ) async throws -> (report: SyncReport, calls: Int, planned: Int) {
    tree.emulator.journal.clear()
    let trees = DriveTrees(tree.drive, state: state)
    var order = SyncOrder(.up(from: tree.path("night"), to: try #require(DrivePath("\(tree.space):/night"))))
    change(&order)
    let plan = try await trees.plan(order)
    let report = try await trees.run(plan)
    #expect(report.calls == tree.calls)
    return (report, tree.calls, plan.calls.made + plan.calls.toCome)
  }

  @Test("and the files that are compared are told while the plan is made")
  func progress() async throws {
    try await EmulatedTree.run { tree in
      try Self.fill(tree)
      let seen = Mutex<[SyncProgress]>([])
      let order = SyncOrder(.up(from: tree.path("night"), to: try #require(DrivePath("\(tree.space):/night"))))
      _ = try await DriveTrees(tree.drive).plan(order) { progress in seen.withLock { $0.append(progress) } }
      let reports = seen.withLock { $0 }
      #expect(reports.allSatisfy { $0.phase == .comparing })
      #expect(reports.last?.compared == 200)
    }
  }

  @Test("are one a folder and one a file at first, one a folder when nothing changed, and one more a changed folder")
  func nights() async throws {
    try await EmulatedTree.run { tree in
      try Self.fill(tree)
      let state = tree.path("state")
      let first = try await Self.night(tree, state: state)
      #expect(first.calls == 212 && first.planned == 212 && first.report.sent == 200 && first.report.isComplete)
      let second = try await Self.night(tree, state: state)
      #expect(second.calls == 11 && second.planned == 11 && second.report.same == 200)
      for file in 0..<5 {
        try tree.write("edited \(file)", to: "night/f1/\(file).dat")
        try tree.write("edited, too \(file)", to: "night/f2/\(file).dat")
      }
      let edited = try await Self.night(tree, state: state)
      #expect(edited.calls == 24 && edited.planned == 24 && edited.report.sent == 10, "\(edited)")
      let after = try await Self.night(tree, state: state)
      #expect(after.calls == 11 && after.report.same == 200)
      // The staging folder is there now: listing it costs what making it did.
      for file in 0..<5 { try tree.write("edited again \(file)", to: "night/f3/\(file).dat") }
      let again = try await Self.night(tree, state: state)
      #expect(again.calls == 11 + 5 + 1 + 1 && again.report.isComplete)
      // Nothing came up twice.
      let remote = try await tree.remote()
      #expect(remote.count { !$0.key.hasSuffix("/") } == 200)
      #expect(!remote.keys.contains { $0.contains("(1)") })
    }
  }

  @Test("are one more without a state folder, which finds the folder anew; and nothing is sent again")
  func stateless() async throws {
    try await EmulatedTree.run { tree in
      try Self.fill(tree)
      #expect(try await Self.night(tree, state: nil).calls == 212)
      let second = try await Self.night(tree, state: nil)
      #expect(second.calls == 12 && second.report.same == 200 && second.report.sent == 0)
    }
  }

  @Test("for renamed folders, moved folders and deletes are one or two")
  func renames() async throws {
    try await EmulatedTree.run { tree in
      try Self.fill(tree)
      let state = tree.path("state")
      _ = try await Self.night(tree, state: state)
      let manager = FileManager.default
      try manager.moveItem(atPath: tree.path("night/f0"), toPath: tree.path("night/renamed"))
      let renamed = try await Self.night(tree, state: state) { $0.deletes = .share(0.1) }
      #expect(renamed.calls == 12 && renamed.planned == 12 && renamed.report.moved == 1, "\(renamed)")
      try manager.moveItem(atPath: tree.path("night/renamed"), toPath: tree.path("night/f1/moved"))
      let moved = try await Self.night(tree, state: state) { $0.deletes = .share(0.1) }
      #expect(moved.calls == 13 && moved.planned == 13 && moved.report.moved == 1, "\(moved)")
      for file in 0..<15 { try manager.removeItem(atPath: tree.path("night/\(file).dat")) }
      let deleted = try await Self.night(tree, state: state) { $0.deletes = .share(0.1) }
      #expect(deleted.calls == 12 && deleted.planned == 12 && deleted.report.deleted == 15, "\(deleted)")
      let last = try await Self.night(tree, state: state) { $0.deletes = .share(0.1) }
      #expect(last.calls == 11 && last.report.same == 185)
      try manager.moveItem(atPath: tree.path("night/f2/1.dat"), toPath: tree.path("night/f3/one.dat"))
      let file = try await Self.night(tree, state: state) { $0.deletes = .share(0.1) }
      #expect(file.calls == 13 && file.report.moved == 1 && file.report.sent == 0, "\(file)")
      #expect(try await Self.night(tree, state: state).report.same == 185)
    }
  }

  @Test("never exceed the limit, begin nothing that cannot end, and go on in the next run")
  func limit() async throws {
    try await EmulatedTree.run { tree in
      try Self.fill(tree)
      var rounds = 0
      while true {
        rounds += 1
        tree.emulator.journal.clear()
        let trees = DriveTrees(tree.drive, state: tree.path("state"), callLimit: 60)
        let order = SyncOrder(.up(from: tree.path("night"), to: try #require(DrivePath("\(tree.space):/night"))))
        let report = try await trees.sync(order)
        #expect(tree.calls <= 60)
        if report.isComplete { break }
        #expect(report.end == .limit(60) && report.left > 0 && report.failures.isEmpty)
        try #require(rounds < 10)
      }
      #expect(rounds == 5)
      #expect(try await tree.remote().count { !$0.key.hasSuffix("/") } == 200)
    }
  }

  @Test("end with what is under way when the month's quota is gone")
  func quota() async throws {
    var configuration = EmulatorConfiguration()
    configuration.limits.monthlyCalls = 100
    try await EmulatedTree.run(configuration) { tree in
      try Self.fill(tree)
      let run = try await Self.night(tree, state: nil)
      guard case .refused = run.report.end else { return #expect(Bool(false), "\(run)") }
      // One was for the space; of those that were refused there are no more than were under way.
      #expect(run.calls - 99 <= 4)
      #expect(run.report.left > 0 && !run.report.isComplete)
    }
  }
}
