#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Rows of one kind by id, which remembers what changed since it was last written down.
struct Table<Row: Codable & Sendable>: Sendable {
  /// The table's name in the state file.
  let name: String
  private(set) var rows: [String: Row] = [:]
  private var changed: Set<String> = []

  init(_ name: String) { self.name = name }

  subscript(id: String) -> Row? {
    get { rows[id] }
    set {
      rows[id] = newValue
      changed.insert(id)
    }
  }
}

/// A row of the state file that no emulator has written.
struct ImpossibleRow: Error {}

/// What the state file needs of a table, whatever its rows are.
protocol Recorded {
  var name: String { get }
  /// One line for each row that changed, and forgets that it did.
  mutating func takeChanges() throws -> [[UInt8]]
  /// One line for each row.
  func allRows() throws -> [[UInt8]]
  /// Takes in a line that an earlier run wrote.
  mutating func restore(_ line: Data) throws
}

extension Table: Recorded {
  private struct Line: Codable {
    let table: String
    let id: String
    /// Absent: the row was removed.
    let row: Row?
  }

  mutating func takeChanges() throws -> [[UInt8]] {
    defer { changed.removeAll(keepingCapacity: true) }
    return try changed.sorted().map { try line($0) }
  }

  func allRows() throws -> [[UInt8]] {
    try rows.keys.sorted().map { try line($0) }
  }

  mutating func restore(_ line: Data) throws { try restore(line) { _ in true } }

  /// Takes in a line whose row is one that can be.
  ///
  /// - Throws: ``ImpossibleRow`` where it cannot.
  mutating func restore(_ line: Data, where isPossible: (Row) -> Bool) throws {
    let line = try JSONDecoder().decode(Line.self, from: line)
    if let row = line.row, !isPossible(row) { throw ImpossibleRow() }
    rows[line.id] = line.row
  }

  private func line(_ id: String) throws -> [UInt8] {
    Array(try JSONEncoder().encode(Line(table: name, id: id, row: rows[id])))
  }
}
