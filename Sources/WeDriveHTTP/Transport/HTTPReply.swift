/// Status and headers of a reply, the final one where redirects were followed.
public struct HTTPReplyHead: Sendable {
  /// The status, for example 200.
  public let status: Int
  /// The headers in the order they came.
  public let headers: [HTTPHeader]

  /// Joins a status and headers.
  public init(status: Int, headers: [HTTPHeader]) {
    self.status = status
    self.headers = headers
  }

  /// The value of the first header of that name, whatever its case.
  public subscript(name: String) -> String? {
    headers.first { $0.isNamed(name) }?.value
  }

  /// The announced length of the body in bytes; nil where none, or no number, was announced.
  public var contentLength: Int64? {
    self["Content-Length"].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
  }
}

/// A whole reply.
public struct HTTPReply: Sendable {
  /// Status and headers.
  public let head: HTTPReplyHead
  /// The body, as it was received.
  public let body: [UInt8]

  /// Joins a head and a body.
  public init(head: HTTPReplyHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }
}
