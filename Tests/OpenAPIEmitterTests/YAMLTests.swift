import Testing

@testable import OpenAPIEmitter

@Suite("YAML as it is written")
struct YAMLTests {
  private func written(_ map: YAMLMap) -> String { YAMLWriter.text(of: map, comment: "A comment.") }

  @Test("Maps and lists stand in blocks, in their order, and empty ones say so")
  func blocks() {
    let map: YAMLMap = [
      "b": ["x": 1, "a": [true, "text", ["k": -2, "z": []], [:]]], "a": [["first": ["in": "line"], "second": 2]],
    ]
    #expect(
      written(map) == """
        # A comment.
        b:
          x: 1
          a:
            - true
            - text
            - k: -2
              z: []
            - {}
        a:
          - first:
              in: line
            second: 2

        """)
  }

  @Test(
    "A text is bare only if every version of YAML reads it as a text",
    arguments: [
      ("name", "name"), ("/a/b-c_d.e", "/a/b-c_d.e"), ("$ref", "$ref"), ("", "\"\""), ("yes", "\"yes\""),
      ("No", "\"No\""),
      ("NULL", "\"NULL\""), ("n", "\"n\""), ("1", "\"1\""), ("2026-01-02", "\"2026-01-02\""), ("-a", "\"-a\""),
      (".inf", "\".inf\""), ("a: b", "\"a: b\""), ("a #b", "\"a #b\""), ("两", "\"两\""), ("a\"\\", "\"a\\\"\\\\\""),
      ("a\nb\t\u{0}\u{85}\u{202E}\u{FEFF}\u{FFFF}", "\"a\\nb\\t\\u0000\\u0085\\u202e\\ufeff\\uffff\""), ("😀", "\"😀\""),
    ])
  func texts(_ text: String, _ expected: String) {
    #expect(written(["key": .text(text)]) == "# A comment.\nkey: \(expected)\n")
    #expect(written(.init(dictionaryLiteral: (text, 1))) == "# A comment.\n\(expected): 1\n")
  }
}
