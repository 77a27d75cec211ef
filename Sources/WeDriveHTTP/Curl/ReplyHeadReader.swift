/// Turns the header lines of a connection into the head of the final reply.
///
/// libcurl hands over every line of every reply, interim ones (1xx) included. It forgives much; this does not.
struct ReplyHeadReader {
  /// What about the lines is not acceptable.
  struct Violation: Error, Equatable {
    let reason: String
  }

  /// Most bytes of all header lines of an exchange.
  static let budget = 64 * 1024
  /// Most interim replies before the final one.
  static let interimReplies = 32

  private enum Stage { case expectingStatus, inHead, afterHead }

  private var stage = Stage.expectingStatus
  private var size = 0
  private var interim = 0
  private var status = 0
  private var headers: [HTTPHeader] = []

  /// Whether a final reply's first line has come.
  var hasBegun: Bool { status >= 200 }

  /// Takes one line with its line end.
  ///
  /// - Returns: The head of the final reply, when this line ended it.
  mutating func receive(_ line: UnsafeRawBufferPointer) throws(Violation) -> HTTPReplyHead? {
    size += line.count
    guard size <= Self.budget else { throw Violation(reason: "the headers take more than 64 KiB") }
    let content = Self.withoutLineEnd(line)
    guard !content.contains(0) else { throw Violation(reason: "a header holds a NUL byte") }
    switch stage {
    case .expectingStatus:
      status = try Self.status(content)
      headers.removeAll(keepingCapacity: true)
      stage = .inHead
      return nil
    case .inHead where content.isEmpty:
      return try endHead()
    case .inHead:
      headers.append(try Self.header(content))
      return nil
    case .afterHead:
      // Trailers of a chunked body: counted, not kept.
      return nil
    }
  }

  private mutating func endHead() throws(Violation) -> HTTPReplyHead? {
    guard status != 101 else { throw Violation(reason: "the server switched protocols unasked") }
    guard status >= 200 else {
      interim += 1
      guard interim <= Self.interimReplies else { throw Violation(reason: "too many interim replies") }
      stage = .expectingStatus
      return nil
    }
    stage = .afterHead
    let head = HTTPReplyHead(status: status, headers: headers)
    var length: Int64?
    for header in headers where header.isNamed("Content-Length") {
      guard header.value.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int64(header.value),
        length == nil || length == value
      else {
        throw Violation(reason: "Content-Length is not one number")
      }
      length = value
    }
    return head
  }

  private static func withoutLineEnd(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var end = line.count
    if end > 0, line[end - 1] == 0x0A { end -= 1 }
    if end > 0, line[end - 1] == 0x0D { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: line[..<end])
  }

  /// `HTTP/1.1 200 OK`
  private static func status(_ line: UnsafeRawBufferPointer) throws(Violation) -> Int {
    let digits = line.dropFirst(9).prefix(3)
    guard line.starts(with: "HTTP/1.".utf8), line.count >= 12, line[7] == 0x30 || line[7] == 0x31, line[8] == 0x20,
      digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), line.count == 12 || line[12] == 0x20
    else {
      throw Violation(reason: "the reply's first line is not one of HTTP/1")
    }
    let status = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    guard status >= 100 else { throw Violation(reason: "the reply's status is below 100") }
    return status
  }

  private static func header(_ line: UnsafeRawBufferPointer) throws(Violation) -> HTTPHeader {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
      line[..<colon].allSatisfy(\.isVisibleASCII)
    else {
      throw Violation(reason: "a line of the reply's head is not a header")
    }
    var value = line[(colon + 1)...]
    while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
    while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
    return HTTPHeader(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
  }
}
