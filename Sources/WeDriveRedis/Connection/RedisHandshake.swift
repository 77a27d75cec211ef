import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds the server that commands go to, connects and signs in. Everything here blocks, on a connection's own thread.
struct RedisHandshake: Sendable {
  let configuration: RedisConfiguration
  /// The node of a cluster to connect to instead of the configured server.
  let node: RedisConfiguration.Address?

  /// A connection that is ready for commands.
  func connect(by deadline: RedisSocket.Deadline) throws(StoreFailure) -> RedisSocket {
    if let node { return try open(.server(node), by: deadline) }
    switch configuration.place {
    case .server(let address): return try open(.server(address), by: deadline)
    case .socket(let path): return try open(.socket(path), by: deadline)
    case .sentinels(let sentinels, let master):
      let address = try self.master(master, from: sentinels, by: deadline)
      let socket = try open(.server(address), by: deadline)
      // What sentinels say may be old by a moment, and a replica answers reads from old data.
      let role = try Self.exchange(["ROLE"], on: socket, by: deadline).elements?.first?.text
      guard role == "master" else { throw StoreFailure(.readOnly, "the sentinels name a server that is no master") }
      return socket
    }
  }

  private func open(_ target: RedisTarget, by deadline: RedisSocket.Deadline) throws(StoreFailure) -> RedisSocket {
    let socket = try connected(target, by: deadline)
    try signIn(on: socket, user: configuration.user, password: configuration.password, by: deadline)
    if configuration.database != 0 {
      try Self.demand(["SELECT", "\(configuration.database)"], on: socket, by: deadline)
    }
    return socket
  }

  private func connected(_ target: RedisTarget, by deadline: RedisSocket.Deadline) throws(StoreFailure) -> RedisSocket {
    if case .server(let address) = target, !address.isValid {
      throw StoreFailure(.unreachable, "the server's host or port is none")
    }
    guard configuration.tls != nil || target.isOnThisMachine || configuration.allowsPlainText else {
      throw StoreFailure(.denied, "the server is on another machine and TLS is off; use rediss://, or allow plain text")
    }
    return try RedisSocket(target, tls: configuration.tls, deadline: deadline)
  }

  private func signIn(
    on socket: RedisSocket, user: String?, password: (@Sendable () throws -> Secret)?, by deadline: RedisSocket.Deadline
  ) throws(StoreFailure) {
    guard let password else { return }
    let secret: Secret
    do {
      secret = try password()
    } catch {
      throw StoreFailure(.denied, "the password cannot be had")
    }
    try Self.demand(["AUTH"] + (user.map { [$0] } ?? []) + [secret.rawValue], on: socket, by: deadline)
  }

  // MARK: - Sentinels

  private func master(
    _ name: String, from sentinels: [RedisConfiguration.Address], by deadline: RedisSocket.Deadline
  ) throws(StoreFailure) -> RedisConfiguration.Address {
    var last = StoreFailure(.unreachable, "there are no sentinels")
    for (index, sentinel) in sentinels.enumerated() {
      // A dead one must leave time for the others, and for the master.
      let share = ContinuousClock.now.duration(to: deadline) / (sentinels.count - index + 1)
      let limit = ContinuousClock.now + max(.milliseconds(10), share)
      do throws(StoreFailure) {
        let socket = try connected(.server(sentinel), by: limit)
        try signIn(on: socket, user: nil, password: configuration.sentinelPassword, by: limit)
        let reply = try Self.exchange(["SENTINEL", "get-master-addr-by-name", name], on: socket, by: limit)
        let words = reply.elements?.compactMap(\.text) ?? []
        if words.count == 2, let port = Int(words[1]) { return RedisConfiguration.Address(host: words[0], port: port) }
        last = StoreFailure(.unreachable, "a sentinel knows no master of that name")
      } catch {
        last = error
      }
    }
    throw last
  }

  // MARK: - One command at a time

  private static func demand(
    _ words: [String], on socket: RedisSocket, by deadline: RedisSocket.Deadline
  ) throws(StoreFailure) {
    _ = try exchange(words, on: socket, by: deadline)
  }

  /// Sends a command on a connection that nothing else uses, and waits for its reply.
  private static func exchange(
    _ words: [String], on socket: RedisSocket, by deadline: RedisSocket.Deadline
  ) throws(StoreFailure) -> RedisReply {
    var outgoing = RedisRequest.encode(words.map { Array($0.utf8) })[...]
    var reader = ReplyReader()
    var room = [UInt8](repeating: 0, count: 4096)
    while true {
      let isSending = !outgoing.isEmpty
      switch isSending ? socket.send(outgoing) : socket.receive(into: &room) {
      case .moved(let count) where isSending: outgoing = outgoing.dropFirst(count)
      case .moved(let count):
        reader.append(room[..<count])
        guard let reply = try next(&reader) else { continue }
        if case .error(let message) = reply { throw ServerRefusal.failure(message) }
        return reply
      case .closed: throw StoreFailure(.unreachable, "the server closed the connection while it was made")
      case .wouldBlock:
        let left = deadline.millisecondsFromNow
        guard left > 0 else { throw StoreFailure(.unreachable, "the server does not answer in time") }
        var watched = pollfd(fd: socket.descriptor, events: Int16(isSending ? POLLOUT : POLLIN), revents: 0)
        poll(&watched, 1, Int32(left))
      }
    }
  }

  private static func next(_ reader: inout ReplyReader) throws(StoreFailure) -> RedisReply? {
    do throws(ReplyReader.Defect) {
      return try reader.next()
    } catch {
      throw StoreFailure(.protocolError, error.reason)
    }
  }
}
