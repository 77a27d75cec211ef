import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

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
