#if os(Linux)
  import Foundation
  import TestSupport
  import Testing
  import WeDriveEmulator
  import WeDriveGenerated

  @testable import WeDriveRedis

  /// The scripts of the page on several machines, as they stand there.
  @Suite(
    "Recipes for several machines", .serialized,
    .enabled(if: RedisProcess.isInstalled, "redis-server and redis-cli are not installed"))
  struct RecipeTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/WeDrive/WeDrive.docc/SeveralMachines.md")

    /// Whether a machine is killed at work. What it held is its own for half a minute.
    private static let kills =
      ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1" ? [false, true] : [false]

    /// The script of the page that has a word in it.
    private static func script(with word: String) throws -> String {
      let text = try String(contentsOf: page, encoding: .utf8)
      let blocks = text.matches(of: /(?ms)^```sh\n(.*?)^```$/).map { String($0.1) }
      return try #require(blocks.first { $0.contains(word) }, "no script of the page has \(word)")
    }

    private func room(_ test: (RecipeRoom) async throws -> Void) async throws {
      let emulator = try await Emulator.start()
      do {
        try await test(try await RecipeRoom(emulator))
      } catch {
        await emulator.stop()
        throw error
      }
      await emulator.stop()
    }

    /// Small files, and, if that is wanted, one that is uploaded in six blocks.
    private func files(in room: RecipeRoom, withLarge hasLarge: Bool) throws -> [String] {
      let small = try (0..<3).map { try room.file("backup-\($0)", [UInt8](repeating: UInt8($0), count: 1000 + $0)) }
      guard hasLarge else { return small }
      return try small + [room.file("large", [UInt8](repeating: 7, count: 11 << 20))]
    }

    @Test("with cron alone, four machines upload each file once, within the month's calls")
    func cron() async throws {
      try await room { room in
        let paths = try files(in: room, withLarge: true)
        let script = try Self.script(with: "shuf")
        let machines = try (0..<4).map { try room.start(script, on: $0) }
        for machine in machines { #expect(await machine.waitForEnd() == 0, "\(machine.errors)") }
        try await expectEachOnce(paths, in: room)
        #expect(try room.redis.cli("--scan", "--pattern", "wedrive:b:*") != "", "the calls are counted")
      }
    }

    @Test("with a stream, each file is uploaded once, also what a machine had in hand when it died", arguments: kills)
    func streams(isKilled: Bool) async throws {
      try await room { room in
        let paths = try files(in: room, withLarge: isKilled)
        // What has been in hand for ten minutes counts as left; here, for two seconds. More is not waited for long.
        let script = try Self.script(with: "XREADGROUP").replacing("600000", with: "2000")
          .replacing("BLOCK 5000", with: "BLOCK 500")
        for path in paths.reversed() { try room.redis.cli("XADD", "jobs", "*", "file", path) }
        if isKilled { try await killAtWork(script, in: room) }
        try await runUntil(script, in: room, "each is acknowledged") {
          try room.redis.cli("XPENDING", "jobs", "nightly").hasPrefix("0")
        }
        try await expectEachOnce(paths, in: room)
      }
    }

    @Test(
      "with a table, each row is taken by one machine, and by another if that dies",
      .enabled(if: RecipeRoom.hasPostgres, "PostgreSQL is not installed"), arguments: kills)
    func table(isKilled: Bool) async throws {
      try await room { room in
        try await room.startPostgres()
        let paths = try files(in: room, withLarge: isKilled)
        // Two pauses, which are a minute each on the page, are longer than what died holds its upload.
        let script = try Self.script(with: "SKIP LOCKED").replacing("1 minute", with: "16 seconds")
        let definition = try #require(script.firstMatch(of: /(CREATE TABLE .*;)/)).1
        try await room.sql(String(definition))
        for path in paths.reversed() + (isKilled ? ["/nowhere"] : []) {
          try await room.sql("INSERT INTO jobs (path) VALUES ('\(path)')")
        }
        if isKilled { try await killAtWork(script, in: room) }
        try await runUntil(script, in: room, "all is done but what cannot be") {
          try await room.sql("SELECT path, tries FROM jobs WHERE done IS NULL") == (isKilled ? "/nowhere|3" : "")
        }
        try await expectEachOnce(paths, in: room)
      }
    }

    /// Has a machine begin with the large file, and kills it while it sends blocks.
    private func killAtWork(_ script: String, in room: RecipeRoom) async throws {
      let part = FileUploadPartRequest.endpoint.name
      room.emulator.faults.add(.delay(milliseconds: 500), .all(part))
      let victim = try room.start(script, on: 0)
      try await eventually("it sends blocks: \(victim.errors)") { room.emulator.journal.count(of: part) > 0 }
      victim.killAll()
      room.emulator.faults.removeAll()
    }

    /// Runs a script on three machines, again and again as cron would, until something holds.
    private func runUntil(
      _ script: String, in room: RecipeRoom, _ what: Comment, _ condition: () async throws -> Bool
    ) async throws {
      let end = ContinuousClock.now + .seconds(180)
      var machines: [MachineProcess] = []
      repeat {
        guard ContinuousClock.now < end else {
          Issue.record("\(what)\n\(machines.map(\.errors).joined(separator: "\n---\n"))")
          return
        }
        machines = try (1..<4).map { try room.start(script, on: $0) }
        for machine in machines { _ = await machine.waitForEnd() }
        try await Task.sleep(for: .milliseconds(200))
      } while try await !condition()
    }

    private func expectEachOnce(_ paths: [String], in room: RecipeRoom) async throws {
      let names = paths.map { URL(filePath: $0).lastPathComponent }.sorted()
      #expect(try await room.caller.files(in: room.space).sorted() == names)
      let records = room.emulator.journal.records().filter { $0.hasActed && $0.errcode ?? 0 == 0 }
      let made = [FileUploadRequest.endpoint.name, FileUploadFinishRequest.endpoint.name]
      #expect(records.count { made.contains($0.endpoint) } == paths.count)
    }
  }
#endif
