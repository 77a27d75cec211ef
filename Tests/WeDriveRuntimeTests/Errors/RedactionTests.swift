import Testing

@testable import WeDriveRuntime

@Suite struct RedactionTests {
  @Test(arguments: [
    ("bad key UK-12 given", "bad key [redacted] given"),
    ("token sec%20ret&1 and sec%2520ret%261", "token [redacted] and [redacted]"),
    (
      "api freq out of limit, hint: [1588733567264370162315985], from ip: 203.0.113.7, more info at "
        + "https://open.work.weixin.qq.com/devtool/query?e=45009",
      "api freq out of limit, hint: [1588733567264370162315985], from ip: 203.0.113.7, more info at "
        + "https://open.work.weixin.qq.com/devtool/query?e=45009"
    ),
    ("api unauthorized rid: 5f69fb7e-5d30941b-6bacf6ee", "api unauthorized rid: 5f69fb7e-5d30941b-6bacf6ee"),
    ("rid: 5f69fb7e-5d30941b-6bacf6ee0a and 5f69fb7e-5d30941b-6bacf6ee", "rid: [redacted] and [redacted]"),
    ("not allow to access from your ip 203.0.113.7", "not allow to access from your ip 203.0.113.7"),
    ("GET https://h/p?access_token=abc&x=1 failed", "GET https://h/p?[redacted] failed"),
    ("access_token=abc", "access_token=[redacted]"), ("corpsecret: 'abc', id 3", "corpsecret: '[redacted]', id 3"),
    (#"{"upload_key":"abc","n":1}"#, #"{"upload_key":"[redacted]","n":1}"#),
    ("Set-Cookie: abc; path=/", "Set-Cookie: [redacted]; path=/"),
    ("selected_ticket = abc.", "selected_ticket = [redacted]"),
    ("got dG9rZW4tMTIzNDU2Nzg5MC1hYmM= here", "got [redacted] here"),
    ("a\u{0}b\r\nc\u{202E}d\u{1B}[31m", #"a\u{0}b\r\nc\u{202e}d\u{1b}[31m"#), ("系统繁忙", "系统繁忙"), ("", ""),
    ("parameter spaceid is not valid", "parameter spaceid is not valid"),
  ]) func `a service's words are kept, and what is secret in them is not`(words: String, cleaned: String) {
    let redaction = Redaction(secrets: ["UK-12", "sec%20ret&1"])
    #expect(redaction.clean(words) == cleaned)
    // What is clean stays as it is.
    #expect(redaction.clean(cleaned) == cleaned)
  }

  @Test func `text is cut, and a secret never shows at the cut`() {
    let secret = "planted-secret-of-the-test"
    let redaction = Redaction(secrets: [secret])
    for offset in stride(from: 100, to: 140, by: 3) {
      let cleaned = redaction.clean(String(repeating: "x ", count: offset) + secret + secret)
      #expect(cleaned.count <= 257)
      #expect(!cleaned.contains("plant"))
    }
    #expect(redaction.clean(String(repeating: secret, count: 10_000)).count <= 257)
  }

  @Test func `a part of a long secret does not show where the text is cut`() {
    let secret = String((0..<4096).map { _ in "abcdefghijklmnopqrstuvwxyz ".randomElement() ?? "a" })
    for repetitions in 1...20 {
      let cleaned = Redaction(secrets: [secret]).clean(String(repeating: secret, count: repetitions))
      #expect(cleaned.replacing("[redacted]", with: "").allSatisfy { $0 == "…" })
    }
  }

  @Test(arguments: ["a", "-", "_", "token", "token ", "?", "1a", "e\u{301}", "\"", "\\\""])
  func `no text keeps it busy`(piece: String) {
    let words = String(repeating: piece, count: 1 << 20)
    let time = ContinuousClock().measure {
      #expect(Redaction(secrets: ["abcd"]).clean(words).count <= 257)
      #expect(Redaction().excerpt(Array(words.utf8)) != nil)
    }
    // A hundred times what it takes; what was quadratic took hours.
    #expect(time < .seconds(10))
  }

  @Test(arguments: [
    (
      #"{"errcode":0,"cookie_name":"abc","n":[1,"def",{"k":"ghi"}]}"#,
      #"{"errcode":0,"cookie_name":"…","n":[1,"…",{"k":"…"}]}"#
    ),
    (#"{"a":"cut off in the mid"#, #"{"a":"…""#), (#"["abc""#, #"["…""#),
    (#"{"a":"esc\"aped","b":1"#, #"{"a":"…","b":1"#),
    (#"{"a":"ends in \"#, #"{"a":"…""#), ("<html>hello</html>", "<html>hello</html>"),
  ]) func `of JSON, names and numbers are shown, and no text`(body: String, excerpt: String) {
    #expect(Redaction().excerpt(Array(body.utf8)) == excerpt)
  }

  @Test(arguments: [
    "\u{FEFF}{\"errcode\":0,\"cookie_value\":\"topsecret\"}", "Notice: line 3\n{\"cookie_value\":\"topsecret\"}",
    #"{"cookie_value":"topsecret"} and more"#, #"{"c\u006fokie_value":"topsecret"}"#, "{'cookie_value':'topsecret'}",
    #"x {"a":{"b":[{"download_url":"topsecret"}]}}"#, "cookie_value=topsecret&x=1", "ok cookie_value: topsecret",
    #"<p title="topsecret">"#, "session_key = topsecret",
  ]) func `a secret in a reply is not shown, wherever the JSON begins`(body: String) throws {
    let excerpt = try #require(Redaction().excerpt(Array(body.utf8)))
    #expect(!excerpt.contains("topsecret"))
  }

  @Test(arguments: ["\"", "{\"a\":\"b:\"c\"}", "{\"a\":\"b\\", "it's ", "{'a':\"b'}"])
  func `with a quote too many, it shows no secret field`(before: String) throws {
    let body = before + #"{"cookie_value":"topsecret"}"#
    // By the catalog's names, and by how names sound.
    for fields: Set<String> in [["cookie_value"], []] {
      let excerpt = try #require(Redaction(fields: fields).excerpt(Array(body.utf8)))
      #expect(!excerpt.contains("topsecret"))
    }
  }

  @Test func `nothing is shown of nothing`() {
    #expect(Redaction().excerpt([]) == nil)
    #expect(Redaction().excerpt([0x20, 0x0A]) == nil)
    #expect(Redaction().excerpt([0xFF, 0xFE, 0x41]) != nil)
  }
}
