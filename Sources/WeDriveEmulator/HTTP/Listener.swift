import Hummingbird
import Logging

/// A server on a port of 127.0.0.1.
final class Listener: Sendable {
  let port: Int
  private let task: Task<Void, Never>
  /// Accepts no further connection.
  private let stopAccepting: @Sendable () async -> Void

  private init(_ running: Running, task: Task<Void, Never>) {
    port = running.port
    stopAccepting = running.stopAccepting
    self.task = task
  }

  /// What is known once the server accepts connections.
  private struct Running {
    let port: Int
    let stopAccepting: @Sendable () async -> Void
  }

  /// Starts a server and returns once it accepts connections.
  static func start(port: Int, router: Router<CallContext>) async throws(EmulatorFailure) -> Listener {
    let (started, starting) = AsyncStream.makeStream(of: Result<Running, EmulatorFailure>.self)
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1024),
      onServerRunning: { channel in
        let running = Running(port: channel.localAddress?.port ?? port) {
          try? await channel.setOption(.autoRead, value: false).get()
        }
        starting.yield(.success(running))
      },
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
      return Listener(try result.get(), task: task)
    }
    throw .cannotListen(port: port, reason: "stopped before it had started")
  }

  /// Closes the port and every connection, and returns when all handlers have ended.
  func stop() async {
    // NIO traps if a connection that was just accepted finds nobody to serve it. So the door is closed first, and those
    // who came through it get the moment that it takes to be seated.
    await stopAccepting()
    try? await Task.sleep(for: .milliseconds(20))
    task.cancel()
    await task.value
  }
}
