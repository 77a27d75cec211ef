import Testing

@testable import WeDriveCommand

@Suite("Text for a terminal")
struct TerminalTextTests {
  @Test("shows what a terminal would obey, and nothing else differently")
  func visible() {
    #expect(TerminalText.visible("plain 文字 😀 \"x\"") == "plain 文字 😀 \"x\"")
    #expect(TerminalText.visible("a\u{1B}[31mb\nc\u{202E}d\u{7F}") == "a\\u001b[31mb\\u000ac\\u202ed\\u007f")
    #expect(TerminalText.visible("a\nb\u{7}", keepingLines: true) == "a\nb\\u0007")
  }

  @Test("is aligned in columns")
  func table() {
    #expect(TextTable.lines([["a", "bb", "c"], ["ddd", "e", "f f"]]) == ["a    bb  c", "ddd  e   f f"])
    #expect(TextTable.lines([]) == [])
  }
}
