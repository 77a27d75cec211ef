import TestSupport

#if os(Linux)
  import Foundation
  import Testing
  import WeDrive

  /// How much memory a transfer takes, whatever its size: that of `wedrive` itself, with ten blocks under way. Set
  /// WEDRIVE_LONG_TESTS=1 for the largest file there can be, which takes 20 GiB of disk for a while.
  @Suite("The memory of a transfer", .serialized)
  struct MemoryTests {
    static let size = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1" ? 20 << 30 : 1 << 30
    static let allowance = 64 << 20
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("is what a small command takes and 64 MiB at most, up and down", .timeLimit(.minutes(30)))
    func peaks() async throws {
      try await EmulatedService.run { service in
        let path = folder.path("sparse")
        try #require(FileManager.default.createFile(atPath: path, contents: nil))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: UInt64(Self.size))
        // Not all of it is a hole.
        for place in [0, Self.size / 2 + 77, Self.size - 5] {
          try file.seek(toOffset: UInt64(place))
          try file.write(contentsOf: Data("12345".utf8))
        }
        try file.close()

        let space = service.space.rawValue
        let baseline = try await run(service, "ls", space)
        let up = try await run(service, "put", "--quiet", "--concurrency", "10", "--space", space, path)
        let id = up.run.output.split(separator: "\n").first.map(String.init) ?? ""
        let down = try await run(service, "get", "--quiet", id, folder.path("copy"))
        #expect(down.run.output == folder.path("copy") + "\n")
        // The content was checked against its SHA-1 on the way; that of a smaller one is looked at once more.
        if Self.size <= 1 << 30 {
          #expect(FileManager.default.contentsEqual(atPath: path, andPath: folder.path("copy")))
        }
        print(
          """
          \(Self.size >> 30) GiB: \(up.text) up, \(down.text) down; baseline \(baseline.peak >> 20) MiB
          """)
        #expect(up.peak <= baseline.peak + Self.allowance)
        #expect(down.peak <= baseline.peak + Self.allowance)
      }
    }

    private struct Peak {
      let run: CommandRun
      let peak: Int
      let time: Duration

      var text: String { "\(peak >> 20) MiB and \(time.components.seconds) s" }
    }

    private func run(_ service: EmulatedService, _ arguments: String...) async throws -> Peak {
      let start = ContinuousClock.now
      let running = try RunningCommand(arguments, environment: service.environment)
      var peak = 0
      while let now = running.peakMemory {
        peak = max(peak, now)
        try await Task.sleep(for: .milliseconds(5))
      }
      let run = try await running.end()
      #expect(run.status == 0, "\(run.errors)")
      return Peak(run: run, peak: peak, time: ContinuousClock.now - start)
    }
  }
#endif
