import Foundation
import TestSupport
import Testing
import WeDrive

/// A sync whose process is killed at random moments, night after night. Set WEDRIVE_LONG_TESTS=1 for many more rounds.
@Suite("A sync whose process is killed", .serialized)
struct KilledSyncTests {
  static let rounds = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1" ? 1_000 : 100

  @Test("is repaired by the next one, and leaves nothing twice")
  func kills() async throws {
    let folder = try TemporaryFolder()
    try await EmulatedService.run { service in
      let source = folder.path("src")
      let target = "\(service.space):/src"
      var kills = 0
      for round in 0..<Self.rounds {
        try edit(source, round)
        let running = try service.start("sync", "-q", "--delete", "--max-delete", "100%", source, target)
        try await Task.sleep(for: .milliseconds(Int.random(in: 2...90)))
        if running.kill() { kills += 1 }
        _ = try await running.end()
        // Every few nights one comes to its end.
        guard round % 10 == 9 else { continue }
        let run = try await service.command("sync", "-q", "--delete", "--max-delete", "100%", source, target)
        #expect(run.status == 0, "round \(round): \(run.text)")
        let check = try await service.command("check", source, target, "-q")
        #expect((check.status, check.output) == (0, ""), "round \(round): \(check.text)")
      }
      #expect(kills > 0)
      print("killed \(kills) of \(Self.rounds) runs")
    }
  }

  /// Adds, changes and deletes files; contents are few, so that files are found to be renamed, too.
  private func edit(_ source: String, _ round: Int) throws {
    let manager = FileManager.default
    for _ in 0..<4 {
      let path = "\(source)/\(Int.random(in: 0..<3))/\(Int.random(in: 0..<6))"
      try manager.createDirectory(
        at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
      if Int.random(in: 0..<4) == 0 {
        try? manager.removeItem(atPath: path)
      } else {
        try Data("\(round % 7) \(Int.random(in: 0..<20))".utf8).write(to: URL(filePath: path))
      }
    }
    try Data("always".utf8).write(to: URL(filePath: source + "/always"))
  }
}
