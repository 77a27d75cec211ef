import WeDrive

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Arguments as the system passed them: bytes. Swift's own list of them shows what is not UTF-8 as U+FFFD, which is
/// another name.
enum CommandArgument {
  /// The paths that arguments name, by their bytes.
  static func paths(_ texts: [String]) -> [LocalPath] {
    guard texts.contains(where: isRepaired) else { return texts.map { LocalPath($0) } }
    var rest = raw
    return texts.map { text in
      guard isRepaired(text) else { return LocalPath(text) }
      // Several that look alike come in the order in which they were given.
      guard let index = rest.firstIndex(where: { Array($0.text.utf8) == Array(text.utf8) }) else {
        return LocalPath(text)
      }
      return rest.remove(at: index)
    }
  }

  /// The path that an argument names, by its bytes.
  static func path(_ text: String) -> LocalPath { paths([text]).first ?? LocalPath(text) }

  /// Refuses the value of an option, or an argument, that is not UTF-8.
  ///
  /// - Parameter what: What it is, for the error.
  static func checkIsText(_ text: String, _ what: String) throws(ErrorReport) {
    guard isRepaired(text) else { return }
    let isWrong = raw.contains { argument in
      !argument.isText && (argument.text == text || argument.text.hasSuffix("=" + text))
    }
    if isWrong { throw ErrorReport(.usage, "\(what) is not UTF-8", advice: "Give it in UTF-8.") }
  }

  private static func isRepaired(_ text: String) -> Bool { text.unicodeScalars.contains("\u{FFFD}") }

  private static var raw: [LocalPath] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { argument in
        LocalPath(bytes: Array(UnsafeRawBufferPointer(start: argument, count: strlen(argument))))
      }
    }
  }
}
