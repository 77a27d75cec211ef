#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A value of a reply in JSON whose shape is not known beforehand.
package enum ReplyValue: Decodable, Sendable {
  case object([String: ReplyValue])
  case list([ReplyValue])
  /// A text, or a number as it is written.
  case text(String)
  /// `true`, `false` or `null`.
  case other

  /// Nil for bytes that are no JSON.
  package init?(json bytes: [UInt8]) {
    guard let value = try? JSONDecoder().decode(ReplyValue.self, from: Data(bytes)) else { return nil }
    self = value
  }

  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let object = try? value.decode([String: ReplyValue].self) {
      self = .object(object)
    } else if let list = try? value.decode([ReplyValue].self) {
      self = .list(list)
    } else if let number = try? value.decode(Int64.self) {
      self = .text("\(number)")
    } else if let number = try? value.decode(Double.self) {
      self = .text("\(number)")
    } else {
      self = .other
    }
  }

  /// The members of an object.
  package var members: [String: ReplyValue]? { if case .object(let members) = self { members } else { nil } }
  /// The elements of a list.
  package var elements: [ReplyValue]? { if case .list(let elements) = self { elements } else { nil } }
  /// A text, or a number.
  package var text: String? { if case .text(let text) = self { text } else { nil } }
}
