import Catalog

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
