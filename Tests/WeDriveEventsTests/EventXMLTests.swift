import Testing
import WeDriveEvents
import WeDriveRuntime

@Suite("The XML of callbacks")
struct EventXMLTests {
  private func error(_ xml: String, maximumBytes: Int = 1 << 20) -> CallbackError? {
    do throws(CallbackError) {
      _ = try EventNode(xml: Array(xml.utf8), maximumBytes: maximumBytes)
      return nil
    } catch {
      return error
    }
  }

  private func isMalformed(_ error: CallbackError?) -> Bool {
    if case .malformedXML = error { true } else { false }
  }

  @Test(
    "What is not well-formed is refused",
    arguments: [
      "", " ", "text", "<", "<xml", "<xml>", "<xml></XML>", "<xml><a></xml>", "<xml></xml><xml></xml>",
      "<xml>&nbsp;</xml>",
      "<xml>&a;</xml>", "<xml a=1></xml>", "<xml>\u{0}</xml>", "<xml><![CDATA[a</xml>", "<xml>&#0;</xml>", "</xml>",
      "<?xml version=\"1.0\"?>", "<!-- --", "<xml>a</xml>trailing", "<xml>\u{1}</xml>",
      "<?xml version=\"1.0\" encoding=\"UTF-16\"?><xml></xml>",
      "<?xml version=\"1.0\" encoding=\"utf-7\"?><xml>+ADw-</xml>", "<xml>&#xD800;</xml>", "<xml>&#x110000;</xml>",
      "<xml>&lt</xml>", "<xml>&#99999999999;</xml>", "<xml><a b='<'/></xml>", "<xml><1/></xml>", "<xml></xml>\u{FEFF}",
    ])
  func malformed(xml: String) {
    #expect(isMalformed(error(xml)), "\(xml)")
  }

  @Test("Bytes that are not UTF-8 are refused")
  func notUTF8() {
    for bytes: [UInt8] in [
      [0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E],
      Array("\u{FEFF}".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
    ] {
      #expect(throws: CallbackError.self) { try EventNode(xml: bytes) }
    }
  }

  @Test(
    "A document type is refused, wherever it hides, and whatever it declares",
    arguments: [
      "<!DOCTYPE xml><xml></xml>",
      "<?xml version=\"1.0\"?>\n<!-- x --><!DOCTYPE xml [<!ENTITY a \"b\">]><xml>&a;</xml>",
      "<!DOCTYPE xml SYSTEM \"file:///etc/passwd\"><xml></xml>",
      "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml>&a;</xml>",
      "<!DOCTYPE xml [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x\"> %p;]><xml></xml>",
      "<xml><!DOCTYPE xml [<!ENTITY a \"b\">]>&a;</xml>", "<xml></xml><!DOCTYPE xml>",
      "<?a <!DOCTYPE ?><!DOCTYPE xml [<!ENTITY a \"b\">]><xml>&a;</xml>",
      "<!-- > --><!doctype xml [<!ENTITY a \"b\">]><xml>&a;</xml>",
    ])
  func documentTypes(xml: String) {
    #expect(isMalformed(error(xml)), "\(xml)")
  }

  @Test(
    "A processing instruction is refused, wherever it stands",
    arguments: [
      "<xml><Encrypt>a</Encrypt></xml><?a?>", "<?a?><x/>", "<x><?a?></x>", "<x><?a b?></x>", "<?a b?><x/>",
      "<x/><?xml version=\"1.0\"?>", "<x><?xml version=\"1.0\"?></x>", "<?", "<x><?",
    ])
  func instructions(xml: String) {
    #expect(isMalformed(error(xml)), "\(xml)")
  }

  @Test("Characters in CDATA that XML cannot have are read as one that it can, so that what is written is read again")
  func strangeCharacters() throws {
    let node = try EventNode(xml: Array("<xml><![CDATA[a\u{1}\u{0}b\u{FFFF}\tc]]></xml>".utf8))
    #expect(node.text == "a\u{FFFD}\u{FFFD}b\u{FFFD}\tc")
    #expect(try EventNode(xml: Array(node.xml.utf8)) == node)
  }

  @Test("White space around a text is not part of it, but in CDATA and in references it is")
  func whiteSpace() throws {
    let node = try EventNode(
      xml: Array(
        "<xml>\n<a>\r\n<![CDATA[x]]>\n\t</a><b> 7\n</b><c><![CDATA[ y ]]></c><d>&#32;z </d><e>1\r\n2</e></xml>".utf8))
    #expect(["a", "b", "c", "d", "e"].map { node.text(of: $0) } == ["x", "7", " y ", " z", "1\n2"])
  }

  @Test("Attributes are read over, up to as many as a node may have")
  func attributes() throws {
    #expect(try EventNode(xml: Array("<xml a=\"1\" b='2' ><c d = 'e'/></xml>".utf8)).children.map(\.name) == ["c"])
    let many = (0..<100_000).map { "a\($0)=\"\"" }.joined(separator: " ")
    #expect(isMalformed(error("<x \(many)/>", maximumBytes: 1 << 21)))
  }

  @Test("Entities that multiply are refused before they do")
  func bomb() {
    var bomb = "<!DOCTYPE xml [<!ENTITY a0 \"lol\">"
    for level in 1...9 {
      bomb += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 10) + "\">"
    }
    bomb += "]><xml>&a9;</xml>"
    let start = ContinuousClock.now
    #expect(isMalformed(error(bomb)))
    #expect(ContinuousClock.now - start < .seconds(1))
  }

  @Test("What is too long, too deep or too much is refused in time")
  func giants() {
    let start = ContinuousClock.now
    #expect(error(String(repeating: "x", count: (1 << 20) + 1)) == .tooLarge(bytes: (1 << 20) + 1, maximum: 1 << 20))
    #expect(error("<xml></xml>", maximumBytes: 10) == .tooLarge(bytes: 11, maximum: 10))
    let deep = String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)
    #expect(isMalformed(error(deep)))
    #expect(isMalformed(error("<xml>" + String(repeating: "<a/>", count: 110_000) + "</xml>")))
    #expect(error("<xml>" + String(repeating: "<a>text</a>", count: 50_000) + "</xml>") == nil)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("Text is what it was, in whatever form it was written")
  func texts() throws {
    let xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- <!DOCTYPE is nothing here -->\n<xml>\n  <a><![CDATA[<!DOCTYPE x>]]></a>\n"
      + "  <b>1 &lt; 2 &amp;&#38; 中 &#x4E2D;<!-- c -->!</b>\n  <c/>\n  <d> <e>1</e> <e>2</e> </d>\n</xml>\n"
    let node = try EventNode(xml: Array(xml.utf8))
    #expect(node.text(of: "a") == "<!DOCTYPE x>")
    #expect(node.text(of: "b") == "1 < 2 && 中 中!")
    #expect(node.text(of: "c") == "" && node.text(of: "z") == nil)
    #expect(node["d"].first?["e"].map(\.text) == ["1", "2"])
    #expect(node["d"].first?.text == "")
  }

  @Test("What is written is read again")
  func writing() throws {
    let texts = ["", "a", "<>&\"'", "]]>", "中 😀", " a ", "a\nb\tc\rd", "&amp;", "<![CDATA[x]]>"]
    let node = EventNode("xml", children: texts.map { EventNode("a", text: $0) })
    #expect(try EventNode(xml: Array(node.xml.utf8)) == node)
    let odd = EventNode("xml", children: [EventNode("a", text: "x\u{0}\u{1}\u{FFFF}y")])
    #expect(try EventNode(xml: Array(odd.xml.utf8)).text(of: "a") == "xy")
  }
}
