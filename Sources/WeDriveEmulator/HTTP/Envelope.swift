import WeDriveRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
