import Foundation
import TestSupport
import Testing

@testable import WeDriveRuntime

@Suite struct ConstraintTests {
  private func reason(_ check: () throws(InvalidArgument) -> Void) -> String? {
    do throws(InvalidArgument) {
      try check()
      return nil
    } catch {
      #expect(error.field == "f" && error.owner == "o")
      return error.reason
    }
  }

  @Test func `bounds are inclusive, and nothing satisfies them all`() {
    func range(_ value: Int?) -> String? {
      reason { () throws(InvalidArgument) in try Constraint.range(value, minimum: 1, maximum: 1000, of: "f", in: "o") }
    }
    #expect(range(1) == nil && range(1000) == nil && range(nil) == nil)
    #expect(range(0) == "is 0, at least 1 are needed")
    #expect(range(1001) == "is 1001, at most 1000 are allowed")
    #expect(range(.min) != nil)
    #expect(
      reason { () throws(InvalidArgument) in try Constraint.range(UInt64.max, maximum: .max, of: "f", in: "o") } != nil)
  }

  @Test func `weight counts two for everything that is not ASCII`() {
    func weight(_ text: String?) -> String? {
      reason { () throws(InvalidArgument) in try Constraint.weight(text, maximum: 255, of: "f", in: "o") }
    }
    #expect(weight(nil) == nil && weight("") == nil)
    #expect(weight(String(repeating: "a", count: 255)) == nil)
    #expect(weight(String(repeating: "a", count: 256)) != nil)
    #expect(weight(String(repeating: "盘", count: 127) + "a") == nil)
    #expect(weight(String(repeating: "盘", count: 128)) != nil)
  }

  @Test func `lengths, counts and sizes are bounded`() {
    func length(_ text: String) -> String? {
      reason { () throws(InvalidArgument) in try Constraint.length(text, minimum: 1, maximum: 2, of: "f", in: "o") }
    }
    func items(_ list: [Int]) -> String? {
      reason { () throws(InvalidArgument) in try Constraint.items(list, minimum: 1, maximum: 2, of: "f", in: "o") }
    }
    func bytes(_ count: Int) -> String? {
      let content = Base64Content([UInt8](repeating: 0, count: count))
      return reason { () throws(InvalidArgument) in
        try Constraint.bytes(content, minimum: 1, maximum: 2, of: "f", in: "o")
      }
    }
    #expect(length("盘") == nil && length("盘盘") == nil && items([1]) == nil && items([1, 2]) == nil)
    #expect(bytes(1) == nil && bytes(2) == nil)
    #expect(length("") != nil && length("abc") != nil && items([]) != nil && items([1, 2, 3]) != nil)
    #expect(bytes(0) != nil && bytes(3) == "is 3 bytes, at most 2 are allowed")
  }

  @Test func `exactly one alternative is filled, and wholly`() {
    func flaw(_ first: [Int?], _ second: [Int?]) -> InvalidArgument? {
      do throws(InvalidArgument) {
        try Constraint.exactlyOne(of: [["a": first[0], "b": first[1]], ["c": second[0]]], in: "o")
        return nil
      } catch {
        return error
      }
    }
    #expect(flaw([1, 2], [nil]) == nil)
    #expect(flaw([nil, nil], [3]) == nil)
    for (first, second) in [
      ([nil, nil], [nil]), ([1, nil], [nil]), ([1, 2], [3]), ([1, nil], [3]),
    ] as [([Int?], [Int?])] {
      #expect(flaw(first, second)?.reason == "give exactly one: a with b, or c")
    }
  }

  @Test func `of known values only the allowed ones pass, and unknown ones are left to the service`() {
    func values(_ value: Colour?) -> String? {
      reason { () throws(InvalidArgument) in try Constraint.values(value, allowed: [.red], of: "f", in: "o") }
    }
    #expect(values(.red) == nil && values(nil) == nil && values(Colour(rawValue: 77)) == nil)
    #expect(values(.blue) == "blue is not allowed here, only red")
  }
}

struct Colour: OpenEnum {
  let rawValue: UInt32
  static let red = Self(rawValue: 1)
  static let blue = Self(rawValue: 2)
  static let names: [UInt32: String] = [1: "red", 2: "blue"]
}

private struct Name: StringIdentifier {
  let rawValue: String
}

private struct Number: IntegerIdentifier {
  let rawValue: UInt64
}

@Suite struct OpenValueTests {
  @Test func `an unknown value decodes, keeps its raw value, and encodes again`() throws {
    let values = try JSONDecoder().decode([Colour].self, from: Data("[1,2,4000000000]".utf8))
    #expect(values == [.red, .blue, Colour(rawValue: 4_000_000_000)])
    #expect(values.map(\.description) == ["red", "blue", "4000000000"])
    #expect(values.map(\.isKnown) == [true, true, false])
    #expect(String(decoding: try JSONEncoder().encode(values), as: UTF8.self) == "[1,2,4000000000]")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Colour].self, from: Data("[-1]".utf8)) }
  }

  @Test func `identifiers travel as bare values and are made from literals`() throws {
    let name: Name = "n"
    let number: Number = 18_446_744_073_709_551_615
    #expect(String(decoding: try JSONEncoder().encode([name]), as: UTF8.self) == #"["n"]"#)
    #expect(String(decoding: try JSONEncoder().encode([number]), as: UTF8.self) == "[18446744073709551615]")
    #expect(try JSONDecoder().decode([Number].self, from: Data("[18446744073709551615]".utf8)) == [number])
    #expect("\(name) \(number)" == "n 18446744073709551615")
  }

  @Test func `a secret travels and is compared, and is never printed`() throws {
    let secret: Secret = "planted"
    #expect(String(decoding: try JSONEncoder().encode([secret]), as: UTF8.self) == #"["planted"]"#)
    #expect(secret == Secret("planted"))
    #expect(everyForm(of: secret).contains("redacted") && !everyForm(of: secret).contains("planted"))
  }
}

@Suite struct DecodingTests {
  private struct Reply: Decodable {
    @EmptyIfMissing var list: [Int]
    @AcceptsString var number: Int32?
    @AcceptsString var id: Number?
  }

  private func reply(_ text: String) throws(WeDriveError) -> Reply {
    try WireJSON.decode(Reply.self, from: Array(text.utf8), endpoint: "e")
  }

  @Test func `lists may be missing, and numbers may be strings`() throws {
    #expect(try reply("{}").list == [])
    #expect(try reply(#"{"list":null}"#).list == [])
    #expect(try reply(#"{"list":[1],"number":7,"id":8}"#).number == 7)
    let text = try reply(#"{"number":"-7","id":"18446744073709551615"}"#)
    #expect(text.number == -7 && text.id?.rawValue == .max)
    #expect(try reply(#"{"number":"","id":null}"#).number == nil)
  }

  @Test(arguments: [
    (#"{"list":7}"#, "list"), (#"{"list":[1,"x"]}"#, "list[1]"), (#"{"number":"x"}"#, "number"),
    (#"{"number":"2147483648"}"#, "number"), (#"{"number":2147483648}"#, "number"), (#"{"number":1.5}"#, "number"),
    (#"{"number":true}"#, "number"), (#"{"id":-1}"#, "id"), (#"{"id":"-1"}"#, "id"), (#"{"number":[]}"#, "number"),
  ]) func `a value that does not fit is named by its path, and never trapped on`(text: String, field: String) {
    let error: WeDriveError? = {
      do throws(WeDriveError) {
        _ = try reply(text)
        return nil
      } catch {
        return error
      }
    }()
    guard case .undecodableReply(let reply) = error else {
      Issue.record("\(text) was taken")
      return
    }
    #expect(reply.field == field)
  }

  @Test(arguments: [
    (#"{"name":"n","list":[{"size":1},{"a":[1.5,[2],{}],"size":9223372036854775808},{"size":3}]}"#, "list[1].size"),
    (#"{"name":"n","list":[{"size":1},{"size":1.5},{"size":-2e30},{"size":3}]}"#, "list[1].size"),
    (#"{"list":[{"size":1e999}],"name":"n"}"#, "list[0].size"), (#"{"name":"n","list":[{"size":1}"#, nil),
  ]) func `a number that does not fit is found wherever it is`(text: String, path: String?) {
    let error = #expect(throws: WeDriveError.self) {
      try WireJSON.decode(ReadRequest.Response.self, from: Array(text.utf8), endpoint: "e")
    }
    guard case .undecodableReply(let reply) = error else { return }
    #expect(reply.field == path)
    #expect(reply.reason == (path == nil ? "is not JSON" : "is a number that does not fit"))
  }

  @Test func `depth beyond the decoder's is an error and no crash`() {
    let bomb = String(repeating: "[", count: 100_000)
    #expect(throws: WeDriveError.self) { try reply("{\"x\":" + bomb) }
    #expect(throws: WeDriveError.self) { try reply("{\"x\":" + bomb + String(repeating: "]", count: 100_000) + "}") }
  }
}
