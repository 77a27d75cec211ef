/// Writes a map as a YAML document that is read the same by YAML 1.1 and 1.2.
///
/// There is one entry or element on a line, so that a small change of the value is a small change of the text. A text stands
/// bare where it is a name, and in double quotes, with JSON's escapes, everywhere else.
struct YAMLWriter {
  private var bytes: [UInt8] = []

  /// The document, behind one line of comment.
  static func text(of document: YAMLMap, comment: String) -> String {
    var writer = YAMLWriter()
    writer.bytes.reserveCapacity(512 * 1024)
    writer.put("# \(comment)\n")
    writer.write(document, at: 0, startsInLine: false)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func indent(_ count: Int) {
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count))
  }

  /// - Parameter startsInLine: Whether the first entry goes on in the line of an element's dash.
  private mutating func write(_ map: YAMLMap, at indentation: Int, startsInLine: Bool) {
    for (index, entry) in map.entries.enumerated() {
      if index > 0 || !startsInLine { indent(indentation) }
      write(entry.key)
      bytes.append(UInt8(ascii: ":"))
      write(entry.value, at: indentation + 2, isElement: false)
    }
  }

  /// Writes what follows a key's colon or an element's dash, to the end of the last line.
  private mutating func write(_ value: YAMLValue, at indentation: Int, isElement: Bool) {
    switch value {
    case .map(let map) where !map.isEmpty:
      put(isElement ? " " : "\n")
      write(map, at: indentation, startsInLine: isElement)
    case .list(let elements) where !elements.isEmpty:
      bytes.append(UInt8(ascii: "\n"))
      for element in elements {
        indent(indentation)
        bytes.append(UInt8(ascii: "-"))
        write(element, at: indentation + 2, isElement: true)
      }
    case .text(let text):
      bytes.append(UInt8(ascii: " "))
      write(text)
      bytes.append(UInt8(ascii: "\n"))
    case .number(let number): put(" \(number)\n")
    case .bool(let bool): put(bool ? " true\n" : " false\n")
    case .map: put(" {}\n")
    case .list: put(" []\n")
    }
  }

  private mutating func write(_ text: String) {
    if Self.isName(text) { return put(text) }
    bytes.append(UInt8(ascii: "\""))
    if Self.isPlain(text) { put(text) } else { escape(text) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a text stands between quotes as it is: ASCII without controls, quotes and backslashes, and beyond ASCII what begins
  /// with none of the bytes of what is escaped.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case 0..<0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0xC2, 0xE2, 0xEF: false
      default: true
      }
    }
  }

  private mutating func escape(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": put("\\\"")
      case "\\": put("\\\\")
      case "\n": put("\\n")
      case "\t": put("\\t")
      // Controls, line ends of Unicode, what turns the direction of text, the byte order mark, and what no file may hold.
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200B}"..."\u{200F}", "\u{2028}"..."\u{202E}",
        "\u{2066}"..."\u{2069}", "\u{FEFF}", "\u{FFFE}"..."\u{FFFF}":
        let digits = String(scalar.value, radix: 16)
        put("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  /// Words that some version of YAML reads as something else than a text.
  private static let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]

  /// Whether a text is read back without quotes: letters, digits and `_ . / - $`, and a letter, `/` or `$` first.
  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "/") || first == UInt8(ascii: "$")
    else {
      return false
    }
    let hasNameBytesOnly = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
        UInt8(ascii: "-"), UInt8(ascii: "$"):
        true
      default: isLetter(byte)
      }
    }
    return hasNameBytesOnly && !(text.utf8.count < 6 && words.contains(text.lowercased()))
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
