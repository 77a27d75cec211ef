import Foundation
import Synchronization

/// Stands between a client and a server, and does to replies what networks do.
final class FaultyProxy: Sendable {
  enum Fault: Sendable, Hashable {
    case none
    /// Passes so many bytes of replies, and cuts the connection, once.
    case cutOnce(after: Int)
    /// Takes commands to the server and keeps the replies.
    case swallow
    /// Holds each piece of a reply back for so many milliseconds.
    case delay(Int)
  }

  /// Both ends of a connection, closed when neither direction uses them any more.
  private final class Pair: Sendable {
    let client: Int32
    let upstream: Int32

    init(client: Int32, upstream: Int32) {
      self.client = client
      self.upstream = upstream
    }

    deinit {
      close(client)
      close(upstream)
    }
  }

  let port: Int
  private let server: Int
  private let listener: Int32
  private let fault = Mutex(Fault.none)
  /// How many connections were made through it.
  let connections = Atomic(0)

  init(to server: Int) throws {
    let (descriptor, port) = try LocalSocket.listen()
    self.server = server
    self.port = port
    listener = descriptor
    Thread.detachNewThread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard let upstream = try? LocalSocket.connect(to: self.server) else {
          close(client)
          continue
        }
        connections.add(1, ordering: .relaxed)
        let pair = Pair(client: client, upstream: upstream)
        Thread.detachNewThread {
          withExtendedLifetime(pair) { self.pump(from: pair.client, to: pair.upstream, isReply: false) }
        }
        Thread.detachNewThread {
          withExtendedLifetime(pair) { self.pump(from: pair.upstream, to: pair.client, isReply: true) }
        }
      }
    }
  }

  func set(_ fault: Fault) { self.fault.withLock { $0 = fault } }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func pump(from source: Int32, to target: Int32, isReply: Bool) {
    var room = [UInt8](repeating: 0, count: 65_536)
    defer {
      shutdown(source, Int32(SHUT_RDWR))
      shutdown(target, Int32(SHUT_RDWR))
    }
    while true {
      let count = recv(source, &room, room.count, 0)
      guard count > 0 else { return }
      var passed = count
      var cuts = false
      switch isReply ? fault.withLock({ $0 }) : .none {
      case .none: break
      case .cutOnce(let limit):
        fault.withLock { $0 = .none }
        passed = min(limit, count)
        cuts = true
      case .swallow: passed = 0
      case .delay(let milliseconds): usleep(UInt32(milliseconds) * 1000)
      }
      if passed > 0, !LocalSocket.send(room[..<passed], to: target) { return }
      if cuts { return }
    }
  }
}
