import Hummingbird
import WeDriveHTTP
import WeDriveRuntime

/// Content as a server gives it: whole or by range, with its tag, and with what faults do to it on the way.
struct ContentReply: Sendable {
  /// What is read from disk and written to the connection at a time.
  private static let stride = 256 << 10

  let content: Descriptor
  let size: UInt64
  /// What marks this state of the content, in quotes.
  let tag: String
  /// Whether a `Range` is honoured.
  var givesParts = true
  /// Whether a part has the tag, too.
  var tagsParts = true
  var headers = HTTPFields()

  /// What a fault has a server say instead of the content, if it does.
  static func instead(
    _ befalling: [Fault], _ exchange: Exchange, _ context: CallContext
  ) async throws -> Response? {
    for fault in befalling {
      switch fault {
      case .delay(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
      case .closeBeforeActing, .closeAfterActing:
        await context.drop()
        return Response(status: .ok)
      case .status(let status, let retryAfter):
        exchange.note { $0.status = status }
        return Reply.page(status: status, retryAfter: retryAfter)
      case .garbage:
        exchange.note { $0.status = 200 }
        return Reply.page(status: 200)
      case .errcode(let code, _):
        exchange.note { $0.errcode = code }
        return Reply.json(Array("{\"errcode\":\(code),\"errmsg\":\"scripted\"}".utf8), faults: [], exchange, context)
      case .reply(let text):
        return Reply.json(Array(text.utf8), faults: [], exchange, context)
      default: break
      }
    }
    return nil
  }

  func response(
    to request: Request, _ befalling: [Fault], _ exchange: Exchange, _ context: CallContext
  ) -> Response {
    var headers = headers
    headers[.contentType] = "application/octet-stream"
    if givesParts { headers[.acceptRanges] = "bytes" }
    headers[.eTag] = tag
    let condition = request.headers[.ifRange]
    let isRanged = givesParts && !befalling.contains(.ignoreRange) && (condition == nil || condition == tag)
    var range = 0..<size
    var status = HTTPResponse.Status.ok
    switch ByteRange(isRanged ? request.headers[.range] : nil, size: size) {
    case .whole: break
    case .part(let part):
      range = part
      status = .partialContent
      if !tagsParts { headers[.eTag] = nil }
      headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
    case .unsatisfiable:
      exchange.note { $0.status = 416 }
      headers[.contentRange] = "bytes */\(size)"
      return Response(status: .rangeNotSatisfiable, headers: headers)
    }
    exchange.note { $0.status = Int(status.code) }
    return Response(status: status, headers: headers, body: stream(range, befalling, exchange, context))
  }

  private func stream(
    _ range: Range<UInt64>, _ befalling: [Fault], _ exchange: Exchange, _ context: CallContext
  ) -> ResponseBody {
    var end = range.upperBound
    var step = Self.stride
    var pause = 0
    for fault in befalling {
      if case .truncate(let count) = fault { end = min(end, range.lowerBound + UInt64(clamping: count)) }
      if case .drip(let bytes, let milliseconds) = fault { (step, pause) = (max(1, bytes), milliseconds) }
    }
    let (last, count, wait, isCorrupt) = (end, step, pause, befalling.contains(.corrupt))
    return ResponseBody(contentLength: range.count) { [content] writer in
      var offset = range.lowerBound
      while offset < last {
        let start = offset
        let wanted = Int(min(UInt64(count), last - start))
        var bytes = try await BlockingWork.run { try content.read(wanted, at: Int64(start)) }
        guard bytes.count == wanted else { throw Reply.CutOff() }
        if isCorrupt {
          for index in Swift.stride(from: 0, to: bytes.count, by: 1 << 16) { bytes[index] ^= 1 }
        }
        try await writer.write(ByteBuffer(bytes: bytes))
        offset += UInt64(wanted)
        exchange.note { $0.replyBytes += wanted }
        if wait > 0 { try await Task.sleep(for: .milliseconds(wait)) }
      }
      guard offset == range.upperBound else {
        await context.hangUp()
        throw Reply.CutOff()
      }
      try await writer.finish(nil)
    }
  }
}

/// The `Range` of a request for content.
enum ByteRange: Equatable {
  /// There is none, or one that a server does not have to understand: the whole content is meant.
  case whole
  case part(Range<UInt64>)
  /// One that lies outside the content.
  case unsatisfiable

  /// Reads the header. Several ranges at once are answered by the whole content, which is allowed.
  init(_ header: String?, size: UInt64) {
    guard let header, header.lowercased().hasPrefix("bytes=") else {
      self = .whole
      return
    }
    let bounds = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard bounds.count == 2, !header.contains(",") else {
      self = .whole
      return
    }
    let (first, last) = (bounds[0].filter { $0 != " " }, bounds[1].filter { $0 != " " })
    switch (UInt64(first), UInt64(last)) {
    case (nil, let suffix?) where first.isEmpty:
      self = suffix == 0 || size == 0 ? .unsatisfiable : .part(size - min(suffix, size)..<size)
    case (let start?, nil) where last.isEmpty:
      self = start < size ? .part(start..<size) : .unsatisfiable
    case (let start?, let end?) where start <= end:
      self = start < size ? .part(start..<min(end, size - 1) + 1) : .unsatisfiable
    default:
      self = .whole
    }
  }
}
