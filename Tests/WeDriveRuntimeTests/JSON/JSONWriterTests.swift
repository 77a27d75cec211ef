import Foundation
import Testing

@testable import WeDriveRuntime

@Suite("What is written as JSON") struct JSONWriterTests {
  private struct Value: Codable {
    enum Kind: String, Codable { case plain, odd = "o\"dd" }

    var name = "é/\u{1}\u{8}\t\n\u{C}\r\u{1F}\u{7F}\\\"微😀\u{2028}"
    var kinds = [Kind.plain, .odd]
    var lists: [[Int8]] = [[], [-128, 0, 127]]
    var numbers: [Double] = [0, -0.0, 1, -1.5, 0.1, 1e20, 1e-7, 123_456_789.125]
    var single: Float = 0.1
    var largest = UInt64.max
    var least = Int64.min
    var yes = true
    var missing: Int?
    var holes: [String?] = [nil, "a"]
    var map = ["b": [1: "x"], "a": [:], "B": [2: "y"]]
    var address = URL(string: "https://example.org/a?b=c")
    var data = Data([1, 2, 3])
    var decimal = Decimal(string: "1.25")
    var date = Date(timeIntervalSince1970: 1_700_000_000)
  }

  /// Writes what it holds in ways that no type does by itself.
  private struct Odd: Encodable {
    enum Keys: String, CodingKey { case z, nested, list, twice, a }

    func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: Keys.self)
      try object.encode(1, forKey: .twice)
      var nested = object.nestedContainer(keyedBy: Keys.self, forKey: .nested)
      var list = object.nestedUnkeyedContainer(forKey: .list)
      try object.encode("z", forKey: .z)
      try list.encode("first")
      try nested.encode(true, forKey: .a)
      var inner = list.nestedContainer(keyedBy: Keys.self)
      try list.encodeNil()
      try inner.encode([2], forKey: .z)
      var last = list.nestedUnkeyedContainer()
      try last.encode(3)
      try 4.encode(to: object.superEncoder())
      try object.encode(2, forKey: .twice)
      try object.encodeNil(forKey: .a)
    }
  }

  @Test func `is what Foundation writes with sorted keys`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func check(_ value: some Encodable) throws {
      let written = String(decoding: try JSONWriter.document(of: value), as: UTF8.self)
      #expect(written == String(decoding: try encoder.encode(value), as: UTF8.self))
    }
    try check(Value())
    try check(Odd())
    try check([Value(), Value()])
    try check("text")
    try check([String: Int]())
  }

  @Test func `names the place of a number that JSON has no form for`() {
    struct Holder: Encodable { var list: [[String: Double]] }
    let error = #expect(throws: EncodingError.self) {
      try JSONWriter.document(of: Holder(list: [[:], ["a": .infinity]]))
    }
    guard case .invalidValue(_, let context)? = error else { return }
    #expect(context.codingPath.map(\.stringValue) == ["list", "Index 1", "a"])
  }
}
