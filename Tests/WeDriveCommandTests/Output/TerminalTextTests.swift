import Foundation
import TerminalOutput
import Testing

@testable import WeDriveCommand

@Suite("Text for a terminal")
struct TerminalTextTests {
  @Test("shows what a terminal would interpret, and nothing else differently")
  func visible() {
    #expect(TerminalText.visible("plain 文字 😀 \"x\"") == "plain 文字 😀 \"x\"")
    #expect(TerminalText.visible("a\u{1B}[31mb\nc\u{202E}d\u{7F}") == "a\\u001b[31mb\\u000ac\\u202ed\\u007f")
    #expect(TerminalText.visible("a\nb\u{7}", keepingLines: true) == "a\nb\\u0007")
    #expect(TerminalText.visible("a\u{200E}b\u{061C}c\u{200B}") == "a\\u200eb\\u061cc\\u200b")
  }

  @Test("keeps the joiner of emoji, and shows it elsewhere")
  func joiners() {
    #expect(TerminalText.visible("👩‍🚀 👩🏽‍🚀 🏳️‍🌈") == "👩‍🚀 👩🏽‍🚀 🏳️‍🌈")
    #expect(TerminalText.visible("a\u{200D}b👩\u{200D}c\u{200D}") == "a\\u200db👩\\u200dc\\u200d")
  }

  @Test(
    "keeps the meaning of JSON", arguments: ["\u{9B}31m", "a\u{202E}b", "\u{E0001}", "\u{2028}", "::error::x", "a##[x"])
  func json(text: String) throws {
    let json = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
    let shown = TerminalText.visible(json)
    #expect(try JSONDecoder().decode([String].self, from: Data(shown.utf8)) == [text])
    #expect(TerminalText.visible(shown) == shown)
  }

  @Test("shows what a workflow's log would interpret, and lets a command's own through")
  func workflows() {
    #expect(TerminalText.visible("::error::a") == "\\u003a:error::a")
    #expect(TerminalText.visible("a ::b\n  ::stop::x", keepingLines: true) == "a ::b\n  \\u003a:stop::x")
    #expect(TerminalText.visible("a##[error]b") == "a\\u0023#[error]b")
    #expect(TerminalText.visible("# [a] ## b a::b") == "# [a] ## b a::b")
    #expect(TerminalText.visible(workflowCommands: "::error::a\u{1B}b\n") == "::error::a\\u001bb\n")
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
