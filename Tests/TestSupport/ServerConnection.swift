import Foundation
import Synchronization

/// The server's end of a connection. A script calls it from one thread; ``shutDown()`` may come from any.
public final class ServerConnection: Sendable {
  /// The other end has gone.
  public struct Ended: Error {
    /// Thrown by a script, it ends the connection.
    public init() {}
  }

  /// Its ordinal, from 1.
  public let number: Int
  private weak let server: ScriptedServer?
  /// The descriptor, -1 once closed.
  private let descriptor: Mutex<Int32>
  /// Bytes that were read and not used yet.
  private let buffer = Mutex<[UInt8]>([])

  init(_ descriptor: Int32, number: Int, server: ScriptedServer?) {
    self.descriptor = Mutex(descriptor)
    self.number = number
    self.server = server
    var on: Int32 = 1
    _ = setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      _ = setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  deinit { close() }

  // MARK: - Reading

  /// Reads one request and enters it in the server's journal.
  @discardableResult
  public func readRequest() throws -> ReceivedRequest {
    let (line, headers) = try readHead()
    let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
    let words = line.split(separator: " ")
    guard words.count == 3 else { throw Ended() }
    let request = ReceivedRequest(
      method: String(words[0]), target: String(words[1]), headers: headers, body: try read(length), connection: number)
    server?.state.withLock { $0.journal.append(request) }
    return request
  }

  /// Reads a request's first line and headers only. They do not enter the journal.
  public func readHead() throws -> (line: String, headers: [(name: String, value: String)]) {
    var end: Int?
    while true {
      end = buffer.withLock { buffer in
        buffer.indices.dropLast(3).first { buffer[$0...].starts(with: [13, 10, 13, 10]) }
      }
      if end != nil { break }
      try fill()
    }
    let head = take((end ?? 0) + 4)
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
    }
    return (lines.first.map(String.init) ?? "", headers)
  }

  /// Reads so many bytes.
  public func read(_ count: Int) throws -> [UInt8] {
    while buffer.withLock({ $0.count }) < count { try fill() }
    return take(count)
  }

  /// Reads and forgets whatever comes, until the other end goes.
  public func waitForEnd() {
    while (try? fill()) != nil { buffer.withLock { $0.removeAll() } }
  }

  private func take(_ count: Int) -> [UInt8] {
    buffer.withLock { buffer in
      defer { buffer.removeFirst(count) }
      return Array(buffer.prefix(count))
    }
  }

  private func fill() throws {
    let descriptor = descriptor.withLock { $0 }
    guard descriptor >= 0 else { throw Ended() }
    let bytes = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { room, count in
      count = max(0, recv(descriptor, room.baseAddress, room.count, 0))
    }
    guard !bytes.isEmpty else { throw Ended() }
    buffer.withLock { $0 += bytes }
  }

  // MARK: - Writing

  /// Sends bytes as they are.
  public func send(_ bytes: [UInt8]) throws {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    var rest = bytes[...]
    while !rest.isEmpty {
      let descriptor = descriptor.withLock { $0 }
      guard descriptor >= 0 else { throw Ended() }
      let count = rest.withUnsafeBytes { systemSend(descriptor, $0.baseAddress, $0.count, flags) }
      guard count > 0 else { throw Ended() }
      rest = rest.dropFirst(count)
    }
  }

  /// Sends text as it is.
  public func send(_ text: String) throws {
    try send(Array(text.utf8))
  }

  /// Sends a correct reply.
  public func reply(_ status: Int = 200, headers: [String] = [], body: [UInt8] = []) throws {
    let lines = ["HTTP/1.1 \(status) Whatever", "Content-Length: \(body.count)"] + headers
    try send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
  }

  /// Sends a correct reply.
  public func reply(_ status: Int = 200, headers: [String] = [], text: String) throws {
    try reply(status, headers: headers, body: Array(text.utf8))
  }

  // MARK: - Ending

  /// Closes the connection in good order.
  public func close() {
    let old = descriptor.withLock { descriptor in
      defer { descriptor = -1 }
      return descriptor
    }
    guard old >= 0 else { return }
    systemClose(old)
    _ = server?.state.withLock { $0.open.removeValue(forKey: number) }
  }

  /// Closes the connection with a reset: what is under way is lost.
  public func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    descriptor.withLock {
      _ = setsockopt($0, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Foundation.linger>.size))
    }
    close()
  }

  /// Ends both directions, so that a script that waits goes on.
  func shutDown() {
    descriptor.withLock { if $0 >= 0 { _ = shutdown($0, Int32(SHUT_RDWR)) } }
  }
}

private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
  send(descriptor, bytes, count, flags)
}

private func systemClose(_ descriptor: Int32) {
  close(descriptor)
}

/// A request as it arrived.
public struct ReceivedRequest: Sendable {
  /// The method.
  public let method: String
  /// Path and query, as on the request line.
  public let target: String
  /// Headers in the order they came.
  public let headers: [(name: String, value: String)]
  /// The body, without its framing.
  public let body: [UInt8]
  /// The ordinal, from 1, of the connection it came on.
  public let connection: Int

  /// The value of the first header of that name, whatever its case.
  public subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The path without the query.
  public var path: String { String(target.prefix { $0 != "?" }) }
}
