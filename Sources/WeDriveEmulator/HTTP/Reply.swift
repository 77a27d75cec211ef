import Foundation
import Hummingbird
import WeDriveRuntime

/// How replies go out, whole or as a fault wants them.
enum Reply {
  /// Thrown out of a reply that a fault cuts off: the server closes the connection.
  struct CutOff: Error {}

  static func json(_ body: [UInt8], faults: [Fault], _ exchange: Exchange, _ context: CallContext) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json; charset=UTF-8"
    exchange.note {
      $0.status = 200
      $0.replyBytes = body.count
    }
    for fault in faults {
      switch fault {
      case .truncate(let count):
        return Response(status: .ok, headers: headers, body: cut(body, after: count, exchange, context))
      case .drip(let count, let milliseconds):
        return Response(
          status: .ok, headers: headers, body: drip(body, count, every: milliseconds, exchange))
      default: break
      }
    }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  /// An HTML page, as something between the client and the service would send it.
  static func page(status: Int, retryAfter: String? = nil, closing: Bool = false) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "text/html"
    if let retryAfter { headers[.retryAfter] = retryAfter }
    if closing { headers[.connection] = "close" }
    return Response(
      status: HTTPResponse.Status(code: status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: "<html><body><h1>\(status)</h1></body></html>\n")))
  }

  private static func cut(
    _ body: [UInt8], after count: Int, _ exchange: Exchange, _ context: CallContext
  ) -> ResponseBody {
    let count = max(0, count)
    return ResponseBody(contentLength: body.count) { writer in
      try await writer.write(ByteBuffer(bytes: body.prefix(count)))
      guard count >= body.count else {
        exchange.note { $0.replyBytes = count }
        await context.hangUp()
        throw CutOff()
      }
      try await writer.finish(nil)
    }
  }

  private static func drip(
    _ body: [UInt8], _ count: Int, every milliseconds: Int, _ exchange: Exchange
  ) -> ResponseBody {
    ResponseBody(contentLength: body.count) { writer in
      let helping = max(1, count)
      for start in stride(from: 0, to: body.count, by: helping) {
        let end = min(start + helping, body.count)
        try await writer.write(ByteBuffer(bytes: body[start..<end]))
        exchange.note { $0.replyBytes = end }
        try await Task.sleep(for: .milliseconds(milliseconds))
      }
      try await writer.finish(nil)
    }
  }
}

/// The fields around every reply: how the call went.
enum Envelope {
  /// A reply's own fields, given as a JSON object, with the envelope's in front.
  static func success(_ fields: [UInt8], of endpoint: Endpoint) -> [UInt8] {
    guard !endpoint.hasBareReply else { return fields }
    let service = endpoint.service
    let head = Array("{\"\(service.codeField)\":0,\"\(service.messageField)\":\"ok\"".utf8)
    let isEmpty = fields.dropFirst().first { $0 > 0x20 } == UInt8(ascii: "}")
    return head + (isEmpty ? [] : [UInt8(ascii: ",")]) + fields.dropFirst()
  }

  /// A reply each of whose objects has one field more than it is documented to have.
  static func extended(_ reply: [UInt8]) -> [UInt8] {
    let field = Array("\"\(Fault.undocumentedField)\":\"new\"".utf8)
    var extended: [UInt8] = []
    var (isInText, isEscaped) = (false, false)
    for (index, byte) in reply.enumerated() {
      extended.append(byte)
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isInText: isEscaped = true
      case UInt8(ascii: "\""): isInText.toggle()
      case UInt8(ascii: "{") where !isInText:
        let isEmpty = reply[(index + 1)...].first { $0 > 0x20 } == UInt8(ascii: "}")
        extended += isEmpty ? field : field + [UInt8(ascii: ",")]
      default: break
      }
    }
    return extended
  }

  /// A refusal, in the service's words.
  static func refusal(_ code: Int, words: String, of service: Service) -> [UInt8] {
    // A string can always be written as JSON.
    let quoted = (try? JSONEncoder().encode(words)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    return Array("{\"\(service.codeField)\":\(code),\"\(service.messageField)\":\(quoted)}".utf8)
  }
}
