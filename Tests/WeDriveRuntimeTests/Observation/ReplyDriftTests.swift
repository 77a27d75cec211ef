import Foundation
import Testing

@testable import WeDriveRuntime

@Suite("What a reply holds that its type does not say")
struct ReplyDriftTests {
  private struct Colour: OpenEnum {
    let rawValue: UInt32
    static let names: [UInt32: String] = [1: "red", 2: "green"]
  }

  private struct Response: Codable {
    struct Item: Codable {
      enum CodingKeys: String, CodingKey { case size, colour, isOpen = "is_open" }
      @AcceptsString var size: Int64?
      var colour: Colour?
      @AcceptsNumber var isOpen: Bool?
    }
    var name: String
    var list: [Item]?
  }

  private struct Nothing: Codable {}

  private func seen<T: Codable>(_ reply: String, as type: T.Type = Response.self) -> [String] {
    ReplyDrift.observations(in: Array(reply.utf8), as: type, of: .example(.read))
      .map { "\($0.kind.rawValue) \($0.path)" }.sorted()
  }

  @Test("is nothing where the reply is as documented, or says nothing in another way")
  func documented() {
    #expect(seen(#"{"errcode":0,"errmsg":"ok","name":"a"}"#) == [])
    #expect(seen(#"{"name":"a","list":[{"size":1,"colour":2,"is_open":true},{}]}"#) == [])
    #expect(seen(#"{"name":"a","list":[{"size":null,"colour":null,"is_open":null},{"size":1}]}"#) == [])
    #expect(seen(#"{"name":"a","list":[{"size":""}]}"#) == [])
  }

  @Test("is null where a list belongs, which is read as an empty one")
  func nullList() {
    #expect(seen(#"{"name":"a","list":null}"#) == ["tolerated-type list"])
  }

  @Test("are fields at any depth, each once, without what is in them")
  func fields() {
    #expect(seen(#"{"name":"a","new":{"deep":{"er":1}}}"#) == ["unknown-field new"])
    #expect(
      seen(#"{"name":"a","list":[{"x":1},{"x":2},{"y":[1]}]}"#) == [
        "unknown-field list[].x", "unknown-field list[].y",
      ])
    #expect(seen(#"{"errcode":0,"a":1}"#, as: Nothing.self) == ["unknown-field a"])
  }

  @Test("are fields without a value, too, told from known ones that are empty")
  func emptyFields() {
    #expect(
      seen(#"{"name":"a","list":null,"other":null,"more":""}"#) == [
        "tolerated-type list", "unknown-field more", "unknown-field other",
      ])
    #expect(
      seen(#"{"name":"","list":[{"size":"","x":null},{"x":"","colour":null,"y":""},{"y":1}]}"#) == [
        "unknown-field list[].x", "unknown-field list[].y",
      ])
    #expect(seen(#"{"a":null}"#, as: Nothing.self) == ["unknown-field a"])
    // More than are looked at one by one.
    let many = (0..<100).map { "\"n\($0)\":null" }.joined(separator: ",")
    #expect((1..<100).contains(seen("{\(many)}", as: Nothing.self).count))
  }

  @Test("are values of enums that are not documented")
  func values() {
    #expect(seen(#"{"name":"a","list":[{"colour":3},{"colour":4}]}"#) == ["unknown-value list[].colour"])
  }

  @Test("are types that were tolerated")
  func types() {
    #expect(
      seen(#"{"name":"a","list":[{"size":"7","is_open":1}]}"#) == [
        "tolerated-type list[].is_open", "tolerated-type list[].size",
      ])
  }

  @Test("is the field that cannot be read, without the number of its element")
  func undecodable() {
    #expect(seen(#"{"list":[]}"#) == ["undecodable name"])
    #expect(seen(#"{"name":"a","list":[{},{"size":"much"}]}"#) == ["undecodable list[].size"])
  }

  @Test("never repeats what is no name")
  func names() {
    let secret = "wo shi 密码!"
    #expect(seen(#"{"name":"a","\#(secret)":1}"#) == ["unknown-field ?"])
    #expect(seen(#"{"name":"a","\#(String(repeating: "k", count: 65))":1}"#) == ["unknown-field ?"])
  }

  @Test("is counted by reply, survives being written, and is bounded")
  func report() throws {
    let tally = DriftTally()
    let field = DriftObservation(endpoint: "e", kind: .unknownField, path: "a")
    let errcode = DriftObservation(endpoint: "e", kind: .unknownErrcode, errcode: 7)
    tally.record(field)
    tally.record(errcode)
    tally.record(field)
    #expect(tally.observed.counts == [field: 2, errcode: 1])

    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(tally.observed), as: UTF8.self)
    #expect(
      text == #"{"format":1,"observations":[{"endpoint":"e","errcode":7,"kind":"unknown-errcode","replies":1},"#
        + #"{"endpoint":"e","kind":"unknown-field","path":"a","replies":2}]}"#)
    var twice = try JSONDecoder().decode(ObservedDrift.self, from: Data(text.utf8))
    twice.merge(tally.observed)
    #expect(twice.counts == [field: 4, errcode: 2])

    for number in 0...ObservedDrift.maximumLength {
      twice.count(DriftObservation(endpoint: "e", kind: .unknownErrcode, errcode: number))
    }
    #expect(twice.counts.count == ObservedDrift.maximumLength)
  }
}
