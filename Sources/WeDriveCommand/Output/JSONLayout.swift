import Foundation
import TerminalOutput

/// JSON as it was received, laid out for reading: the order of keys, the digits of numbers and unknown fields stay.
///
/// Only white space changes. Characters that a terminal would interpret rather than show are written as escapes.
enum JSONLayout {
  /// Nil for anything that is not JSON as far as its brackets and strings go.
  static func indented(_ bytes: [UInt8]) -> String? {
    var layout = Layout()
    for byte in bytes { guard layout.take(byte) else { return nil } }
    return layout.isComplete ? layout.text : nil
  }

  private struct Layout {
    private var output: [UInt8] = []
    private var closers: [UInt8] = []
    private var isInString = false
    private var isEscaped = false
    /// Whether the innermost bracket has just been opened: an empty one stays on its line.
    private var isFresh = false

    var isComplete: Bool { closers.isEmpty && !isInString && !output.isEmpty }

    var text: String { TerminalText.visible(String(decoding: output, as: UTF8.self), keepingLines: true) }

    mutating func take(_ byte: UInt8) -> Bool {
      if isInString {
        output.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        return byte >= 0x20
      }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): return true
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        breakIfFresh()
        output.append(byte)
        closers.append(byte + 2)
        isFresh = true
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard closers.popLast() == byte else { return false }
        if !isFresh { breakLine() }
        isFresh = false
        output.append(byte)
      case UInt8(ascii: ","):
        guard !closers.isEmpty else { return false }
        output.append(byte)
        breakLine()
      case UInt8(ascii: ":"): output += [byte, UInt8(ascii: " ")]
      default:
        breakIfFresh()
        output.append(byte)
        isInString = byte == UInt8(ascii: "\"")
      }
      return true
    }

    private mutating func breakIfFresh() {
      if isFresh { breakLine() }
      isFresh = false
    }

    private mutating func breakLine() {
      output.append(UInt8(ascii: "\n"))
      // Bounded, so that a reply of brackets does not become a page of blanks for each.
      output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * min(closers.count, 40)))
    }
  }
}

/// A result as a JSON object on one line, for other programs.
enum JSONLine {
  static func of(_ value: some Encodable) throws(ErrorReport) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return TerminalText.visible(String(decoding: try encoder.encode(value), as: UTF8.self))
    } catch {
      throw ErrorReport(.failed, "the result cannot be written as JSON")
    }
  }
}
