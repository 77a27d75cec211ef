import TerminalOutput

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
