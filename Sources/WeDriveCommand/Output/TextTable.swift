import TerminalOutput

/// Rows with their columns aligned. Every cell passes `TerminalText`: identifiers come from a server as names do.
enum TextTable {
  /// One line for each row; the last column is as long as it is.
  static func lines(_ cells: [[String]]) -> [String] {
    let rows = cells.map { row in row.map { TerminalText.visible($0) } }
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, text in
        column == row.count - 1 ? text : text + String(repeating: " ", count: widths[column] - text.count)
      }.joined(separator: "  ")
    }
  }
}
