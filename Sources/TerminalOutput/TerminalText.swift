/// The gate for everything that a command prints, to a terminal or into a workflow's log.
package enum TerminalText {
  /// `text` with what a terminal or a workflow's log interprets, or a terminal does not show, written as `\u….`: by UTF-16 units,
  /// as in JSON, so that a JSON text that passes the gate keeps its meaning.
  ///
  /// - Parameter keepingLines: Whether line feeds stay. Text of several lines is given line by line, or with this once all
  ///   that comes from elsewhere has passed without.
  package static func visible(_ text: String, keepingLines: Bool = false) -> String {
    show(text) { scalars, index in
      let scalar = scalars[index]
      if scalar == ":" || scalar == "#" { return startsWorkflowCommand(scalars, at: index) }
      return isInterpreted(scalar) && !(keepingLines && scalar == "\n") && !joinsEmoji(scalars, at: index)
    }
  }

  /// The same for workflow commands, in lines: what they quote has no line feeds any more, and they are meant to be interpreted.
  package static func visible(workflowCommands text: String) -> String {
    show(text) { scalars, index in
      isInterpreted(scalars[index]) && scalars[index] != "\n" && !joinsEmoji(scalars, at: index)
    }
  }

  private static func show(_ text: String, where isShown: ([Unicode.Scalar], Int) -> Bool) -> String {
    guard text.unicodeScalars.contains(where: { isInterpreted($0) || $0 == ":" || $0 == "#" }) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      if isShown(scalars, index) {
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
          let digits = String(unit, radix: 16)
          result.append(
            contentsOf: ("\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits).unicodeScalars)
        }
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// A control character, a mark without width (those that turn the direction of writing are among them), or a separator
  /// of lines or paragraphs.
  private static func isInterpreted(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Whether GitHub's runner takes what begins here for a command: `::` at the start of a line, `##[` anywhere.
  private static func startsWorkflowCommand(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    let rest = scalars[index...]
    if rest.starts(with: "##[".unicodeScalars) { return true }
    guard rest.starts(with: "::".unicodeScalars) else { return false }
    let before = scalars[..<index].last { $0 == "\n" || !$0.properties.isWhitespace }
    return before == nil || before == "\n"
  }

  /// Whether this is the zero width joiner between two emoji, which makes one picture of them.
  private static func joinsEmoji(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    guard scalars[index] == "\u{200D}", index > 0, index + 1 < scalars.count else { return false }
    return isPicture(scalars[index - 1]) && isPicture(scalars[index + 1])
  }

  /// An emoji, or the selector of its coloured form. Digits and marks of ASCII, which are emoji to Unicode, are none here.
  private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{FE0F}" || (scalar.value > 0xFF && scalar.properties.isEmoji)
  }
}
