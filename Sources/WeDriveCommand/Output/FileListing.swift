import TerminalOutput

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
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
