import Hummingbird
import Logging

/// A server on a port of 127.0.0.1.
final class Listener: Sendable {
  let port: Int
  private let task: Task<Void, Never>

  private init(port: Int, task: Task<Void, Never>) {
    self.port = port
    self.task = task
  }

  /// Starts a server and returns once it accepts connections.
  static func start(port: Int, router: Router<CallContext>) async throws(EmulatorFailure) -> Listener {
    let (started, starting) = AsyncStream.makeStream(of: Result<Int, EmulatorFailure>.self)
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1024),
      onServerRunning: { channel in starting.yield(.success(channel.localAddress?.port ?? port)) },
      logger: Logger(label: "wedrive.emulator", factory: { _ in SwiftLogNoOpLogHandler() }))
    let task = Task {
      do {
        try await application.run()
      } catch {
        starting.yield(.failure(.cannotListen(port: port, reason: "\(error)")))
      }
      starting.finish()
    }
    for await result in started {
      return Listener(port: try result.get(), task: task)
    }
    throw .cannotListen(port: port, reason: "stopped before it had started")
  }

  /// Closes the port and every connection, and returns when all handlers have ended.
  func stop() async {
    task.cancel()
    await task.value
  }
}
