import Foundation
import WeDriveTrees

/// Sizes and times as they are written on the command line.
enum TreeFilterText {
  /// What `find` asks of an entry.
  struct Conditions {
    var name: NamePattern?
    var sizes: ClosedRange<UInt64> = 0...UInt64.max
    var newerThan: UInt64 = 0
    /// Whether something is asked that only files have.
    var isAboutFiles: Bool { sizes != 0...UInt64.max }

    func holds(name: EntryName, size: UInt64, modified: UInt64) -> Bool {
      (self.name?.matches(name) ?? true) && sizes.contains(size) && modified >= newerThan
    }
  }

  static func filter(name: String?, size: String?, newer: String?) throws -> Conditions {
    var conditions = Conditions()
    conditions.name = try name.map { try NamePattern($0) }
    if let size { conditions.sizes = try sizes(size) }
    if let newer { conditions.newerThan = try time(newer) }
    return conditions
  }

  /// `+1M`, `-1M` or `1M`.
  static func sizes(_ text: String) throws(ErrorReport) -> ClosedRange<UInt64> {
    let isSigned = text.hasPrefix("+") || text.hasPrefix("-")
    guard let bytes = bytes(isSigned ? text.dropFirst() : text[...]) else {
      throw ErrorReport(.usage, "\(text) is not a size", advice: "Such as 500, 10k, +1M or -2G.")
    }
    return text.hasPrefix("+") ? bytes...UInt64.max : text.hasPrefix("-") ? 0...bytes : bytes...bytes
  }

  private static func bytes(_ text: Substring) -> UInt64? {
    let units: [Character: UInt64] = ["k": 1 << 10, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let unit = text.last.flatMap { units[$0] }
    guard let number = UInt64(unit == nil ? text : text.dropLast()) else { return nil }
    let (bytes, isOver) = number.multipliedReportingOverflow(by: unit ?? 1)
    return isOver ? nil : bytes
  }

  /// `2026-11-27` or `2026-11-27T10:00:00Z`, in seconds since 1970.
  static func time(_ text: String) throws(ErrorReport) -> UInt64 {
    let whole = text.contains("T") ? text : text + "T00:00:00Z"
    guard let date = try? Date(whole, strategy: .iso8601), date.timeIntervalSince1970 >= 0 else {
      throw ErrorReport(.usage, "\(text) is not a time", advice: "Such as 2026-11-27, or 2026-11-27T10:00:00Z.")
    }
    return UInt64(date.timeIntervalSince1970)
  }
}
