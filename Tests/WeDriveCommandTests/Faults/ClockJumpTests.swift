import TestSupport

#if os(Linux)
  import Foundation
  import Testing
  import WeDrive
  import WeDriveEmulator

  /// The clock on the wall is set while a command runs, in that process alone.
  @Suite("A clock that is set by a day", .enabled(if: PreloadedLibrary.clock != nil, "needs cc"))
  struct ClockJumpTests {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      try set(0)
    }

    @Test("while a download is under way does not touch it", arguments: [86_400, -86_400])
    func download(jump: Int) async throws {
      try await EmulatedService.run { service in
        let content = pattern(2_000_000)
        let id = try await service.upload(content, named: "a.bin").rawValue
        service.emulator.faults.add(
          .drip(bytes: 65_536, everyMilliseconds: 30), FaultSelection(FaultSelection.download))
        let path = folder.path("a.bin")
        let running = try service.start("get", "--quiet", id, path, environment: try environment())
        try await service.waitForDownload(1, bytes: 300_000)
        try set(jump)
        let run = try await running.end()
        #expect((run.status, run.errors) == (0, ""))
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(content))
        #expect(service.emulator.journal.count(of: FaultSelection.download) == 1)
      }
    }

    @Test("while an upload is under way changes no time limit and no token's life", arguments: [86_400, -86_400])
    func upload(jump: Int) async throws {
      try await EmulatedService.run { service in
        let content = pattern(12_000_000)
        let path = folder.path("a.bin")
        try Data(content).write(to: URL(filePath: path))
        service.emulator.faults.add(.delay(milliseconds: 700), FaultSelection("file_upload_part"))
        let journal = service.emulator.journal
        let tokens = journal.count(of: "gettoken")
        let running = try service.start(
          "put", "--quiet", "--concurrency", "1", "--space", service.space.rawValue, path,
          environment: try environment())
        try await eventually("a block arrives") { journal.count(of: "file_upload_part") > 0 }
        try set(jump)
        let run = try await running.end()
        #expect((run.status, run.errors) == (0, ""))
        #expect(try await service.files().map(\.sha) == [BlockDigests(content).sha1])
        #expect(journal.count(of: "gettoken") == tokens + 1)
        #expect(journal.count(of: "file_upload_part") == BlockDigests.blockCount(of: 12_000_000))
      }
    }

    @Test("is seen by a program that asks for the time", arguments: [86_400, -86_400])
    func isReal(jump: Int) async throws {
      let date = Process()
      date.executableURL = URL(filePath: "/usr/bin/env")
      date.arguments = ["date", "+%s"]
      date.environment = try environment()
      let output = Pipe()
      date.standardOutput = output
      try set(jump)
      let now = Date.now.timeIntervalSince1970
      try date.run()
      let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      date.waitUntilExit()
      let seen = try #require(Double(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect(abs(seen - now - Double(jump)) < 60)
    }

    private func environment() throws -> [String: String] {
      ["LD_PRELOAD": try #require(PreloadedLibrary.clock), "CLOCK_OFFSET": folder.path("clock")]
    }

    /// Sets the clock to so many seconds after the real one.
    private func set(_ seconds: Int) throws {
      try Data("\(seconds)\n".utf8).write(to: URL(filePath: folder.path("clock")), options: .atomic)
    }
  }
#endif
