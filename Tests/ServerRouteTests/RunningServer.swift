import Hummingbird
import Logging
import ServiceLifecycle
import WeDrive
import WeDriveEmulator
import WeDriveEvents

/// The documentation's routes and service, on a port of one test's own, for an emulator's standard app.
struct RunningServer {
  struct NotRunning: Error {}

  static let token = "callback-token"
  static let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

  let emulator: Emulator
  let drive: WeDriveClient
  let space: SpaceID
  /// Where it serves.
  let url: String
  private let group: ServiceGroup

  /// Runs a test against a new emulator and a server that it pushes to; afterwards both are stopped.
  ///
  /// - Parameters:
  ///   - folder: Where the copies are.
  ///   - test: What is tested.
  static func run(copyingInto folder: String, _ test: (RunningServer) async throws -> Void) async throws {
    let emulator = try await Emulator.start()
    do {
      try await run(emulator, folder, test)
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  private static func run(
    _ emulator: Emulator, _ folder: String, _ test: (RunningServer) async throws -> Void
  ) async throws {
    let app = EmulatedApp.standard
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    let drive = WeDriveClient(credential: .corp(id: app.corpID, secret: app.secret), configuration: configuration)
    let space = try await drive.spaceCreate(spaceName: "Test").spaceID
    let secrets = try CallbackSecrets(token: Secret(token), encodingKey: Secret(key))

    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let copies = Copies(drive: drive, folder: folder, logger: logger)
    let receiver = SharedCallbackReceiver(
      CallbackReceiver(secrets: secrets, receivers: [app.corpID.rawValue]), sharing: MemorySharedStore())
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    let server = Application(
      router: routes(drive, .root(of: space), receiver, copies.changes.continuation),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in listening.yield(channel.localAddress?.port ?? 0) }, logger: logger)
    let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [copies, server], logger: logger))

    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { listening.finish() }
        try await group.run()
      }
      guard let port = await ports.first(where: { _ in true }) else {
        try await tasks.waitForAll()
        throw NotRunning()
      }
      let url = "http://127.0.0.1:\(port)"
      emulator.callback = EmulatedCallback(url: url + "/callback", secrets: secrets)
      try await test(RunningServer(emulator: emulator, drive: drive, space: space, url: url, group: group))
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}
