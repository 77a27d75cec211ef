import Foundation
import Synchronization

/// A server on loopback that does with each connection what a test says, right or wrong.
///
/// It is made of plain sockets, with a thread for each connection, so that it can break every rule of HTTP. It keeps a
/// journal of the requests it has read. It ends with ``stop()`` or its last reference.
public final class ScriptedServer: Sendable {
  /// What is done with a connection, on a thread of its own. Afterwards the connection is closed.
  public typealias Script = @Sendable (ServerConnection) throws -> Void

  struct State {
    var journal: [ReceivedRequest] = []
    var open: [Int: ServerConnection] = [:]
    var accepted = 0
    var maximumOpen = 0
    var isStopped = false
  }

  /// The port the system chose.
  public let port: UInt16
  let state = Mutex(State())
  private let listener: Int32

  /// Starts a server.
  ///
  /// - Parameter everywhere: Whether it listens on all addresses of the machine, not on 127.0.0.1 only.
  public init(everywhere: Bool = false, _ script: @escaping Script) throws {
    let listener = socket(AF_INET, Self.stream, 0)
    guard listener >= 0 else { throw SystemError("socket") }
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(everywhere ? 0 : 0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 1024) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard bound else { throw SystemError("bind") }
    port = UInt16(bigEndian: address.sin_port)
    self.listener = listener
    Thread.detachNewThread { [weak self] in
      var number = 0
      while true {
        let descriptor = accept(listener, nil, nil)
        if descriptor < 0 {
          if errno == EINTR || errno == ECONNABORTED { continue }
          break
        }
        number += 1
        let connection = ServerConnection(descriptor, number: number, server: self)
        guard let self, self.begin(connection) else { break }
        Thread.detachNewThread {
          try? script(connection)
          connection.close()
        }
      }
      close(listener)
    }
  }

  deinit { stop() }

  /// `http://127.0.0.1:port`, to put a path behind.
  public var url: String { "http://127.0.0.1:\(port)" }
  /// Every request that was read, in order.
  public var journal: [ReceivedRequest] { state.withLock { $0.journal } }
  /// How many connections were ever accepted.
  public var acceptedConnections: Int { state.withLock { $0.accepted } }
  /// The most connections that were open at one time.
  public var maximumOpenConnections: Int { state.withLock { $0.maximumOpen } }
  /// How many connections are open.
  public var openConnections: Int { state.withLock { $0.open.count } }

  /// Ends all connections and takes no more.
  public func stop() {
    let open = state.withLock { state in
      defer { state.isStopped = true }
      return state.isStopped ? nil : Array(state.open.values)
    }
    guard let open else { return }
    // Wakes `accept`: by itself on Linux, by the connection elsewhere.
    _ = shutdown(listener, Int32(SHUT_RDWR))
    for connection in open { connection.shutDown() }
  }

  /// Waits until a condition holds, looking every few milliseconds; false when it does not within the time.
  public func waits(for limit: Duration = .seconds(5), until condition: (ScriptedServer) -> Bool) async -> Bool {
    let end = ContinuousClock.now + limit
    while !condition(self) {
      guard ContinuousClock.now < end else { return false }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return true
  }

  private func begin(_ connection: ServerConnection) -> Bool {
    state.withLock { state in
      guard !state.isStopped else { return false }
      state.accepted += 1
      state.open[connection.number] = connection
      state.maximumOpen = max(state.maximumOpen, state.open.count)
      return true
    }
  }

  #if canImport(Darwin)
    static let stream = SOCK_STREAM
  #else
    static let stream = Int32(SOCK_STREAM.rawValue)
  #endif
}

/// A system call that failed.
public struct SystemError: Error {
  /// Its name.
  public let call: String
  /// The system's error number.
  public let number = errno

  init(_ call: String) { self.call = call }
}
