import Catalog

/// Names for what pages have and the catalog has not, such that the catalog can hold them.
enum DraftNames {
  /// Whether a field can have the name: letters, digits and underscores, a letter first.
  static func isWire(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first.isASCIILetter else { return false }
    return name.unicodeScalars.allSatisfy(\.isNamePart)
  }

  /// An id for the call with a path: its last part, or the last ones if that is taken; nil: the path names nothing.
  static func id(path: String, taken: Set<String>) -> String? {
    let parts = path.split(separator: "/").map { snake(String($0)) }
    for count in 1...max(1, parts.count) {
      let name = parts.suffix(count).joined(separator: "_")
      if isWire(name), !taken.contains(name) { return name }
    }
    return nil
  }

  /// A type's name for a field: `node_list` → `NodeList`.
  static func type(_ field: String) -> String {
    let words = snake(field).split(separator: "_")
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return name.first?.isLetter == true ? name : "Value\(name)"
  }

  /// The name of an enum's value: `1` → `value_1`, `onlyRead` → `only_read`.
  static func value(_ raw: String) -> String {
    var name = snake(raw)
    if raw.hasPrefix("-") { name = "minus_\(name)" }
    if !isWire(name) { name = "value_\(name)" }
    let isReserved = ReservedNames.reason(against: SwiftName.lowerCamel(name), as: .staticMember) != nil
    return isReserved ? "\(name)_value" : name
  }

  /// Values without those that differ from another only by what names cannot tell.
  static func distinct(_ values: [ValueMention]) -> [ValueMention] {
    var seen: Set<String> = []
    return values.filter { seen.insert(SwiftName.lowerCamel(value($0.value))).inserted }
  }

  static func isReserved(property name: String) -> Bool {
    ReservedNames.reason(against: SwiftName.lowerCamel(name), as: .property) != nil
  }

  static func free(_ name: String, taken: Set<String>) -> String {
    var name = name
    while taken.contains(name) { name += "Field" }
    return name
  }

  static func capitalised(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }

  /// Small letters, digits and single underscores.
  static func snake(_ name: String) -> String {
    var result = ""
    var previous: Character = "_"
    for character in name {
      if character.isUppercase, previous.isLowercase || previous.isNumber { result += "_" }
      previous = character
      let isPart = character.isASCII && (character.isLetter || character.isNumber)
      if isPart {
        result += character.lowercased()
      } else if result.last.map({ $0 != "_" }) ?? false {
        result += "_"
      }
    }
    while result.last == "_" { result.removeLast() }
    return result
  }
}
