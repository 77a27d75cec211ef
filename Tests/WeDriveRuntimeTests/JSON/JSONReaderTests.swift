import Foundation
import TestSupport
import Testing

@testable import WeDriveRuntime

/// What a document is read into, beside what Foundation's decoder reads of the same bytes.
@Suite("JSON is read as Foundation reads it")
struct JSONReaderTests {
  private struct Colour: OpenEnum {
    let rawValue: UInt32
    static let names: [UInt32: String] = [1: "red"]
  }

  private struct Mode: OpenEnum {
    let rawValue: String
    static let names: [String: String] = ["a": "a"]
  }

  private struct Number: IntegerIdentifier { let rawValue: UInt64 }
  private struct Name: StringIdentifier { let rawValue: String }

  /// Every kind of field that a reply's type can have.
  private struct Everything: Codable, Equatable {
    struct Entry: Codable, Equatable {
      var id: Name
      var size: UInt64?
      var colour: Colour?
    }
    enum CodingKeys: String, CodingKey {
      case flag, text, small, big, signed, ratio, single, colour, mode, number, name, entries, entry, table, lists,
        holes, url
      case data, decimal, base, date
      case oddName = "odd \"name\" é"
    }
    var flag: Bool?
    var text: String?
    var small: UInt8?
    var big: UInt64?
    var signed: Int64?
    var ratio: Double?
    var single: Float?
    var colour: Colour?
    var mode: Mode?
    var number: Number?
    var name: Name?
    var entries: [Entry]?
    var entry: Entry?
    var table: [String: Int32]?
    var lists: [[Int16]]?
    var holes: [String?]?
    var url: URL?
    var data: Data?
    var decimal: Decimal?
    var base: Base64Content?
    var date: Date?
    var oddName: Int?
  }

  /// The outcome of decoding: the value, or the error and where it lies.
  private enum Outcome<Value: Equatable>: Equatable {
    case value(Value)
    case failure(String)

    init(_ decode: () throws -> Value) {
      do {
        self = .value(try decode())
      } catch let error as DecodingError {
        let words: (kind: String, path: [any CodingKey]) =
          switch error {
          case .keyNotFound(let key, let context): ("missing", context.codingPath + [key])
          case .valueNotFound(_, let context): ("null", context.codingPath)
          case .typeMismatch(_, let context): ("type", context.codingPath)
          case .dataCorrupted(let context): ("value", context.codingPath)
          @unknown default: ("", [])
          }
        self = .failure("\(words.kind) \(words.path.map { $0.intValue.map(String.init) ?? $0.stringValue })")
      } catch {
        self = .failure("malformed")
      }
    }
  }

  private func compare<Value: Codable & Equatable>(_ bytes: [UInt8], as type: Value.Type, _ comment: String = "") {
    let ours = Outcome { try JSONDocument(bytes).decode(type) }
    let theirs = Outcome { try JSONDecoder().decode(type, from: Data(bytes)) }
    guard ours != theirs else { return }
    let text = comment + String(decoding: bytes, as: UTF8.self)
    switch (ours, theirs) {
    case (.failure("malformed"), .failure("value []")): break
    // Foundation names no place of a number that does not fit.
    case (.failure(let place), .failure("value []")): #expect(place.hasPrefix("value ["), "\(text): \(place)")
    // Foundation looks only into the values that are asked for, and takes a comma at the end.
    case (.failure("malformed"), _):
      let isLenient = text.contains(/,\s*[\]}]/) || text.contains("\\u")
      let isStrict = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) == nil
      #expect(isLenient || isStrict, "\(text) was refused")
    // Foundation rounds what is no whole number before it looks at it.
    case (.failure(let place), .value) where place.hasPrefix("value ["):
      #expect(text.contains(/[0-9]{16,}\.|e-[0-9]{3}/), "\(text): \(place)")
    default: Issue.record("\(text): \(ours) in place of \(theirs)")
    }
  }

  private static let samples = [
    #"{"flag":true,"text":"a\"\\\/\b\f\n\r\t\u4e2d\ud83d\ude00é中😀","small":255,"big":18446744073709551615}"#,
    #"{"signed":-9223372036854775808,"ratio":-1.5e-3,"single":0.1,"colour":7,"mode":"zz","number":18446744073709551615}"#,
    #"{"entries":[{"id":"a","size":1,"colour":1},{"size":null,"id":"b","x":[{}]},{"colour":2,"id":"\u0063"}]}"#,
    #"{ "entry" : { "id" : "a" } , "table" : { "x" : 1 , "7" : -2 } , "lists" : [ [ 1 ] , [ ] ] , "holes":[null,"",null]}"#,
    #"{"url":"https://a.example/b?c","data":"AAEC","decimal":123456789012345678.25,"base":"AAEC","date":1.5}"#,
    #"{"odd \"name\" é":1,"name":"n","text":"","flag":null,"\u0073mall":1}"#,
    #"{"text":"first","text":"second","flag":true}"#,
  ]

  @Test("in all its forms, and every prefix of them") func samples() {
    for sample in Self.samples {
      let bytes = Array(sample.utf8)
      #expect(throws: Never.self) { try JSONDocument(bytes).decode(Everything.self) }
      for count in 0...bytes.count { compare(Array(bytes[..<count]), as: Everything.self) }
    }
  }

  @Test("with a value of any type in the place of any other") func types() {
    let values = [
      "null", "true", "0", "-0", "1", "-1", "255", "256", "1.0", "1e2", "1.5", "2e-1", "100e-2", "1E+2", "1e400",
      "1e-400",
      "0e999", "-0.0", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615",
      "18446744073709551616", "-9223372036854775809", "1e19", "12345678901234567890e-1", "3.4e39", "\"\"", "\"1\"",
      "\"x\"",
      "\"AAEC\"", "[]", "[1]", "[null]", "[[]]", "[[1.5]]", "[{}]", "{}", "{\"a\":\"b\"}", "{\"a\":1}", "{\"id\":1}",
      "[{\"id\":\"a\",\"size\":-1}]", "[{\"id\":\"a\"},{\"id\":null}]",
    ]
    let fields = [
      "flag", "text", "small", "big", "signed", "ratio", "single", "colour", "mode", "number", "name", "entries",
      "entry",
      "table", "lists", "holes", "data", "base",
    ]
    for field in fields {
      for value in values {
        compare(Array("{\"\(field)\":\(value)}".utf8), as: Everything.self)
        compare(Array("[{},{\"entry\":{\"id\":\"a\"},\"x\":[{}],\"\(field)\":\(value)}]".utf8), as: [Everything].self)
      }
    }
    for value in values {
      compare(Array(value.utf8), as: Int.self)
      compare(Array(value.utf8), as: String.self)
      compare(Array(value.utf8), as: [String: [Int]].self)
    }
  }

  @Test("wherever bytes of it are changed, taken out or put in") func changes() {
    let alphabet = Array(#"{}[]":,0-1.eE+tnu\ "\#u{1}é"#.utf8) + [0xFF, 0xC0, 0xED, 0xA0, 0xF4]
    var random = SplitMix64(seed: 15)
    for round in 0..<2000 {
      var bytes = Array(Self.samples[round % Self.samples.count].utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = byte
        case 1: bytes.remove(at: index)
        default: bytes.insert(byte, at: index)
        }
      }
      compare(bytes, as: Everything.self, "\(round): ")
    }
  }

  @Test("in any order of the members, with others between them") func orders() {
    var random = SplitMix64(seed: 7)
    let members = [
      #""flag":true"#, #""text":"t""#, #""small":3"#, #""big":4"#, #""x":{"text":"no"}"#,
      #""entry":{"size":1,"id":"i"}"#,
      #""y":[1,{"small":2}]"#, #""name":"n""#, #""\u0072atio":2.5"#,
    ]
    for _ in 0..<300 {
      let some = members.shuffled(using: &random).prefix(Int.random(in: 0...members.count, using: &random))
      compare(Array("{\(some.joined(separator: ","))}".utf8), as: Everything.self)
    }
  }

  @Test("and an object of very many members, some of them twice, in no time") func manyMembers() {
    let twice = Array(repeating: "\"a\":1", count: 20_000)
    let members = twice + (0..<20_000).map { "\"b\($0)\":2" } + ["\"a\":3"]
    compare(Array("{\(members.joined(separator: ","))}".utf8), as: [String: Int].self)
  }

  @Test("but for numbers that Foundation rounds, which are never read as another number") func roundedNumbers() throws {
    for text in ["1.0000000000000001", "18446744073709551615.5", "9007199254740993.1"] {
      #expect(throws: DecodingError.self) { try JSONDocument(Array(text.utf8)).decode(UInt64.self) }
    }
    for (text, value) in [("9007199254740993.0", 9_007_199_254_740_993), ("922337203685477580.7e1", Int64.max)] {
      #expect(try JSONDocument(Array(text.utf8)).decode(Int64.self) == value)
    }
  }

  @Test("through containers that a type asks for itself") func containers() throws {
    struct Walk: Decodable {
      enum Key: String, CodingKey { case a, list, inner, missing }
      init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        var list = try object.nestedUnkeyedContainer(forKey: .list)
        #expect(list.count == 3 && list.currentIndex == 0)
        #expect(try list.decode(Int.self) == 1)
        #expect(try list.decodeNil())
        #expect(throws: DecodingError.self) { try list.decode(String.self) }
        let inner = try list.nestedContainer(keyedBy: Key.self)
        #expect(inner.codingPath.map(\.stringValue) == ["list", "Index 2"])
        #expect(list.isAtEnd && list.currentIndex == 3)
        #expect(throws: DecodingError.self) { try list.decode(Int.self) }
        #expect(try inner.decode(Bool.self, forKey: .a) && object.decode(Int.self, forKey: .a) == 5)
        #expect(try object.superDecoder(forKey: .a).singleValueContainer().decode(Int.self) == 5)
        #expect(try object.superDecoder().singleValueContainer().decode(String.self) == "s")
        #expect(object.allKeys == [.list, .a] && !object.contains(.missing))
        #expect(throws: DecodingError.self) { try object.nestedContainer(keyedBy: Key.self, forKey: .a) }
      }
    }
    _ = try JSONDocument(Array(#"{"list":[1,null,{"a":true}],"a":5,"super":"s"}"#.utf8)).decode(Walk.self)
  }
}
