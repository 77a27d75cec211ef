import Foundation

@testable import WeDriveEmulator

/// What a server sent, as it came over the socket.
struct RawReply: Sendable {
  /// Everything that came, head included.
  let bytes: [UInt8]
  /// Whether the server closed the connection.
  let isClosed: Bool

  private var split: Range<Int>? { bytes.firstRange(of: Array("\r\n\r\n".utf8)) }

  var head: String { String(decoding: bytes[..<(split?.lowerBound ?? 0)], as: UTF8.self) }
  var body: [UInt8] { split.map { Array(bytes[$0.upperBound...]) } ?? [] }
  var text: String { String(decoding: body, as: UTF8.self) }
  var status: Int { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

  func header(_ name: String) -> String? {
    for line in head.split(separator: "\r\n").dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == name.lowercased() {
        return String(parts[1].drop { $0 == " " })
      }
    }
    return nil
  }

  var announcedLength: Int? { header("content-length").flatMap { Int($0) } }
}

/// A connection to a port of this machine, byte by byte.
final class RawConnection: Sendable {
  struct Failure: Error { let operation: String }

  private let descriptor: Int32

  init(port: Int) throws {
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw Failure(operation: "socket") }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw Failure(operation: "connect")
    }
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) async throws {
    try await onThread { [descriptor] in
      var done = 0
      while done < bytes.count {
        let count = bytes[done...].withUnsafeBytes { rest in
          #if canImport(Darwin)
            Foundation.send(descriptor, rest.baseAddress, rest.count, 0)
          #else
            Foundation.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
          #endif
        }
        guard count > 0 else { throw Failure(operation: "send") }
        done += count
      }
    }
  }

  /// Reads one reply: to the end that its head announces, or to the end of the connection.
  func receive() async throws -> RawReply {
    try await onThread { [descriptor] in
      var bytes: [UInt8] = []
      var part = [UInt8](repeating: 0, count: 1 << 16)
      // Known once the head is there.
      var end: Int?
      while end.map({ bytes.count < $0 }) ?? true {
        let count = recv(descriptor, &part, part.count, 0)
        if count < 0, errno != ECONNRESET { throw Failure(operation: "recv \(errno)") }
        if count <= 0 { return RawReply(bytes: bytes, isClosed: true) }
        bytes += part[..<count]
        if end == nil {
          let reply = RawReply(bytes: bytes, isClosed: false)
          end = reply.announcedLength.map { bytes.count - reply.body.count + $0 }
        }
      }
      return RawReply(bytes: bytes, isClosed: false)
    }
  }

  private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      // A thread of its own: there is no pool that many waiting connections could use up.
      Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
  }
}

extension RawConnection {
  /// Sends a request and reads the reply.
  func exchange(
    _ method: String, _ path: String, headers: [String] = [], body: [UInt8] = []
  ) async throws -> RawReply {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Content-Length: \(body.count)"] + headers
    if method == "GET" { lines.remove(at: 2) }
    try await send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    return try await receive()
  }
}

/// What `file_download` answered, ready to be used.
struct Download: Sendable {
  let path: String
  let cookie: String

  init(_ reply: JSON) {
    let url = reply["download_url"] ?? ""
    path = "/" + url.split(separator: "/", maxSplits: 2).dropFirst(2).joined()
    cookie = "\(reply["cookie_name"] ?? "")=\(reply["cookie_value"] ?? "")"
  }

  func get(_ emulator: Emulator, _ headers: String..., withCookie: Bool = true) async throws -> RawReply {
    try await RawConnection(port: emulator.downloadPort)
      .exchange("GET", path, headers: headers + (withCookie ? ["Cookie: other=1; \(cookie)"] : []))
  }
}
