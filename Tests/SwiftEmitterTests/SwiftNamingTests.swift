import Testing

@testable import SwiftEmitter

@Suite("Words")
struct WordTests {
  @Test(
    "A type's name becomes that of a value",
    arguments: [("SpaceID", "spaceID"), ("URLPart", "urlPart"), ("ID", "id"), ("A", "a"), ("WeCom", "weCom")])
  func lower(name: String, expected: String) {
    #expect(SwiftNaming.lower(name) == expected)
  }

  @Test("Numbers of five digits or more are grouped")
  func numbers() {
    #expect(
      [0, 9999, 10_000, -10_000, 2_097_152, 123_456].map { SwiftNaming.number($0) } == [
        "0", "9999", "10_000", "-10_000", "2_097_152", "123_456",
      ])
    #expect(SwiftNaming.number(.min) == "-9_223_372_036_854_775_808")
  }

  @Test("A text becomes a literal that holds on one line")
  func literals() {
    #expect(SwiftNaming.literal("say \"so\"\\\n\t\u{1}\u{7F} 微盘") == #""say \"so\"\\\n\t\u{1}\u{7f} 微盘""#)
  }

  @Test("Text is broken at spaces only, and a word that is too long has a line for itself")
  func paragraphs() {
    #expect(Paragraph.wrap("a bb ccc", width: 4) == ["a bb", "ccc"])
    #expect(Paragraph.wrap("a  bb\n\nccccccc d", width: 4) == ["a bb", "ccccccc", "d"])
    #expect(Paragraph.wrap("- one two", width: 6, hanging: "  ") == ["- one", "  two"])
    #expect(Paragraph.wrap("", width: 4).isEmpty)
    #expect(Paragraph.wrap("微盘 微盘", width: 5) == ["微盘 微盘"])
  }
}
