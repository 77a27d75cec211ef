/// How names of the catalog have to look.
package enum NameForm: Sendable {
  /// Endpoint ids, limits, enum values, errcode names, variants: `file_list`.
  case snakeCase
  /// Field names, which are the wire's: letters, digits, `_`.
  case wire
  /// Types, identifiers, enums: `FileInfo`.
  case upperCamel
  /// What `swift:` gives: `parentID`.
  case lowerCamel
  /// Families and services: `space-members`.
  case kebabCase

  var description: String {
    switch self {
    case .snakeCase: "snake_case: small letters, digits and single underscores, a letter first"
    case .wire: "letters, digits and underscores, a letter first"
    case .upperCamel: "UpperCamelCase: letters and digits, a capital first"
    case .lowerCamel: "lowerCamelCase: letters and digits, a small letter first"
    case .kebabCase: "small letters, digits and single hyphens, a letter first"
    }
  }

  /// The same as a regular expression.
  var pattern: String {
    switch self {
    case .snakeCase: "^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$"
    case .wire: "^[A-Za-z][A-Za-z0-9_]*$"
    case .upperCamel: "^[A-Z][A-Za-z0-9]*$"
    case .lowerCamel: "^[a-z][A-Za-z0-9]*$"
    case .kebabCase: "^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"
    }
  }

  /// A regular expression for whole numbers in the one usual way to write them.
  static let wholeNumberPattern = "^(?:0|-?[1-9][0-9]*)$"

  func matches(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.allSatisfy(allows) else { return false }
    let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
    let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
    switch self {
    case .snakeCase: return isSmall && !name.hasSuffix("_") && !name.hasDoubled(UInt8(ascii: "_"))
    case .kebabCase: return isSmall && !name.hasSuffix("-") && !name.hasDoubled(UInt8(ascii: "-"))
    case .wire: return isSmall || isCapital
    case .upperCamel: return isCapital
    case .lowerCamel: return isSmall
    }
  }

  private func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self == .wire || self == .upperCamel || self == .lowerCamel
    case UInt8(ascii: "_"): self == .snakeCase || self == .wire
    case UInt8(ascii: "-"): self == .kebabCase
    default: false
    }
  }
}

extension String {
  fileprivate func hasDoubled(_ byte: UInt8) -> Bool {
    zip(utf8, utf8.dropFirst()).contains { $0 == byte && $1 == byte }
  }
}
