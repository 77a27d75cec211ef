import Catalog

/// Lines of YAML that a file of the catalog lacks.
public struct CatalogSuggestion: Sendable, Hashable {
  /// The file, relative to the catalog's folder.
  public var file: String
  /// The line behind which they go.
  public var line: Int
  /// What they are.
  public var what: String
  /// The lines, indented as they have to be.
  public var yaml: [String]

  /// Drafts of what the findings of a report say is missing.
  public static func all(for report: PageReport, catalog: Catalog, directory: String) -> [CatalogSuggestion] {
    all(for: report, catalog: catalog) { file in
      guard case .success(let bytes) = FileBytes.read("\(directory)/\(file)", maximumBytes: LoadBounds().fileBytes)
      else {
        return nil
      }
      return bytes
    }
  }

  /// The same for a catalog whose files are somewhere else.
  public static func all(
    for report: PageReport, catalog: Catalog, read: @escaping (String) -> [UInt8]?
  ) -> [CatalogSuggestion] {
    let suggestions = SuggestionWriter.suggestions(for: report.findings.compactMap(\.missing), catalog: catalog) {
      file in
      read(file).map { bytes in
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
      }
    }
    // Behind one line, what belongs to the entry there comes before the next entry.
    return suggestions.enumerated().sorted { one, other in
      (one.element.file, one.element.line, -one.element.indent, one.offset)
        < (other.element.file, other.element.line, -other.element.indent, other.offset)
    }.map(\.element)
  }

  private var indent: Int { yaml.first { !$0.isEmpty }?.prefix { $0 == " " }.count ?? 0 }

  /// The suggestions as a person reads them.
  public static func render(_ suggestions: [CatalogSuggestion], folder: String) -> String {
    suggestions.map { suggestion in
      let file = folder.isEmpty ? suggestion.file : "\(folder)/\(suggestion.file)"
      return "# \(suggestion.what): \(file), behind line \(suggestion.line)\n"
        + suggestion.yaml.map { $0 + "\n" }.joined()
    }.joined(separator: "\n")
  }
}

/// The lines of a catalog's files, and where a new entry goes among them.
struct CatalogText {
  private let read: (String) -> [String]?
  private var files: [String: [String]] = [:]

  /// - Parameter read: Gives the lines of a file of the catalog.
  init(read: @escaping (String) -> [String]?) { self.read = read }

  private mutating func lines(of file: String) -> [String] {
    if let lines = files[file] { return lines }
    let lines = read(file) ?? []
    files[file] = lines
    return lines
  }

  /// The number of the last line of the entry at a place, which stands on lines of its own; nil if it shares one.
  mutating func lastLine(of entry: Position) -> Int? {
    let lines = lines(of: entry.file)
    guard lines.indices.contains(entry.line - 1) else { return nil }
    let indent = entry.column - 1
    guard Self.indent(lines[entry.line - 1]) == indent else { return nil }
    var last = entry.line
    for (index, line) in lines.enumerated().dropFirst(entry.line) {
      let text = line.drop { $0 == " " }
      if text.isEmpty || text.hasPrefix("#") { continue }
      if Self.indent(line) <= indent { break }
      last = index + 1
    }
    return last
  }

  /// The line of a key directly inside an entry; nil if the entry has no such key on a line of its own.
  mutating func line(of key: String, in entry: Position) -> Int? {
    guard let last = lastLine(of: entry), last > entry.line else { return nil }
    let lines = lines(of: entry.file)
    return (entry.line..<last).first { index in
      Self.indent(lines[index]) == entry.column + 1 && lines[index].drop { $0 == " " } == "\(key):"
    }.map { $0 + 1 }
  }

  private static func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }
}

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
