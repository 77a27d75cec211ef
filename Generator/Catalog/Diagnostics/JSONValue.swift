/// JSON with its members in the order in which they are written.
package indirect enum JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  case string(String)
  case number(Int)
  case bool(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])

  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .number(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }

  /// An object of the members that have a value.
  package static func members(_ members: (String, JSONValue?)...) -> JSONValue {
    .object(members.compactMap { name, value in value.map { (name, $0) } })
  }

  package static func text(_ text: String?) -> JSONValue? { text.map(JSONValue.string) }

  /// Indented by two spaces, with a line end.
  package var text: String {
    var result = ""
    write(to: &result, indent: "")
    return result + "\n"
  }

  private func write(to result: inout String, indent: String) {
    switch self {
    case .string(let text): result += JSONText.quoted(text)
    case .number(let number): result += String(number)
    case .bool(let value): result += value ? "true" : "false"
    case .array(let elements):
      Self.enclose("[", "]", elements, &result, indent) { $0.write(to: &$1, indent: $2) }
    case .object(let members):
      Self.enclose("{", "}", members, &result, indent) { member, result, indent in
        result += JSONText.quoted(member.0) + ": "
        member.1.write(to: &result, indent: indent)
      }
    }
  }

  private static func enclose<Element>(
    _ open: String, _ close: String, _ elements: [Element], _ result: inout String, _ indent: String,
    _ write: (Element, inout String, String) -> Void
  ) {
    if elements.isEmpty {
      result += open + close
      return
    }
    let inner = indent + "  "
    for (index, element) in elements.enumerated() {
      result += (index == 0 ? open : ",") + "\n" + inner
      write(element, &result, inner)
    }
    result += "\n" + indent + close
  }
}

/// Text as JSON writes it.
public enum JSONText {
  /// Whether a text stands between quotation marks as it is, as most do, in JSON and in Swift.
  package static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
  }

  /// In quotation marks, with everything escaped that has to be.
  public static func quoted(_ text: String) -> String {
    if isPlain(text) { return "\"\(text)\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
