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

extension TerminalText {
  /// About how many columns a text takes: two for each character of East Asian scripts.
  static func columns(_ text: String) -> Int {
    text.reduce(0) { sum, character in
      switch character.unicodeScalars.first?.value ?? 0 {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        sum + 2
      default: sum + 1
      }
    }
  }
}
