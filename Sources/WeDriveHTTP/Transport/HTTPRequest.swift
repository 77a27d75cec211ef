/// One HTTP exchange to be made.
public struct HTTPRequest: Sendable {
  /// A method.
  public enum Method: String, Sendable {
    /// Asks for a resource; nothing is sent but URL and headers.
    case get = "GET"
    /// Sends a body.
    case post = "POST"
  }

  /// Which connections it uses, so that long transfers never delay short calls.
  public enum Lane: Sendable, Hashable, CaseIterable {
    /// Short calls.
    case calls
    /// Long transfers.
    case bulk
  }

  /// What to do with a 3xx reply.
  public enum Redirects: Sendable, Equatable {
    /// It is the reply.
    case refuse
    /// A GET follows it at most so many times; `Cookie` and `Authorization` stay on their origin. For a POST, it is
    /// the reply.
    case follow(maximum: Int)
  }

  /// The method.
  public var method: Method
  /// The whole URL. It may hold a token in its query, so it is never printed.
  ///
  /// `https` only, or `http` to a loopback address (see ``allowsPlainHTTP``); no user name or password; ASCII.
  public var url: String
  /// Headers beside those the transport sets itself: `Host`, `Content-Length`, `Transfer-Encoding`, `Connection`,
  /// `Expect`, and `Accept-Encoding`, which is always `identity`.
  public var headers: [HTTPHeader] = []
  /// What is sent.
  public var body: [UInt8]?
  /// What is sent instead of ``body``, read while it is sent.
  public var bodySource: (any BodySource)?
  /// Whether the exchange may silently be made again on a fresh connection when a reused one turns out to be dead.
  public var isRepeatable: Bool
  /// Which connections it uses.
  public var lane: Lane = .calls
  /// What to do with a 3xx reply.
  public var redirects: Redirects = .refuse
  /// The longest the whole exchange may take, counted from when it is asked for, so that waiting for a free connection
  /// and following redirects are part of it; nil: only the low-speed rule ends it.
  public var timeout: Duration?
  /// The longest reply that is accepted, in bytes of the body.
  public var maximumReplySize: Int64
  /// Whether the URL may be `http` to any host, because the catalog's service says so. To 127.0.0.0/8, `::1` and
  /// `localhost` it always may.
  public var allowsPlainHTTP = false

  /// Describes an exchange.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - url: The whole URL, query included.
  ///   - isRepeatable: Whether the service may see it twice; see ``isRepeatable``.
  ///   - timeout: The longest the whole exchange may take, or nil.
  ///   - maximumReplySize: The longest body that is accepted, in bytes.
  public init(
    _ method: Method, url: String, isRepeatable: Bool, timeout: Duration?, maximumReplySize: Int64
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
  /// The name. Its case has no meaning.
  public let name: String
  /// The value, without surrounding white space.
  public let value: String

  /// Joins a name and a value; they are checked when a request is sent.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Whether this is the header of that name, whatever its case.
  public func isNamed(_ other: String) -> Bool {
    let left = name.utf8
    let right = other.utf8
    return left.count == right.count && zip(left, right).allSatisfy { Self.lowercase($0) == Self.lowercase($1) }
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

/// A request's body that is too long for memory: it is read while it is sent.
public protocol BodySource: Sendable {
  /// Its length in bytes.
  var size: Int64 { get }

  /// Fills the beginning of `buffer` with the bytes from `offset` on, one at least, and says how many they are.
  ///
  /// Called on the transport's own thread, from one exchange at a time, where file work may block. Throwing ends the
  /// exchange with ``TransportFailure/Code/bodyUnreadable``.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws -> Int
}

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
