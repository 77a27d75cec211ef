import Foundation
import WeDrive
import WeDriveEmulator
import WeDriveRedis

/// What several machines do together, on a Redis server of this story's own.
extension DemoStory {
  func workTogether(_ space: SpaceID) async throws {
    tell.chapter("Several machines")
    guard let program = Self.redisServer else {
      return tell.remark("  No redis-server is installed here, so that what machines share is not shown.")
    }
    // A socket's path is short, and the story's folder may be deep.
    let place = "/tmp/wedrive-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(
      atPath: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: place) }
    let socket = place + "/redis.sock"
    let server = Process()
    server.executableURL = URL(fileURLWithPath: program)
    server.arguments = ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", place]
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    // It has nothing to keep. A softer signal may be blocked: a program begins with the signals that the thread blocks which
    // starts it.
    defer {
      kill(server.processIdentifier, SIGKILL)
      server.waitUntilExit()
    }
    let store = GuardedStore(RedisStore(RedisConfiguration(.socket(socket))))
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: socket) {
      try await Task.sleep(for: .milliseconds(10))
    }
    try await work(together: store, in: space)
  }

  private func work(together store: GuardedStore, in space: SpaceID) async throws {
    let budget = CallBudget(of: EmulatedApp.standard.corpID.rawValue, rules: .init(perMonth: 100_000), in: store)
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    configuration.sharedStore = store
    configuration.budget = budget
    let app = EmulatedApp.standard
    // As many clients as machines: each with connections and memory of its own.
    let machines = (0..<10).map { _ in
      WeDriveClient(credential: .corp(id: app.corpID, secret: app.secret), configuration: configuration)
    }
    let before = emulator.journal.count(of: GetTokenRequest.endpoint.name)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for machine in machines { group.addTask { _ = try await machine.spaceInfo(spaceID: space) } }
      try await group.waitForAll()
    }
    let fetches = emulator.journal.count(of: GetTokenRequest.endpoint.name) - before
    try expect(fetches == 1, "ten machines fetched \(fetches) tokens")
    tell.done("gettoken", "ten machines that start at once share one token")

    let content = (0..<13_000_000).map { UInt8(truncatingIfNeeded: $0 / 4096 &* 31) }
    var options = UploadOptions()
    options.sharedJournal = store
    options.callLimit = 3
    _ = try? await machines[0].upload(content, named: "shared.bin", to: .root(of: space), options: options)
    options.callLimit = nil
    let id = try await machines[1].upload(content, named: "shared.bin", to: .root(of: space), options: options)
    let parts = emulator.journal.count(of: FileUploadPartRequest.endpoint.name)
    let again = try await machines[2].upload(content, named: "shared.bin", to: .root(of: space), options: options)
    try expect(
      id == again && emulator.journal.count(of: FileUploadPartRequest.endpoint.name) == parts, "a second upload")
    tell.done("file_upload_part", "an upload that one machine left is completed by another, and known to a third")

    let status = try await budget.status()
    try expect(status.used > 0, "no calls are counted")
    tell.done("budget", "together they have used \(status.used) of the \(status.limit) calls of \(status.month)")
  }

  private static let redisServer = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/redis-server" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}
