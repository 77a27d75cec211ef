import Foundation
import Testing
import WeDriveEmulator
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

@testable import WeDriveRedis

/// Machines that upload the same file, and are killed and stopped while they do.
@Suite(
  "Machines that upload the same file", .serialized,
  .enabled(if: RedisProcess.isInstalled, "redis-server and redis-cli are not installed"))
struct UploadRelayTests {
  private static let blocks = 24
  private static let concurrency = 2
  /// A lease of four seconds, which does not lapse by itself on a busy machine.
  private static let scale = 7.5
  private static let rounds = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1" ? 20 : 1

  @Test("make one file, and send few blocks twice, however often they are killed and stopped")
  func relay() async throws {
    let redis = try await RedisProcess()
    let emulator = try await Emulator.start()
    do {
      for round in 0..<Self.rounds { try await relay(round, emulator, redis) }
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  private func relay(_ round: Int, _ emulator: Emulator, _ redis: RedisProcess) async throws {
    let app = EmulatedApp.standard
    let caller = try await Caller(emulator)
    let space = try await caller.space()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-relay-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try content(round).write(to: file)
    emulator.journal.clear()
    emulator.faults.removeAll()
    emulator.faults.add(.delay(milliseconds: 80), .all(FileUploadPartRequest.endpoint.name))
    func machine() throws -> MachineProcess {
      try MachineProcess([
        "upload", "host=\(emulator.baseURL)", "corp=\(app.corpID)", "secret=\(app.secret.rawValue)",
        "store=redis://127.0.0.1:\(redis.port)", "scale=\(Self.scale)", "concurrency=\(Self.concurrency)",
        "space=\(space.rawValue)", "file=\(file.path)",
      ])
    }
    var machines = try (0..<4).map { _ in try machine() }
    var interruptions = 0
    let end = ContinuousClock.now + .seconds(90)
    var seen = 0
    while ContinuousClock.now < end, !machines.contains(where: \.isDone) {
      let parts = emulator.journal.count(of: FileUploadPartRequest.endpoint.name)
      guard parts >= seen + 4, interruptions < 6 else {
        try await Task.sleep(for: .milliseconds(10))
        continue
      }
      seen = parts
      interruptions += 1
      // Which of them uploads is not known: all but one are hit, in turn by either.
      let spared = interruptions % machines.count
      let isKill = interruptions % 2 == 0
      for (index, machine) in machines.enumerated() where index != spared { machine.signal(isKill ? SIGKILL : SIGSTOP) }
      if isKill {
        for index in machines.indices where index != spared { machines[index] = try machine() }
      } else {
        // Beyond the lease.
        try await Task.sleep(for: .seconds(30 / Self.scale + 0.7))
        for machine in machines { machine.signal(SIGCONT) }
      }
    }
    for machine in machines { #expect(await machine.waitForEnd() == 0, "\(machine.lines)") }
    let ids = Set(machines.flatMap { $0.lines.filter { $0.hasPrefix("file ") } })
    #expect(ids.count == 1, "\(ids)")
    let records = emulator.journal.records()
    let parts = records.count { $0.endpoint == FileUploadPartRequest.endpoint.name }
    let finishes = records.count {
      $0.endpoint == FileUploadFinishRequest.endpoint.name && $0.hasActed && $0.errcode ?? 0 == 0
    }
    print("\(interruptions) times killed or stopped: \(parts) of \(Self.blocks) blocks sent, \(finishes) files made")
    #expect(finishes == 1 && interruptions > 0)
    // Three machines at a time; of these at most one uploads.
    #expect(parts <= Self.blocks + interruptions * Self.concurrency)
  }

  private func content(_ round: Int) -> Data {
    var bytes = Data(count: Self.blocks * BlockDigests.blockSize - 1)
    for block in 0..<Self.blocks { bytes[block * BlockDigests.blockSize] = UInt8(block + 1) }
    bytes[1] = UInt8(truncatingIfNeeded: round)
    bytes[2] = UInt8.random(in: 0...255)
    return bytes
  }
}

extension MachineProcess {
  /// Whether it has said that the file is there.
  var isDone: Bool { lines.contains { $0.hasPrefix("file ") } }
}

/// A client of the emulator's standard app.
struct Caller {
  private let caller: ServiceCaller

  init(_ emulator: Emulator) async throws {
    var configuration = ServiceCaller.Configuration()
    configuration.host = emulator.baseURL
    let app = EmulatedApp.standard
    let plain = ServiceCaller(transport: CurlTransport(), tokens: [:], configuration: configuration)
    let token = try await plain.send(GetTokenRequest(corpID: app.corpID, corpSecret: app.secret)).accessToken
    caller = ServiceCaller(
      transport: CurlTransport(), tokens: [.accessToken: FixedToken(token)], configuration: configuration)
  }

  /// The names of what is in a space's root.
  func files(in space: SpaceID) async throws -> [String] {
    let request = FileListRequest(
      spaceID: space, parentID: .root(of: space), sortType: .nameAscending, start: 0, limit: 100)
    return try await caller.send(request).fileList.items.map(\.fileName)
  }

  func space() async throws -> SpaceID { try await caller.send(SpaceCreateRequest(spaceName: "Relay")).spaceID }
}
