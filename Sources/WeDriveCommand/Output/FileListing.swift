import Foundation
import TerminalOutput
import WeDrive

/// Entries of a space, as lines for a person.
enum FileListing {
  /// `fileid  name`, a folder's name with a slash behind it.
  static func brief(_ file: FileInfo) -> [String] { [file.fileID.rawValue, name(file)] }

  /// Kind, size, time of the last change, id and name.
  static func long(_ file: FileInfo) -> [String] {
    [
      file.fileType.map(kind) ?? "-", file.fileSize.map { "\($0)" } ?? "-", time(file.modificationTime),
      file.fileID.rawValue,
      name(file),
    ]
  }

  /// The columns of a listing: kind, size and time where it is long, the id where it is asked for, and the name.
  static func row(_ file: FileInfo, isLong: Bool, withID: Bool) -> [String] {
    var row = isLong ? long(file) : brief(file)
    if !withID { row.remove(at: row.count - 2) }
    return row
  }

  /// Everything that is known of it, with the names of the wire.
  static func rows(_ file: FileInfo) -> [[String]] {
    [
      ("fileid", file.fileID.rawValue), ("name", file.fileName), ("type", file.fileType.map(kind)),
      ("size", file.fileSize.map { "\($0)" }), ("created", file.creationTime.map(time)),
      ("modified", file.modificationTime.map(time)), ("sha1", file.sha), ("md5", file.md5),
      ("space", file.spaceID?.rawValue), ("folder", file.parentID?.rawValue),
      ("deleted", file.fileStatus == .deleted ? "yes" : nil), ("url", file.url),
    ].compactMap { name, value in
      guard let value, !value.isEmpty else { return nil }
      return [name, TerminalText.visible(value)]
    }
  }

  private static func name(_ file: FileInfo) -> String {
    TerminalText.visible(file.fileName) + (file.fileType == .folder ? "/" : "")
  }

  private static func kind(_ type: FileType) -> String { FileType.names[type.rawValue] ?? "\(type.rawValue)" }

  /// `2026-11-21T09:37:07Z`
  private static func time(_ seconds: UInt64?) -> String {
    // Beyond the year 9999 it is not a time.
    guard let seconds, seconds > 0, seconds < 253_402_300_800 else { return "-" }
    return Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }
}

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
