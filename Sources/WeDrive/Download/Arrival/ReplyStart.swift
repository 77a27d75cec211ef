import WeDriveRuntime

/// What the head of a reply means for content of which the first `offset` bytes are here.
enum ReplyStart: Equatable {
  /// The whole content follows, from its first byte, whatever was asked for. Its length, if it was announced.
  case whole(size: Int64?)
  /// What was asked for follows. The length of the whole content, if it was announced.
  case continuation(size: Int64?)

  /// Judges a head, before a byte of what follows it is kept.
  ///
  /// - Parameters:
  ///   - offset: Where the request asked the content to begin.
  ///   - isPart: Whether it asked for a part; nil: for one that begins later than the content does.
  ///   - size: The length of the whole content, if it is known.
  init(
    _ head: HTTPReplyHead, askedFrom offset: Int64, isPart: Bool? = nil, size: Int64?, endpoint: String
  ) throws(ArrivalFailure) {
    let isPart = isPart ?? (offset > 0)
    if let encoding = head["Content-Encoding"], encoding.lowercased() != "identity" {
      throw .unusable("the content arrived in an encoding that was not asked for", head, endpoint)
    }
    switch head.status {
    case 200:
      self = .whole(size: head.contentLength)
    case 206 where isPart:
      self = .continuation(size: try Self.checkRange(head, askedFrom: offset, size: size, endpoint))
    case 416 where isPart:
      let total = ContentRange(unsatisfied: head["Content-Range"])?.size
      guard let total, total == offset, size == nil || size == total else { throw .rangeRefused }
      throw .nothingLeft
    case 401, 403, 404, 410:
      throw .linkRefused(status: head.status)
    case 408, 429, 500, 502, 503, 504:
      throw .unwell(status: head.status, retryAfter: head.retryAfter)
    default:
      throw .unusable("the link answered with HTTP status \(head.status)", head, endpoint)
    }
  }

  /// - Returns: The length of the whole content, if the reply says so.
  private static func checkRange(
    _ head: HTTPReplyHead, askedFrom offset: Int64, size: Int64?, _ endpoint: String
  ) throws(ArrivalFailure) -> Int64? {
    guard head["Content-Type"]?.lowercased().hasPrefix("multipart/") != true,
      let range = ContentRange(head["Content-Range"])
    else { throw .unusable("a part of the content arrived without a word about which", head, endpoint) }
    guard range.first == offset else {
      throw .unusable("another part of the content arrived than was asked for", head, endpoint)
    }
    if let length = head.contentLength, length != range.last - range.first + 1 {
      throw .unusable("the part's length is not what its place in the content says", head, endpoint)
    }
    let whole = range.size ?? size
    if let size, let total = range.size, total != size {
      throw .final(.wrongContent("size", "\(total)", insteadOf: "\(size)", endpoint))
    }
    guard whole.map({ range.last < $0 }) ?? true else {
      throw .unusable("a part of the content lies outside of it", head, endpoint)
    }
    return whole
  }
}

/// `Content-Range: bytes 5-9/10`
struct ContentRange: Equatable {
  let first: Int64
  let last: Int64
  /// The whole length; nil where the server does not tell.
  let size: Int64?

  init?(_ header: String?) {
    guard let parts = Self.parts(header), let bounds = Self.pair(parts.range, "-"),
      let first = Self.number(bounds.0), let last = Self.number(bounds.1), first <= last
    else { return nil }
    guard parts.size == "*" || Self.number(parts.size) != nil else { return nil }
    (self.first, self.last, size) = (first, last, Self.number(parts.size))
  }

  /// `bytes */10`, which goes with a 416.
  init?(unsatisfied header: String?) {
    guard let parts = Self.parts(header), parts.range == "*", let size = Self.number(parts.size) else { return nil }
    (first, last, self.size) = (0, 0, size)
  }

  private static func parts(_ header: String?) -> (range: Substring, size: Substring)? {
    guard let header, header.lowercased().hasPrefix("bytes ") else { return nil }
    return pair(header.dropFirst(6).drop { $0 == " " }, "/")
  }

  private static func pair(_ text: Substring, _ separator: Character) -> (Substring, Substring)? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    return parts.count == 2 ? (parts[0], parts[1]) : nil
  }

  /// Digits only: neither a sign nor anything else that a parser of numbers forgives.
  private static func number(_ text: Substring) -> Int64? {
    text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int64(text) : nil
  }
}
