import Foundation
import TestSupport
import Testing
import WeDriveEmulator

/// Downloads whose process is killed at random moments, over and over. Set WEDRIVE_LONG_TESTS=1 for many more rounds.
@Suite("A download whose process is killed", .serialized)
struct KilledDownloadTests {
  let folder: TemporaryFolder
  static let rounds = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1" ? 200 : 20

  init() throws { folder = try TemporaryFolder() }

  @Test("comes to its end in the end, and never shows wrong content under its name")
  func kills() async throws {
    try await EmulatedService.run { service in
      let size = 10_000_000
      let old: [UInt8] = [9, 9, 9]
      let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 12) }
      let id = try await service.upload(content, named: "a.bin").rawValue
      let path = folder.path("a.bin")
      service.emulator.faults.add(.drip(bytes: 100_000, everyMilliseconds: 2), .all(FaultSelection.download))

      var kills = 0
      var finished = 0
      var resumed = 0
      while kills < Self.rounds {
        // What was there before has to stay until the new content is complete.
        try Data(old).write(to: URL(filePath: path))
        var isComplete = false
        while !isComplete, kills < Self.rounds {
          let before = service.emulator.journal.count(of: FaultSelection.download)
          let running = try service.start("get", "--quiet", "--checkpoint", "1048576", id, path)
          try await Task.sleep(for: .milliseconds(Int.random(in: 60...450)))
          let wasKilled = running.kill()
          let run = try await running.end()
          isComplete = run.status == 0 && !wasKilled || run.output == path + "\n"
          if wasKilled && run.status != 0 { kills += 1 }
          let now = try Data(contentsOf: URL(filePath: path))
          #expect(Array(now) == content || Array(now) == old, "after \(kills) kills")
          // Killed between the rename and the last word: complete all the same.
          isComplete = isComplete || Array(now) == content
          if service.emulator.journal.records(of: FaultSelection.download).dropFirst(before).contains(where: {
            $0.status == 206
          }) {
            resumed += 1
          }
        }
        if isComplete { finished += 1 }
      }
      let last = try await service.command("get", "--quiet", id, path)
      #expect(last.status == 0, "\(last.errors)")
      #expect(Array(try Data(contentsOf: URL(filePath: path))) == content)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.bin"])
      // How many of a few kills come late enough for something to be kept depends on the machine's load.
      if Self.rounds >= 200 { #expect(resumed > kills / 10) }
      print("killed \(kills) times; came to its end \(finished + 1) times; went on from a kept part \(resumed) times")
    }
  }
}
