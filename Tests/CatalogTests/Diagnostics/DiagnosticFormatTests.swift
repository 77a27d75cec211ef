import Foundation
import Testing

@testable import Catalog

@Suite("Printing diagnostics")
struct DiagnosticFormatTests {
  private let found = [
    Diagnostic(
      rule: .unknownKey, position: Position(file: "a,b:c%.yaml", line: 3, column: 7),
      end: Position(file: "a,b:c%.yaml", line: 3, column: 14), text: "100% \"wrong\", says \\ and 字",
      notes: [.init(position: Position(file: "d.yaml", line: 1, column: 1), text: "it is here")]),
    Diagnostic(rule: .unreferenced, position: Position(file: "d.yaml", line: 9, column: 1), text: "nothing uses it"),
  ]

  @Test("As text, a note stands on its own line")
  func text() {
    #expect(
      DiagnosticFormat.text.render(found, folder: "Spec") == """
        Spec/a,b:c%.yaml:3:7: error: 100% "wrong", says \\ and 字 [unknown-key]
        Spec/d.yaml:1:1: note: it is here
        Spec/d.yaml:9:1: warning: nothing uses it [unreferenced]

        """)
  }

  @Test("For GitHub, what would end a property or a line is escaped")
  func github() {
    #expect(
      DiagnosticFormat.github.render(found, folder: "Spec/") == """
        ::error file=Spec/a%2Cb%3Ac%25.yaml,line=3,col=7,endLine=3,endColumn=14,title=unknown-key::100%25 "wrong", says \\ and 字%0ASpec/d.yaml:1:1: note: it is here
        ::warning file=Spec/d.yaml,line=9,col=1,title=unreferenced::nothing uses it

        """)
  }

  @Test("As JSON, it can be read back")
  func json() throws {
    let data = Data(DiagnosticFormat.json.render(found, folder: ".").utf8)
    let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(objects.count == 2)
    #expect(objects[0]["id"] as? String == "unknown-key")
    #expect(objects[0]["file"] as? String == "a,b:c%.yaml")
    #expect(objects[0]["column"] as? Int == 7)
    #expect(objects[0]["endColumn"] as? Int == 14)
    #expect(objects[0]["text"] as? String == "100% \"wrong\", says \\ and 字")
    let notes = try #require(objects[0]["notes"] as? [[String: Any]])
    #expect(notes[0]["line"] as? Int == 1)
    #expect(objects[1]["severity"] as? String == "warning")
    #expect(DiagnosticFormat.json.render([], folder: "") == "[]\n")
  }

  @Test("A message never breaks its line, whatever the catalog holds")
  func singleLine() throws {
    let found = try Catalog.load(over: ["case/limits.yaml": "limits: {}\n\"a\\nb\\e[31m\": 1\n"]).diagnostics
    #expect(DiagnosticFormat.text.render(found, folder: "").split(separator: "\n").count == 1)
    #expect(!found[0].text.unicodeScalars.contains("\u{1B}"))
  }
}
