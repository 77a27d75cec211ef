import Testing

@testable import WeDriveRuntime

@Suite struct ReplyMendingTests {
  private struct Entry: Codable, Equatable {
    var id: String
    var size: UInt64?
    var isOpen: Bool?
  }
  private struct Page: Codable {
    var more: Bool?
    var next: UInt32?
    @EmptyIfMissing var list: [Entry] = []
  }

  private func read(_ json: String) throws -> (page: Page, tolerated: [String]) {
    let (page, _, tolerated) = try ReplyMending<Page>.read(ReceivedReply(Array(json.utf8)), endpoint: "e")
    return (page, tolerated.sorted().map { "\($0.kind.rawValue) \($0.path)" })
  }

  @Test func `a clean reply is read at once`() throws {
    let (page, tolerated) = try read(#"{"more":true,"next":5,"list":[{"id":"a","size":1}]}"#)
    #expect(page.list == [Entry(id: "a", size: 1)])
    #expect(tolerated.isEmpty)
  }

  @Test(arguments: [
    ("a\nb.txt", "a\nb.txt"), ("a\tb", "a\tb"), ("a\u{1B}b", "a\u{1B}b"), (#"a\ud83d.txt"#, "a\u{FFFD}.txt"),
    (#"a\udc00\ud83d\ude00"#, "a\u{FFFD}\u{1F600}"), (#"\\\ud83d\\"#, "\\\u{FFFD}\\"),
  ]) func `odd characters of a name do not take the page`(written: String, name: String) throws {
    let (page, tolerated) = try read("{\"list\":[{\"id\":\"\(written)\"},{\"id\":\"z\"}]}")
    #expect(page.list.map(\.id) == [name, "z"])
    #expect(tolerated == ["tolerated-type "])
  }

  @Test func `numbers in strings and the other way round are read in all elements at once`() throws {
    let entries: [String] = (0..<500).map { #"{"id":\#($0),"size":"\#($0)","isOpen":\#($0 % 2)}"# }
    let list = entries.joined(separator: ",")
    let (page, tolerated) = try read(#"{"more":1,"next":"5","list":[\#(list)]}"#)
    #expect(page.more == true)
    #expect(page.next == 5)
    let expected: [Entry] = (0..<500).map { Entry(id: "\($0)", size: UInt64($0), isOpen: $0 % 2 == 1) }
    #expect(page.list == expected)
    let paths = ["list[].id", "list[].isOpen", "list[].size", "more", "next"]
    #expect(tolerated == paths.map { "tolerated-type \($0)" })
  }

  @Test func `null and an empty string where a list belongs are empty`() throws {
    #expect(try read(#"{"list":null}"#).page.list.isEmpty)
    #expect(try read(#"{"list":""}"#).page.list.isEmpty)
    #expect(try read(#"{"list":{}}"#).page.list.isEmpty)
  }

  @Test func `an entry that cannot be read is left out, and told`() throws {
    let (page, tolerated) = try read(
      #"{"list":[{"id":"a"},null,{"size":3},{"id":"b","size":18446744073709551616},{"id":{}}]}"#)
    #expect(page.list == [Entry(id: "a"), Entry(id: "b")])
    #expect(tolerated.contains("undecodable list[].id"))
    #expect(tolerated.contains("undecodable list[].size"))
  }

  @Test func `an entry within an entry of a list is left out alone`() throws {
    struct Shelf: Codable { var books: [Entry] }
    struct Library: Codable { var shelves: [Shelf] }
    let json = #"{"shelves":[{"books":[{"id":"a"},{}]},{"books":[{"size":1},{"id":"b"},{"id":"c","size":-1}]}]}"#
    let (library, _, tolerated) = try ReplyMending<Library>.read(ReceivedReply(Array(json.utf8)), endpoint: "e")
    #expect(library.shelves.map(\.books) == [[Entry(id: "a")], [Entry(id: "b"), Entry(id: "c")]])
    #expect(
      tolerated.map { "\($0.kind.rawValue) \($0.path)" }.sorted() == [
        "undecodable shelves[].books[].id", "undecodable shelves[].books[].size",
      ])
  }

  @Test(arguments: [#"{"next":"x"}"#, #"{"next":-1}"#, #"{"next":4294967296}"#])
  func `what means nothing is an error`(json: String) {
    #expect(throws: WeDriveError.self) { try read(json) }
  }

  @Test(arguments: [#"{"list":[}"#, "{", ""]) func `what is no JSON is not mended`(json: String) {
    #expect(throws: JSONDocument.Malformed.self) { try read(json) }
  }

  @Test(arguments: [
    #"{"\u0065rrcode":60011,"errmsg":"no"}"#, "\u{FEFF}{\"errcode\":60011,\"errmsg\":\"no\"}",
    "{\"errcode\":60011,\"errmsg\":\"no\",\"x\":\"a\nb\"}", #"{"errcode":60011,"errmsg":"no","x":"\u12z4"}"#,
    #"{"x":"\u","errcode":60011,"errmsg":"no"}"#, #"{"x":"\\u\ud800\u00","errcode":60011,"errmsg":"no"}"#,
  ]) func `a refusal is one however it is written`(json: String) throws {
    let envelope = try ReplyEnvelope(Array(json.utf8), codeField: "errcode", messageField: "errmsg")
    #expect(envelope.code == 60011)
    #expect(envelope.message == "no")
  }

  @Test func `one name twice, once escaped, is refused`() {
    #expect(throws: JSONDocument.Malformed.self) {
      try ReplyEnvelope(
        Array(#"{"errcode":0,"\u0065rrcode":60011}"#.utf8), codeField: "errcode", messageField: "errmsg")
    }
  }
}
