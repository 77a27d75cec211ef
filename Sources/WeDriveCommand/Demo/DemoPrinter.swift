import TerminalOutput

/// Tells a story step by step: with colours to a person at a terminal, plainly otherwise.
struct DemoPrinter {
  let hasColours: Bool

  func chapter(_ title: String) {
    StandardOutput.print()
    write([(title, "1")])
  }

  /// A step, and its result.
  func done(_ call: String, _ text: String) {
    write([("  ", nil), ("✔", "32"), (" ", nil), (padded(call), "36"), ("  " + text, nil)])
  }

  func remark(_ text: String) { write([(text, "2")]) }

  /// The last remark, after an empty line.
  func end(_ text: String) {
    StandardOutput.print()
    remark(text)
  }

  private func padded(_ call: String) -> String {
    call + String(repeating: " ", count: max(0, 19 - call.count))
  }

  /// Writes a line of pieces, each in its colour. The colours are the program's own; the texts pass the terminal's gate.
  private func write(_ pieces: [(text: String, colour: String?)]) {
    let line = pieces.map { text, colour in
      let text = TerminalText.visible(text)
      guard hasColours, let colour else { return text }
      return "\u{1B}[\(colour)m\(text)\u{1B}[0m"
    }
    Swift.print(line.joined())
    StandardOutput.flush()
  }
}
