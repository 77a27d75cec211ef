import TestSupport
import Testing

@testable import Catalog

@Suite("Reading YAML into nodes")
struct NodeParserTests {
  private func parse(_ text: String) throws -> (root: Node, report: Report) {
    try parse(Array(text.utf8))
  }

  private func parse(_ bytes: [UInt8]) throws -> (root: Node, report: Report) {
    let report = Report()
    let outcome = NodeParser.parse(bytes, file: report.add(file: "a.yaml"), report: report)
    guard case .root(let root) = outcome else {
      Issue.record("no root: \(report.sorted.map(\.text))")
      throw CancellationError()
    }
    return (root, report)
  }

  private func place(_ span: Span) -> String { "\(span.line):\(span.column)-\(span.endLine):\(span.endColumn)" }

  @Test("Every key and value knows its place; columns count Unicode scalars")
  func places() throws {
    let root = try parse("# comment\n字段: {a: 值, \"b\": [1, 'two']}\nlast: e\u{301}nd # é in two scalars\n").root
    let entries = try #require(root.entries)
    #expect(place(entries[0].keySpan) == "2:1-2:3")
    let inner = try #require(entries[0].value.entries)
    #expect(place(inner[0].keySpan) == "2:6-2:7")
    #expect(place(inner[0].value.span) == "2:9-2:10")
    #expect(place(inner[1].keySpan) == "2:12-2:15")
    guard case .sequence(let elements) = inner[1].value.content else {
      Issue.record("no list")
      return
    }
    #expect(elements.map { place($0.span) } == ["2:18-2:19", "2:21-2:26"])
    #expect(place(entries[1].value.span) == "3:7-3:11")
  }

  @Test("A byte order mark does not shift the first line, and CR LF ends a line once")
  func byteOrderMark() throws {
    let root = try parse([0xEF, 0xBB, 0xBF] + Array("a: 1\r\nb: 2\r\n".utf8)).root
    #expect(try #require(root.entries).map { place($0.keySpan) } == ["1:1-1:2", "2:1-2:2"])
  }

  @Test("A text knows whether it was quoted")
  func quoting() throws {
    let root = try parse("a: true\nb: \"true\"\nc: ~\nd: \"\"\ne:\nf: null\n").root
    #expect(try #require(root.entries).map(\.value.isNull) == [false, false, true, false, true, true])
    guard case .scalar("true", isPlain: true)? = root["a"]?.content,
      case .scalar("true", isPlain: false)? = root["b"]?.content
    else {
      Issue.record("quoting is lost")
      return
    }
  }

  @Test("Nodes are the same whatever their place, order and style")
  func sameness() throws {
    let root = try parse("a: {x: [1, two], y: ~}\nb:\n  y:\n  x:\n  - '1'\n  - two\nc: {x: [two, 1], y: ~}\n").root
    let (a, b, c) = (try #require(root["a"]), try #require(root["b"]), try #require(root["c"]))
    #expect(a.isSame(as: b))
    #expect(!a.isSame(as: c))
  }

  @Test("A repeated key is found among few and among many", arguments: [3, 16, 17, 18, 500])
  func repeatedKeys(count: Int) throws {
    let keys = (0..<count).map { "k\($0): 1\n" }.joined()
    let (root, report) = try parse(keys + "k0: 2\nk\(count - 1): 2\nk0: 3\n")
    #expect(root.entries?.count { !$0.isRepeated } == count)
    #expect(
      root.entries?.filter(\.isRepeated).map(\.keySpan.line) == [
        UInt32(count) + 1, UInt32(count) + 2, UInt32(count) + 3,
      ])
    #expect(report.sorted.map { $0.position.line } == [count + 1, count + 2, count + 3])
    #expect(report.sorted.map { $0.notes.first?.position.line } == [1, count, 1])
  }

  @Test(
    "The first byte that is not UTF-8 is found",
    arguments: [
      ([0x61, 0xFF], 1, 2), ([0x61, 0x0A, 0xC3], 2, 1), ([0xC0, 0x80], 1, 1), ([0xED, 0xA0, 0x80], 1, 1),
      ([0xE5, 0xAD, 0x97, 0xF4, 0x90, 0x80, 0x80], 1, 2), ([0xF0, 0x9F, 0x98], 1, 1), ([0xE0, 0x80, 0x80], 1, 1),
    ] as [([UInt8], Int, Int)])
  func notUTF8(bytes: [UInt8], line: Int, column: Int) {
    let flaw = bytes.withUnsafeBufferPointer { UTF8Check.firstFlaw(in: $0) }
    #expect(flaw?.line == line)
    #expect(flaw?.column == column)
  }

  @Test("What Swift takes for UTF-8, so does the check")
  func utf8() {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        UInt8.random(in: Bool.random(using: &generator) ? 0x80...0xFF : 0x20...0x7E, using: &generator)
      }
      let flaw = bytes.withUnsafeBufferPointer { UTF8Check.firstFlaw(in: $0) }
      let isText = String(validating: bytes, as: UTF8.self) != nil
      if case .lineSeparator? = flaw?.flaw { continue }
      #expect((flaw == nil) == isText, "\(bytes)")
    }
  }
}
