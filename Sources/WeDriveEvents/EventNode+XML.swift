import WeDriveRuntime

extension EventNode {
  /// Reads a message.
  ///
  /// White space around a text is not part of it unless it stands in CDATA or is written as a reference, so that
  /// `<Event>⏎<![CDATA[x]]>⏎</Event>` says `x`. A character in CDATA that XML cannot have is read as U+FFFD. Processing
  /// instructions and document types are refused: no entities but XML's own five are known, and nothing is expanded or
  /// fetched. The time it takes grows with the message's length only.
  ///
  /// - Parameters:
  ///   - xml: The message in UTF-8.
  ///   - maximumBytes: The longest that is accepted.
  /// - Throws: ``CallbackError/tooLarge(bytes:maximum:)`` or ``CallbackError/malformedXML(reason:)``.
  public init(xml: [UInt8], maximumBytes: Int = 1 << 20) throws(CallbackError) {
    guard xml.count <= maximumBytes else { throw .tooLarge(bytes: xml.count, maximum: maximumBytes) }
    guard String(validating: xml, as: UTF8.self) != nil else { throw .malformedXML(reason: "it is not UTF-8") }
    var parser = MessageParser(xml)
    self = try parser.message()
  }

  /// The message as XML. Characters that XML cannot have, controls for example, are left out.
  public var xml: String {
    if children.isEmpty { return "<\(name)>\(Self.escaped(text))</\(name)>" }
    return "<\(name)>" + children.map(\.xml).joined() + "</\(name)>"
  }

  /// A text with U+FFFD for each character that XML cannot have.
  static func characters(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isCharacter) else { return text }
    var result = ""
    for scalar in text.unicodeScalars { result.unicodeScalars.append(isCharacter(scalar) ? scalar : "\u{FFFD}") }
    return result
  }

  private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value >= 0x20 || scalar == "\t" || scalar == "\n" || scalar == "\r") && scalar.value & 0xFFFE != 0xFFFE
  }

  /// White space at either end is written as references, so that it is read again.
  private static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\n" }
    let first = scalars.firstIndex { !isSpace($0) } ?? scalars.count
    let last = scalars.lastIndex { !isSpace($0) } ?? -1
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\r": result += "&#13;"
      case " ", "\t", "\n":
        if index < first || index > last {
          result += "&#\(scalar.value);"
        } else {
          result.unicodeScalars.append(scalar)
        }
      default:
        if isCharacter(scalar) { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
