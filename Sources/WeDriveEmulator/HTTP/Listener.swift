import Foundation
import Hummingbird
import Logging

/// A server on a port of 127.0.0.1.
final class Listener: Sendable {
  let port: Int
  /// Its origin: scheme, host and port.
  var url: String { "http://127.0.0.1:\(port)" }
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
        starting.yield(.failure(.cannotListen(port: port, reason: Self.obstacle(at: port) ?? "\(error)")))
      }
      starting.finish()
    }
    for await result in started {
      return Listener(try result.get(), task: task)
    }
    throw .cannotListen(port: port, reason: "stopped before it had started")
  }

  /// Why the system does not give us a port, in its own words: those of the server's error are about its source code. Nil
  /// if it does now.
  private static func obstacle(at port: Int) -> String? {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, kind, 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var reuse: Int32 = 1
    _ = setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return result == 0 ? nil : String(cString: strerror(errno))
  }

  /// Closes the port and every connection, and returns when all handlers have ended.
  func stop() async {
    // NIO traps if a connection that was just accepted finds no event loop to serve it. So the door is closed first, and those
    // who came through it get the moment that it takes to be seated.
    await stopAccepting()
    try? await Task.sleep(for: .milliseconds(20))
    task.cancel()
    await task.value
  }
}
