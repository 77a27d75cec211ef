import WeDrive

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

  /// Whether the content itself stands on the command line.
  var isVisible: Bool { if case .text = self { true } else { false } }

  func read() throws(ErrorReport) -> [UInt8] {
    do throws(FileFailure) {
      return switch self {
      case .text(let text): Array(text.utf8)
      case .file(let path): try Descriptor.readAll(path: path)
      case .standardInput: try StandardInput.readAll()
      }
    } catch {
      throw ErrorReport(.file(error))
    }
  }
}
