import Hummingbird
import WeDriveRuntime

/// Serves content on the second origin: to whoever has the link and the cookie, while the link lives.
struct DownloadHandler: Sendable {
  /// Where links lead, before their key.
  static let path = "/download"

  /// What is read from disk and written to the connection at a time.
  private static let stride = 256 << 10

  let store: DriveStore
  let clock: EmulatorClock
  let faults: FaultScript
  let journal: CallJournal

  func respond(to request: Request, _ context: CallContext) async throws -> Response {
    let exchange = Exchange(
      FaultSelection.download, in: journal, at: clock.now, peerPort: context.peerPort)
    let befalling = faults.take(for: exchange.endpoint)
    exchange.note { $0.faults = befalling.map(\.kind) }
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
    return try await serve(request, context, befalling, exchange)
  }

  private func serve(
    _ request: Request, _ context: CallContext, _ befalling: [Fault], _ exchange: Exchange
  ) async throws -> Response {
    func refuse(_ status: Int) -> Response {
      exchange.note { $0.status = status }
      return Reply.page(status: status)
    }
    let now = clock.now
    let key = context.parameters.get("key") ?? ""
    let found = store.look { state in
      state.links.find(key, at: now).flatMap { link in state.files.table[link.fileID].map { (link, $0) } }
    }
    guard let (link, file) = found, !file.isDeleted else { return refuse(404) }
    guard request.cookies[link.cookieName]?.value == link.cookieValue else { return refuse(403) }
    guard let content = try? await store.content.open(file.id) else { return refuse(404) }

    var headers = HTTPFields()
    headers[.contentType] = "application/octet-stream"
    headers[.acceptRanges] = "bytes"
    let tag = "\"\(file.sha)\""
    headers[.eTag] = tag
    let condition = request.headers[.ifRange]
    let isRanged = !befalling.contains(.ignoreRange) && (condition == nil || condition == tag)
    var range = 0..<file.size
    var status = HTTPResponse.Status.ok
    switch ByteRange(isRanged ? request.headers[.range] : nil, size: file.size) {
    case .whole: break
    case .part(let part):
      range = part
      status = .partialContent
      headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"
    case .unsatisfiable:
      exchange.note { $0.status = 416 }
      headers[.contentRange] = "bytes */\(file.size)"
      return Response(status: .rangeNotSatisfiable, headers: headers)
    }
    exchange.note { $0.status = Int(status.code) }
    return Response(
      status: status, headers: headers, body: stream(content, range, befalling, exchange, context))
  }

  private func stream(
    _ content: Descriptor, _ range: Range<UInt64>, _ befalling: [Fault], _ exchange: Exchange, _ context: CallContext
  ) -> ResponseBody {
    var end = range.upperBound
    var step = Self.stride
    var pause = 0
    for fault in befalling {
      if case .truncate(let count) = fault { end = min(end, range.lowerBound + UInt64(count)) }
      if case .drip(let bytes, let milliseconds) = fault { (step, pause) = (max(1, bytes), milliseconds) }
    }
    let (last, count, wait, isCorrupt) = (end, step, pause, befalling.contains(.corrupt))
    return ResponseBody(contentLength: range.count) { writer in
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
