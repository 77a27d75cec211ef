import Catalog

/// How names are written in Swift.
enum SwiftNaming {
  /// Words that cannot be names without backticks. Those that are keywords only in some places, such as `get` and
  /// `async`, are not among them.
  static let reserved: Set<String> = [
    "Any", "Protocol", "Self", "Type", "actor", "as", "associatedtype", "await", "break", "case", "catch", "class",
    "continue", "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false",
    "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil",
    "operator", "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self",
    "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var",
    "where", "while",
  ]

  static func escaped(_ name: String) -> String {
    reserved.contains(name) ? "`\(name)`" : name
  }

  /// A name as the label of an argument, where nearly every word is welcome and backticks are not.
  static func label(_ name: String) -> String {
    ["inout", "let", "var"].contains(name) ? "`\(name)`" : name
  }

  /// `fileList` → `FileList`
  static func upper(_ name: String) -> String {
    guard let first = name.first else { return name }
    return first.uppercased() + name.dropFirst()
  }

  /// `SpaceID` → `spaceID`, `URLPart` → `urlPart`
  static func lower(_ name: String) -> String {
    var capitals = name.prefix { $0.isUppercase }.count
    // The last capital of several begins the next word, unless nothing follows it.
    if capitals > 1, capitals < name.count { capitals -= 1 }
    return name.prefix(capitals).lowercased() + name.dropFirst(capitals)
  }

  /// `space-members` or `space_members` → `SpaceMembers`
  static func joined(_ name: String) -> String {
    name.split { !$0.isLetter && !$0.isNumber }.map { upper(String($0)) }.joined()
  }

  /// A text as a Swift literal on one line.
  static func literal(_ text: String) -> String {
    if JSONText.isPlain(text) { return "\"\(text)\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// `2097152` → `2_097_152`
  static func number(_ value: Int64) -> String { grouped(value, by: "_") }

  /// A number of five digits or more in groups of three.
  static func grouped(_ value: Int64, by separator: Character) -> String {
    let digits = String(value.magnitude)
    guard digits.utf8.count > 4 else { return String(value) }
    var result = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { result.append(separator) }
      result.append(digit)
    }
    return result
  }
}
