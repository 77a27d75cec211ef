import Foundation
import Testing

@testable import WeDriveRuntime

@Suite struct ReplyEnvelopeTests {
  private func envelope(_ text: String) throws(JSONDocument.Malformed) -> ReplyEnvelope {
    try ReplyEnvelope(Array(text.utf8), codeField: "errcode", messageField: "errmsg")
  }

  @Test func `the errcode is found wherever it stands and however it is written`() throws {
    let table: [(String, Int?, String?)] = [
      (#"{"errcode":0,"errmsg":"ok"}"#, 0, nil),
      (#"{}"#, nil, nil),
      (#" { "a" : [ ] , "errcode" : 0 } "#, 0, nil),
      (#"{"a":{"errcode":5},"b":[{"errcode":6}]}"#, nil, nil),
      (#"{"list":[1,-2.5e+3,true,false,null,"]}"],"errmsg":"bad","errcode":42001}"#, 42001, "bad"),
      (#"{"errcode":"40014","errmsg":"bad"}"#, 40014, "bad"),
      (#"{"errcode":"0"}"#, 0, nil),
      (#"{"errcode":-1,"errmsg":"\u7cfb\u7edf \"busy\""}"#, -1, "系统 \"busy\""),
      (#"{"errcode":null}"#, nil, nil),
      (#"{"errcode":7,"errmsg":null}"#, 7, nil),
      (#"{"errcode":7,"errmsg":{"a":1}}"#, 7, nil),
    ]
    for (text, code, message) in table {
      let envelope = try envelope(text)
      #expect(envelope.code == code, "\(text)")
      #expect(envelope.message == message, "\(text)")
    }
  }

  @Test(arguments: [
    ("", "is empty"), ("  ", "breaks off"), ("<html>", "is not a JSON object"), ("[]", "is not a JSON object"),
    ("\u{FEFF}[]", "is not a JSON object"), ("null", "is not a JSON object"), ("{", "breaks off"),
    (#"{"errcode"#, "breaks off"), (#"{"errcode":"#, "breaks off"), (#"{"errcode":0"#, "breaks off"),
    (#"{"errcode":0,"#, "breaks off"), (#"{"errcode":0,}"#, "has a member without a name"),
    (#"{"errcode":0}x"#, "goes on after its end"), (#"{"errcode":0}{}"#, "goes on after its end"),
    (#"{"errcode":}"#, "has a value that is not JSON"), (#"{"errcode" 0}"#, "has a member without a value"),
    (#"{"a":[1}"#, "has brackets that do not match"), (#"{"a":{"b":1]}"#, "has brackets that do not match"),
    (#"{"a":[1,]}"#, "has a value that is not JSON"), (#"{"a":{"b":1,}}"#, "has a member without a name"),
    (#"{"a":[}"#, "has a value that is not JSON"), (#"{"a":nul}"#, "has a value that is not JSON"),
    (#"{"a":NaN}"#, "has a value that is not JSON"), (#"{"a":01}"#, "has a value that is not JSON"),
    (#"{"a":1.}"#, "has a value that is not JSON"), (#"{"a":1e}"#, "has a value that is not JSON"),
    (#"{"a":-}"#, "has a value that is not JSON"), (#"{"a":"\q"}"#, "has an escape that JSON does not know"),
    (#"{"a":"\"#, "breaks off"),
    (#"{"errcode":0,"errcode":1}"#, "has a member twice"), (#"{"a":0,"a":1}"#, "has a member twice"),
    (#"{"errcode":1.5}"#, "has an errcode that is not a number"),
    (#"{"errcode":true}"#, "has an errcode that is not a number"),
    (#"{"errcode":"x"}"#, "has an errcode that is not a number"),
    (#"{"errcode":99999999999999999999}"#, "has an errcode that is not a number"),
  ])
  func `what is not one JSON object is refused with a reason`(text: String, reason: String) {
    #expect {
      try envelope(text)
    } throws: { error in
      (error as? JSONDocument.Malformed)?.reason == reason
    }
  }

  @Test func `every prefix of a reply is refused`() throws {
    let text = #"{"errcode":0,"l":[{"a":"é\n","b":[1.5e3,true,null]},{}],"o":{"x":{}}}"#
    _ = try envelope(text)
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      #expect(throws: JSONDocument.Malformed.self) {
        try ReplyEnvelope(Array(bytes[..<count]), codeField: "errcode", messageField: "errmsg")
      }
    }
  }

  @Test func `an errcode is read beside text that is no text of JSON's`() throws {
    let odd: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE4, 0xB8], [0x0A], [0x1B], Array(#"\ud83d"#.utf8),
    ]
    for bad in odd {
      let bytes = [0xEF, 0xBB, 0xBF] + Array(#"{"errcode":7,"errmsg":"a"#.utf8) + bad + Array(#""}"#.utf8)
      let envelope = try ReplyEnvelope(bytes, codeField: "errcode", messageField: "errmsg")
      #expect(envelope.code == 7 && envelope.message?.hasPrefix("a") == true, "\(bad)")
    }
    let escaped = try ReplyEnvelope(
      Array(#"{"\u0065rrcode":60011,"errmsg":"no"}"#.utf8), codeField: "errcode", messageField: "errmsg")
    #expect(escaped.code == 60011)
  }

  @Test func `depth is bounded, and a bomb of brackets costs neither stack nor time`() throws {
    let deep = JSONDocument.deepest
    _ = try envelope("{\"a\":" + String(repeating: "[", count: deep) + String(repeating: "]", count: deep) + "}")
    for bracket in ["[", "{\"a\":"] {
      #expect {
        try envelope("{\"a\":" + String(repeating: bracket, count: 1_000_000))
      } throws: { error in
        (error as? JSONDocument.Malformed)?.reason == "is nested too deeply"
      }
    }
  }

  @Test func `the envelope takes what the decoder takes, but for a comma at the end and a member that stands twice`()
    throws
  {
    var random = SystemRandomNumberGenerator()
    let source = Array(#"{"errcode":0,"a":[1,-2.5e3,{"b":"c\u00e9\"","d":null}],"e":true,"f":{}}"#.utf8)
    let alphabet = Array(#"{}[]":,0-1.eE+tn\ \"#.utf8)
    for _ in 0..<3000 {
      var bytes = source
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: index)
        default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
        }
      }
      let flaw: String?
      do throws(JSONDocument.Malformed) {
        _ = try JSONDocument(object: bytes)
        flaw = nil
      } catch {
        flaw = error.reason
      }
      let isDecoded = (try? JSONSerialization.jsonObject(with: Data(bytes))) is [String: Any]
      let text = String(decoding: bytes, as: UTF8.self)
      // Foundation also looks into \u escapes, and lets a comma stand at the end or a member stand twice.
      if let flaw, isDecoded {
        let isKnown = flaw == "has a member twice" || text.contains(/,\s*[\]}]/)
        #expect(isKnown, "\(text): \(flaw)")
      } else if flaw == nil, !isDecoded {
        #expect(text.contains("\\u"), "\(text) was taken")
      }
    }
  }
}
