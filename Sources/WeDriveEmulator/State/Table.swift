import Foundation
import WeDriveRuntime

/// Rows of one kind by id, which remembers what changed since it was last written down.
struct Table<ID: StringIdentifier, Row: Codable & Sendable>: Sendable {
  /// The table's name in the state file.
  let name: String
  /// Whether a row is one that an emulator can have written.
  private let isPossible: @Sendable (Row) -> Bool
  private(set) var rows: [ID: Row] = [:]
  private var changed: Set<ID> = []

  init(_ name: String, where isPossible: @escaping @Sendable (Row) -> Bool = { _ in true }) {
    self.name = name
    self.isPossible = isPossible
  }

  subscript(id: ID) -> Row? {
    get { rows[id] }
    set {
      rows[id] = newValue
      changed.insert(id)
    }
  }
}

/// A row of the state file that no emulator has written.
struct ImpossibleRow: Error {}

// MARK: - On disk

extension Table {
  private struct Line: Codable {
    let table: String
    let id: String
    /// Absent: the row was removed.
    let row: Row?
  }

  /// One line for each row that changed, and forgets that it did.
  mutating func takeChanges() throws -> [[UInt8]] {
    defer { changed.removeAll(keepingCapacity: true) }
    return try lines(of: changed)
  }

  /// One line for each row.
  func allRows() throws -> [[UInt8]] { try lines(of: rows.keys) }

  /// Takes in a line that an earlier run wrote.
  ///
  /// - Throws: ``ImpossibleRow`` for a row that cannot be.
  mutating func restore(_ line: Data) throws {
    let line = try JSONDecoder().decode(Line.self, from: line)
    if let row = line.row, !isPossible(row) { throw ImpossibleRow() }
    rows[ID(line.id)] = line.row
  }

  private func lines(of ids: some Collection<ID>) throws -> [[UInt8]] {
    try ids.sorted { $0.rawValue < $1.rawValue }.map { id in
      Array(try JSONEncoder().encode(Line(table: name, id: id.rawValue, row: rows[id])))
    }
  }
}

/// How the state file reads and writes one table, whatever its rows are.
struct RecordedTable: Sendable {
  let name: String
  let takeChanges: @Sendable (inout DriveState) throws -> [[UInt8]]
  let allRows: @Sendable (DriveState) throws -> [[UInt8]]
  let restore: @Sendable (inout DriveState, Data) throws -> Void

  init<ID, Row>(_ table: any WritableKeyPath<DriveState, Table<ID, Row>> & Sendable) {
    name = DriveState()[keyPath: table].name
    takeChanges = { try $0[keyPath: table].takeChanges() }
    allRows = { try $0[keyPath: table].allRows() }
    restore = { try $0[keyPath: table].restore($1) }
  }
}
