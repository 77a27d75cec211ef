#if os(Linux)
  import Foundation
  import TestSupport
  import Testing
  import WeDrive
  import WeDriveEmulator

  /// The scripts of the page on several machines, as they stand there, on four machines at once.
  @Suite(
    "Recipes for several machines",
    .enabled(if: MachineRoom.hasRedis, "redis-server and redis-cli are not installed"))
  struct RecipeTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/WeDrive/WeDrive.docc/SeveralMachines.md")

    /// The script of the page that has a word in it.
    private static func script(with word: String) throws -> String {
      let text = try String(contentsOf: page, encoding: .utf8)
      let blocks = text.matches(of: /(?ms)^```sh\n(.*?)^```$/).map { String($0.1) }
      return try #require(blocks.first { $0.contains(word) }, "no script of the page has \(word)")
    }

    /// Small files, and one that is uploaded in six blocks.
    private func files(in room: MachineRoom) throws -> [String] {
      try (0..<7).map { try room.file("backup-\($0)", [UInt8](repeating: UInt8($0), count: 1000 + $0)) }
        + [room.file("large", pattern(11 << 20))]
    }

    @Test("with cron alone, four machines upload each file once, within the month's calls")
    func cron() async throws {
      try await EmulatedService.run { service in
        let room = try await MachineRoom(service)
        let paths = try files(in: room)
        let script = try Self.script(with: "shuf")
        let shells = try (0..<4).map { try room.start(script, on: $0) }
        await waitForAll(shells)
        try await expectEachOnce(paths, service)
        #expect(try room.redis("--scan", "--pattern", "wedrive:b:*") != "", "the calls are counted")
      }
    }

    @Test("with a stream, what a machine had in hand when it died is uploaded by another")
    func streams() async throws {
      try await EmulatedService.run { service in
        let room = try await MachineRoom(service)
        let paths = try files(in: room)
        // What has been in hand for ten minutes counts as left; here, for two seconds. Nobody waits long for more.
        let script = try Self.script(with: "XREADGROUP").replacing("600000", with: "2000")
          .replacing("BLOCK 5000", with: "BLOCK 500")
        for path in paths.reversed() { try room.redis("XADD", "jobs", "*", "file", path) }
        try await killAtWork(script, in: room, service)
        try await runUntil(script, in: room, "each is acknowledged") {
          try room.redis("XPENDING", "jobs", "nightly").hasPrefix("0")
        }
        try await expectEachOnce(paths, service)
      }
    }

    @Test(
      "with a table, each row is taken by one machine, and by another if that dies",
      .enabled(if: MachineRoom.hasPostgres, "PostgreSQL is not installed"))
    func table() async throws {
      try await EmulatedService.run { service in
        let room = try await MachineRoom(service)
        try await room.startPostgres()
        let paths = try files(in: room)
        // Two pauses, which are a minute each on the page, are longer than what died holds its upload.
        let script = try Self.script(with: "SKIP LOCKED").replacing("1 minute", with: "16 seconds")
        let definition = try #require(script.firstMatch(of: /(CREATE TABLE .*;)/)).1
        try room.sql(String(definition))
        for path in paths.reversed() + ["/nowhere"] { try room.sql("INSERT INTO jobs (path) VALUES ('\(path)')") }
        try await killAtWork(script, in: room, service)
        try await runUntil(script, in: room, "all is done but what cannot be") {
          try room.sql("SELECT path, tries FROM jobs WHERE done IS NULL") == "/nowhere|3"
        }
        try await expectEachOnce(paths, service)
      }
    }

    /// Has a machine begin with the large file, and kills it while it sends blocks.
    private func killAtWork(_ script: String, in room: MachineRoom, _ service: EmulatedService) async throws {
      let part = FileUploadPartRequest.endpoint.name
      service.emulator.faults.add(.delay(milliseconds: 500), .all(part))
      let victim = try room.start(script, on: 0)
      #expect(await eventually { service.emulator.journal.count(of: part) > 0 }, "\(victim.text)")
      victim.killAll()
      service.emulator.faults.removeAll()
    }

    /// Runs a script on three machines, again and again as cron would, until something holds.
    private func runUntil(
      _ script: String, in room: MachineRoom, _ what: Comment, _ condition: () throws -> Bool
    ) async throws {
      let end = ContinuousClock.now + .seconds(120)
      var shells: [RunningShell] = []
      while try !condition() {
        guard ContinuousClock.now < end else {
          Issue.record("\(what)\n\(shells.map(\.text).joined(separator: "\n---\n"))")
          return
        }
        shells = try (1..<4).map { try room.start(script, on: $0) }
        await waitForAll(shells)
        try await Task.sleep(for: .milliseconds(500))
      }
    }

    private func waitForAll(_ shells: [RunningShell]) async {
      #expect(await eventually { !shells.contains(where: \.isRunning) }, "\(shells.map(\.text))")
    }

    private func expectEachOnce(_ paths: [String], _ service: EmulatedService) async throws {
      let names = try await service.files().map(\.fileName).sorted()
      #expect(names == paths.map { URL(filePath: $0).lastPathComponent }.sorted())
    }
  }
#endif
