import WeDrive

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON that stays text.
enum JSONText {
  /// Whether `text` is one JSON value.
  static func isValid(_ text: String) -> Bool {
    (try? JSONDecoder().decode(Anything.self, from: Data(text.utf8))) != nil
  }

  /// `text` as a JSON string.
  static func string(_ text: String) -> String {
    // Every Swift string is a JSON string.
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// Where a byte is, as an editor counts: `line 2, column 14`.
  static func place(of offset: Int, in text: [UInt8]) -> String {
    let before = String(decoding: text.prefix(offset), as: UTF8.self)
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return "line \(before.utf8.count { $0 == 0x0A } + 1), column \(line.count + 1)"
  }

  /// The names of an object's fields; nil for anything else.
  static func keys(_ object: [UInt8]) -> Set<String>? {
    (try? JSONDecoder().decode([String: Anything].self, from: Data(object))).map { Set($0.keys) }
  }

  /// Any JSON value. Numbers are looked at, because a decoder checks them only when they are read.
  private struct Anything: Decodable {
    init(from decoder: any Decoder) throws {
      if var list = try? decoder.unkeyedContainer() {
        while !list.isAtEnd { _ = try list.decode(Anything.self) }
      } else if let object = try? decoder.container(keyedBy: AnyCodingKey.self) {
        for key in object.allKeys { _ = try object.decode(Anything.self, forKey: key) }
      } else {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() || (try? value.decode(Bool.self)) != nil || (try? value.decode(String.self)) != nil {
          return
        }
        _ = try value.decode(Double.self)
      }
    }
  }
}
