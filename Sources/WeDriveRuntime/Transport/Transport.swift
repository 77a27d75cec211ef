/// Carries HTTP exchanges. The client's own is ``CurlTransport``; tests and consumers can put another one in.
public protocol Transport: Sendable {
  /// Performs one exchange and returns the whole reply, which may not be longer than the request allows.
  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply

  /// Performs one exchange and hands the reply to `sink` as it arrives.
  ///
  /// The sink is called from one thread at a time, never from Swift's cooperative pool, and may block for file work.
  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead
}

/// One HTTP exchange to be made.
public struct HTTPRequest: Sendable {
  /// Which connections it uses, so that long transfers never delay short calls.
  public enum Lane: Sendable { case calls, bulk }

  /// What to do with a 3xx reply.
  public enum Redirects: Sendable, Equatable {
    /// It is the reply.
    case refuse
    /// Followed at most so many times; `Cookie` and `Authorization` stay on their origin.
    case follow(most: Int)
  }

  public var method: Endpoint.Method
  /// The whole URL. It may hold a token in its query, so it is never printed.
  public var url: String
  public var headers: [HTTPHeader] = []
  public var body: [UInt8]?
  /// Whether the exchange may silently be made again on a fresh connection when a reused one turns out to be dead.
  public var isRepeatable: Bool
  public var lane: Lane = .calls
  public var redirects: Redirects = .refuse
  /// The longest the whole exchange may take; nil: only the low-speed rule ends it.
  public var timeout: Duration?
  /// The longest reply that is accepted, in bytes of the body.
  public var maximumReplySize: Int64

  public init(
    _ method: Endpoint.Method, url: String, isRepeatable: Bool, timeout: Duration?, maximumReplySize: Int64
  ) {
    self.method = method
    self.url = url
    self.isRepeatable = isRepeatable
    self.timeout = timeout
    self.maximumReplySize = maximumReplySize
  }
}

/// A header of a request or a reply.
public struct HTTPHeader: Sendable, Hashable {
  public let name: String
  public let value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Status and headers of a reply, the final one where redirects were followed.
public struct HTTPReplyHead: Sendable {
  public let status: Int
  public let headers: [HTTPHeader]

  public init(status: Int, headers: [HTTPHeader]) {
    self.status = status
    self.headers = headers
  }

  /// The value of the first header of that name, whatever its case.
  public subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// A whole reply.
public struct HTTPReply: Sendable {
  public let head: HTTPReplyHead
  public let body: [UInt8]

  public init(head: HTTPReplyHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }
}

/// Takes a reply as it arrives.
public protocol ReplySink: Sendable {
  /// Called once, before the first byte. Throwing ends the exchange before a byte is delivered.
  func begin(_ head: HTTPReplyHead) throws
  /// Called for each run of bytes. Throwing ends the exchange.
  func receive(_ bytes: UnsafeRawBufferPointer) throws
}
