#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveRuntime

extension Refusal {
  /// Reads content that should have been a file as a refusal in words: an HTTP 200 with an errcode. Nil if it is none.
  init?(inContent content: [UInt8], endpoint: Endpoint) {
    guard content.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
    guard let fields = try? JSONDecoder().decode([String: Field].self, from: Data(content)) else { return nil }
    let service = endpoint.service
    guard case .number(let code)? = fields[service.codeField], code != 0 else { return nil }
    var message = ""
    if case .text(let text)? = fields[service.messageField] { message = text }
    self.init(
      endpoint: endpoint.name, service: service.name, code: code, message: message, advice: service.advice(code))
  }

  /// As much of a field as an envelope needs.
  private enum Field: Decodable {
    case number(Int)
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .other
      }
    }
  }
}
