import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

/// Uploads whose process is killed at random moments, over and over. Set WEDRIVE_LONG_TESTS=1 for many more rounds.
@Suite("An upload whose process is killed", .serialized)
struct KilledUploadTests {
  let folder: TemporaryFolder
  static let rounds = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1" ? 200 : 20
  static let concurrency = 4

  init() throws { folder = try TemporaryFolder() }

  @Test("comes to its end in the end, makes one file, and sends little twice")
  func kills() async throws {
    try await EmulatedService.run { service in
      var uploads = 0
      var kills = 0
      var parts = 0
      var late = 0
      while kills < Self.rounds {
        uploads += 1
        let round = try Round(number: uploads, in: folder)
        let ending = try await run(round, kills, service)
        kills += ending.kills
        if ending.isLate { late += 1 }
        parts += round.parts
        try #require(unlink(round.path) == 0)
      }
      let sent = service.parts
      // Blocks that were under way when their process was killed.
      #expect(sent - parts <= kills * Self.concurrency)
      // Only an upload that was killed between its last word and its end has left something.
      #expect(try FileManager.default.contentsOfDirectory(atPath: service.state.path("wedrive/uploads")).count <= late)
      print(
        "killed \(kills) times; \(uploads) uploads of \(parts) blocks in all; \(sent - parts) blocks were sent twice")
    }
  }

  @Test("in the one call of a small file finds what it made when it is repeated")
  func smallFile() async throws {
    try await EmulatedService.run { service in
      let path = folder.path("small.bin")
      try #require(FileManager.default.createFile(atPath: path, contents: Data("small".utf8)))
      service.emulator.faults.add(.drip(bytes: 1, everyMilliseconds: 1_000), FaultSelection("file_upload"))
      let running = try service.start("put", "--quiet", "--space", service.space.rawValue, path)
      try await eventually("the file is made") { try await !service.files().isEmpty }
      #expect(running.kill())
      #expect(try await running.end().output.isEmpty)
      let run = try await service.command("put", "--quiet", "--space", service.space.rawValue, path)
      #expect((run.status, run.errors) == (0, ""))
      #expect(try await service.files().map { $0.fileID.rawValue + "\n" } == [run.output])
      #expect(service.emulator.journal.count(of: "file_upload") == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: service.state.path("wedrive/uploads")).isEmpty)
    }
  }

  /// A file that the service has not seen.
  private struct Round {
    let name: String
    let path: String
    let parts = Int.random(in: 8...64)
    let size: Int

    init(number: Int, in folder: TemporaryFolder) throws {
      name = "upload-\(number).bin"
      path = folder.path(name)
      size = (parts - 1) * BlockDigests.blockSize + Int.random(in: 1...BlockDigests.blockSize)
      try #require(FileManager.default.createFile(atPath: path, contents: nil))
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.truncate(atOffset: UInt64(size))
      // Every block is different from every other.
      for block in 0..<parts {
        try file.seek(toOffset: UInt64(block * BlockDigests.blockSize))
        try file.write(contentsOf: Data("\(number) \(block) ".utf8).prefix(size - block * BlockDigests.blockSize))
      }
      try file.close()
    }
  }

  /// Uploads one file, killing as often as it comes to that. Returns how often that was, and whether the last time was
  /// after the last word.
  private func run(
    _ round: Round, _ before: Int, _ service: EmulatedService
  ) async throws -> (kills: Int, isLate: Bool) {
    var kills = 0
    var printed: Set<String> = []
    var isComplete = false
    var isLate = false
    while !isComplete {
      let running = try service.start(
        "put", "--quiet", "--space", service.space.rawValue, "--concurrency", "\(Self.concurrency)", round.path)
      // Enough is enough: the last one may come to its end.
      let mayKill = before + kills < Self.rounds
      if mayKill { try await Task.sleep(for: .milliseconds(Int.random(in: 40...400))) }
      let wasKilled = mayKill && running.kill()
      let run = try await running.end()
      if wasKilled, run.status != 0 { kills += 1 } else { #expect(run.status == 0, "\(run.errors)") }
      printed.formUnion(run.output.split(separator: "\n").map(String.init))
      // Killed after the last word: complete all the same. The next run would be another upload.
      isComplete = !run.output.isEmpty
      isLate = isComplete && run.status != 0
    }
    let made = try await service.files().filter { $0.fileName == round.name }
    #expect(Set(made.map(\.fileID.rawValue)) == printed, "one file, and its id was printed")
    let expected = try await BlockDigests.of(file: round.path)
    #expect(made.map(\.sha) == [expected.sha1] && made.map(\.fileSize) == [UInt64(round.size)])
    // What the service says is what was announced: the bytes themselves are what counts.
    let copy = folder.path("copy")
    try await service.drive.download(fileID: FileID(printed.first ?? ""), to: copy)
    #expect(FileManager.default.contentsEqual(atPath: copy, andPath: round.path))
    try await service.drive.fileDelete(fileIDs: made.map(\.fileID))
    return (kills, isLate)
  }
}
