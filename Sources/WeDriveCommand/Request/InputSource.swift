#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the content of an option comes from.
enum InputSource: Equatable {
  case text(String)
  case file(String)
  case standardInput

  /// `@FILE`, `-` or `@-`, or the text itself.
  init(_ argument: String) {
    self =
      switch argument {
      case "-", "@-": .standardInput
      case _ where argument.hasPrefix("@"): .file(String(argument.dropFirst()))
      default: .text(argument)
      }
  }

  func read() throws(ErrorReport) -> [UInt8] {
    do {
      return switch self {
      case .text(let text): Array(text.utf8)
      case .file(let path): Array(try Data(contentsOf: URL(filePath: path)))
      case .standardInput: try StandardInput.readAll()
      }
    } catch {
      let name = if case .file(let path) = self { path } else { "standard input" }
      throw ErrorReport(.failed, "\(name): cannot be read")
    }
  }
}
