import Foundation
import Synchronization

/// Stands between a client and a server, and does to replies what networks do.
final class FaultyProxy: Sendable {
  enum Fault: Sendable, Hashable {
    case none
    /// Passes so many bytes of replies, and ends the connection, once; with a reset instead of in order.
    case cutOnce(after: Int, isReset: Bool = false)
    /// The same with bytes of commands.
    case cutCommandOnce(after: Int, isReset: Bool = false)
    /// Takes commands to the server and keeps the replies.
    case swallow
    /// Holds each piece of a reply back for so many milliseconds.
    case delay(Int)
    /// Passes replies byte by byte.
    case drip
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

  /// What becomes of a piece: how many of its bytes pass, and whether and how the connection ends behind them.
  private func fate(of count: Int, isReply: Bool) -> (passed: Int, cut: Bool, isReset: Bool) {
    fault.withLock { fault in
      switch fault {
      case .cutOnce(let limit, let isReset) where isReply, .cutCommandOnce(let limit, let isReset) where !isReply:
        fault = .none
        return (min(limit, count), true, isReset)
      case .swallow where isReply: return (0, false, false)
      default: return (count, false, false)
      }
    }
  }

  private func pump(from source: Int32, to target: Int32, isReply: Bool) {
    var room = [UInt8](repeating: 0, count: 65_536)
    var isReset = false
    defer {
      for descriptor in [source, target] {
        if isReset { LocalSocket.reset(descriptor) } else { shutdown(descriptor, Int32(SHUT_RDWR)) }
      }
    }
    while true {
      let count = recv(source, &room, room.count, 0)
      guard count > 0 else { return }
      let fate = fate(of: count, isReply: isReply)
      let pieces =
        switch isReply ? fault.withLock({ $0 }) : .none {
        case .drip: (0..<fate.passed).map { $0..<($0 + 1) }
        default: [0..<fate.passed]
        }
      if isReply, case .delay(let milliseconds) = fault.withLock({ $0 }) { usleep(UInt32(milliseconds) * 1000) }
      for piece in pieces where !piece.isEmpty {
        if !LocalSocket.send(room[piece], to: target) { return }
      }
      isReset = fate.isReset
      if fate.cut { return }
    }
  }
}
