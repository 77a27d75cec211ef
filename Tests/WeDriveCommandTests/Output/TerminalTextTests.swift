import Testing

@testable import WeDriveCommand

@Suite("Text for a terminal")
struct TerminalTextTests {
  @Test("shows what a terminal would obey, and nothing else differently")
  func visible() {
    #expect(TerminalText.visible("plain 文字 😀 \"x\"") == "plain 文字 😀 \"x\"")
    #expect(TerminalText.visible("a\u{1B}[31mb\nc\u{202E}d\u{7F}") == "a\\u001b[31mb\\u000ac\\u202ed\\u007f")
    #expect(TerminalText.visible("a\nb\u{7}", keepingLines: true) == "a\nb\\u0007")
    #expect(TerminalText.visible("a\u{200E}b\u{061C}c\u{200B}") == "a\\u200eb\\u061cc\\u200b")
  }

  @Test func aTableShowsWhatATerminalWouldObeyInEveryColumn() {
    #expect(TextTable.lines([["f\u{1B}[31m\u{7}", "a\u{200E}"]]) == ["f\\u001b[31m\\u0007  a\\u200e"])
  }

  @Test("is aligned in columns")
  func table() {
    #expect(TextTable.lines([["a", "bb", "c"], ["ddd", "e", "f f"]]) == ["a    bb  c", "ddd  e   f f"])
    #expect(TextTable.lines([]) == [])
  }
}
