/// Collects lines of text at an indentation. It knows nothing about Swift.
struct CodePrinter {
  /// The longest line, in Unicode scalars.
  static let width = 120

  private var bytes: [UInt8] = []
  var indentation = 0

  init() { bytes.reserveCapacity(64 * 1024) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// What a line may hold at this indentation.
  var room: Int { Self.width - indentation }

  mutating func line(_ parts: String...) {
    for _ in 0..<indentation { bytes.append(UInt8(ascii: " ")) }
    for part in parts { bytes.append(contentsOf: part.utf8) }
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func blank() { bytes.append(UInt8(ascii: "\n")) }
}

extension String {
  /// Columns it takes in a line, as the formatter counts them.
  var columns: Int { unicodeScalars.count }
}
