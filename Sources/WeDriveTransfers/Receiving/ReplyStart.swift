import WeDriveHTTP
import WeDriveRuntime

/// The part of a content that a request asked for, and what its reply has to go with.
package struct AskedPart: Sendable, Equatable {
  /// The first byte that is missing.
  package var offset: Int64
  /// The length of the whole content; nil where it is not known.
  package var size: Int64?
  /// The strong tag of what is here, which a part has to carry to be joined to it; nil where a digest of the whole tells
  /// mixed content, or where nothing is here.
  package var entityTag: String?

  package init(offset: Int64, size: Int64? = nil, entityTag: String? = nil) {
    self.offset = offset
    self.size = size
    self.entityTag = entityTag
  }
}

/// What the head of a reply means for the content that was asked for.
enum ReplyStart: Equatable {
  /// The whole content follows, from its first byte, whatever was asked for. Its length, if it was announced.
  case whole(size: Int64?)
  /// A part follows that joins what is here.
  ///
  /// - surplus: How many of its first bytes are here already.
  /// - end: The place behind its last byte.
  /// - size: The length of the whole content.
  case part(surplus: Int64, end: Int64, size: Int64)

  /// Judges a head, before a byte of what follows it is kept.
  ///
  /// - Parameter part: What was asked for; nil: all of it.
  init(_ head: HTTPReplyHead, to part: AskedPart?, endpoint: String) throws(TransferFailure) {
    do throws(TransferFailure) {
      self = try Self.judge(head, part, endpoint)
    } catch {
      // What a request for a part is answered says little about one for all of it.
      if part != nil, case .final(let failure) = error { throw .unjoinable(failure, isChanged: false) }
      throw error
    }
  }

  private static func judge(
    _ head: HTTPReplyHead, _ part: AskedPart?, _ endpoint: String
  ) throws(TransferFailure) -> ReplyStart {
    if let encoding = head["Content-Encoding"], encoding.lowercased() != "identity" {
      throw .unusable("brings the content in an encoding that was not asked for", head, endpoint)
    }
    switch (head.status, part) {
    case (200, _):
      return .whole(size: head.contentLength)
    case (206, let part?):
      return try judge(part: head, part, endpoint)
    case (416, let part?):
      guard let size = head.contentRange({ ContentRange(unsatisfied: $0) })?.size else {
        throw .unusable("says that there is no such part of the content", head, endpoint)
      }
      try checkState(head, part, size: size, endpoint)
      guard size == part.offset else {
        throw .unjoinable(.changed("does not reach as far as what is here", head, endpoint), isChanged: true)
      }
      throw .nothingLeft
    case (401, _), (403, _), (404, _), (410, _):
      throw .linkRefused(status: head.status)
    case (408, _), (429, _), (500, _), (502, _), (503, _), (504, _):
      throw .unavailable(status: head.status, retryAfter: head.retryAfter)
    default:
      throw .unusable("has a status that does not go with content", head, endpoint)
    }
  }

  private static func judge(
    part head: HTTPReplyHead, _ part: AskedPart, _ endpoint: String
  ) throws(TransferFailure) -> ReplyStart {
    guard head["Content-Type"]?.lowercased().hasPrefix("multipart/") != true,
      let range = head.contentRange({ ContentRange($0) })
    else { throw .unusable("does not say which part of the content it brings", head, endpoint) }
    if let size = range.size ?? part.size { try checkState(head, part, size: size, endpoint) }
    guard let size = range.size ?? part.size else {
      throw .unusable("does not say how long the whole content is", head, endpoint)
    }
    // One that begins earlier has what is missing behind what is here.
    guard range.first <= part.offset, range.last >= part.offset else {
      throw .unusable("brings another part of the content than was asked for", head, endpoint)
    }
    guard range.last < size else {
      throw .unusable("brings a part of the content that lies outside of it", head, endpoint)
    }
    if let length = head.contentLength, length != range.length {
      throw .unusable("has another length than the part of the content that it says it brings", head, endpoint)
    }
    return .part(surplus: part.offset - range.first, end: range.last + 1, size: size)
  }

  /// Throws for a part that is of another state of the content than what is here (RFC 9110, 13.1.5 and 15.3.7).
  private static func checkState(
    _ head: HTTPReplyHead, _ part: AskedPart, size: Int64, _ endpoint: String
  ) throws(TransferFailure) {
    if let known = part.size, known != size {
      throw .unjoinable(.wrongContent("size", "\(size)", insteadOf: "\(known)", endpoint), isChanged: true)
    }
    if let tag = part.entityTag, tag != head.strongEntityTag {
      throw .unjoinable(.changed("has not the ETag of what is here", head, endpoint), isChanged: true)
    }
  }
}

extension WeDriveError {
  fileprivate static func changed(_ reason: String, _ head: HTTPReplyHead, _ endpoint: String) -> WeDriveError {
    .undecodableReply(
      UndecodableReply(
        endpoint: endpoint, reason: reason + ": the content has changed while it was downloaded", status: head.status))
  }
}

/// `Content-Range: bytes 5-9/10`
struct ContentRange: Equatable {
  let first: Int64
  /// At least `first`, and less than the largest number there is, so that sums of one more stay in range.
  let last: Int64
  /// The whole length; nil where the server does not tell.
  let size: Int64?

  /// The number of bytes from the first to the last.
  var length: Int64 { last - first + 1 }

  init?(_ header: String) {
    guard let parts = Self.parts(header), let bounds = Self.pair(parts.range, "-"),
      let first = Self.number(bounds.0), let last = Self.number(bounds.1), first <= last, last < .max
    else { return nil }
    guard parts.size == "*" || Self.number(parts.size) != nil else { return nil }
    (self.first, self.last, size) = (first, last, Self.number(parts.size))
  }

  /// `bytes */10`, which goes with a 416.
  init?(unsatisfied header: String) {
    guard let parts = Self.parts(header), parts.range == "*", let size = Self.number(parts.size) else { return nil }
    (first, last, self.size) = (0, 0, size)
  }

  private static func parts(_ header: String) -> (range: Substring, size: Substring)? {
    guard header.lowercased().hasPrefix("bytes ") else { return nil }
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

extension HTTPReplyHead {
  /// The tag by which the server knows this state of the content byte for byte; nil for a weak one, none, several, or one
  /// that is not formed as RFC 9110 says.
  ///
  /// `Last-Modified` never takes its place: a file may change twice in one of its seconds, or change and keep its time.
  var strongEntityTag: String? {
    guard let tag = only("ETag"), (2...255).contains(tag.utf8.count), tag.hasPrefix("\""), tag.hasSuffix("\""),
      // Printable ASCII: other bytes do not survive as text, so that two tags could look alike.
      tag.utf8.dropFirst().dropLast().allSatisfy({ $0.isVisibleASCII && $0 != UInt8(ascii: "\"") })
    else { return nil }
    return tag
  }

  /// The part of the content that follows, read by `parse`; nil where it is not said, or said twice.
  fileprivate func contentRange(_ parse: (String) -> ContentRange?) -> ContentRange? {
    only("Content-Range").flatMap(parse)
  }

  /// The value of a header that is there once.
  private func only(_ name: String) -> String? {
    let values = headers.lazy.filter { $0.isNamed(name) }.map(\.value)
    return values.count == 1 ? values.first : nil
  }
}
