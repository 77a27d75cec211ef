import Testing

@testable import WeDriveCommand

@Suite("The layout of a reply")
struct JSONLayoutTests {
  @Test("keeps the order of keys, the digits of numbers and everything unknown")
  func keeping() {
    let reply = #"{"z":1.50,"a":[1,{"b":"x, y: {\"}"}],"big":22666689904640123456789,"empty":{},"none":[ ]}"#
    #expect(
      JSONLayout.indented(Array(reply.utf8)) == #"""
        {
          "z": 1.50,
          "a": [
            1,
            {
              "b": "x, y: {\"}"
            }
          ],
          "big": 22666689904640123456789,
          "empty": {},
          "none": []
        }
        """#)
  }

  @Test("is the same for a reply that was laid out already")
  func again() throws {
    let once = try #require(JSONLayout.indented(Array(#"{"a":[{"b":null}, "c"],"d":true}"#.utf8)))
    #expect(JSONLayout.indented(Array(once.utf8)) == once)
  }

  @Test("shows what a terminal would interpret")
  func terminal() {
    #expect(
      JSONLayout.indented(Array("[\"\u{9B}31m\u{202E}\u{7F}文\"]".utf8)) == "[\n  \"\\u009b31m\\u202e\\u007f文\"\n]")
  }

  @Test(
    "does not exist for what is not JSON", arguments: ["", "<html>]", "{", "[1}", "{\"a", "]", "1,2", "[\"a\u{1B}\"]"])
  func notJSON(_ text: String) {
    #expect(JSONLayout.indented(Array(text.utf8)) == nil)
  }

  @Test("does not mind depth")
  func deep() throws {
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    #expect(try #require(JSONLayout.indented(Array(deep.utf8))).utf8.count < 1_000_000)
  }
}
