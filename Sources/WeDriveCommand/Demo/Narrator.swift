/// Tells a story step by step: with colours to a person at a terminal, plainly otherwise.
struct Narrator {
  let hasColours: Bool

  func chapter(_ title: String) {
    write("\n" + styled(title, "1"))
  }

  /// Something that was done, and what came of it.
  func done(_ call: String, _ text: String) {
    write("  \(styled("✔", "32")) \(padded(call))  \(TerminalText.visible(text))")
  }

  func remark(_ text: String) { write(styled(text, "2")) }

  private func padded(_ call: String) -> String {
    styled(call + String(repeating: " ", count: max(0, 19 - call.count)), "36")
  }

  private func styled(_ text: String, _ code: String) -> String {
    hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  private func write(_ line: String) {
    print(line)
    StandardOutput.flush()
  }
}
