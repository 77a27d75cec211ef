import TestSupport
import Testing

@testable import WeDriveHTTP

@Suite struct ReplyHeadReaderTests {
  /// Feeds lines; the last one's result counts.
  private static func read(_ lines: [String], into reader: inout ReplyHeadReader) throws -> HTTPReplyHead? {
    var head: HTTPReplyHead?
    for line in lines {
      head = try Array(line.utf8).withUnsafeBytes { bytes throws(ReplyHeadReader.Violation) in
        try reader.receive(bytes)
      }
    }
    return head
  }

  @Test func `the head ends with the empty line`() throws {
    var reader = ReplyHeadReader()
    #expect(try Self.read(["HTTP/1.1 200 OK\r\n", "A: 1\r\n", "a:2\r\n", "B:\r\n"], into: &reader) == nil)
    #expect(reader.hasBegun)
    let head = try #require(try Self.read(["\r\n"], into: &reader))
    #expect(head.status == 200)
    #expect(head.headers == [HTTPHeader("A", "1"), HTTPHeader("a", "2"), HTTPHeader("B", "")])
    #expect(try Self.read(["Trailer: x\r\n", "\r\n"], into: &reader) == nil)
  }

  @Test func `a bare line feed ends a line, and a reason is not needed`() throws {
    var reader = ReplyHeadReader()
    #expect(try Self.read(["HTTP/1.0 404\n", "A:1\n", "\n"], into: &reader)?.status == 404)
  }

  @Test func `headers of interim replies do not reach the final one`() throws {
    var reader = ReplyHeadReader()
    #expect(try Self.read(["HTTP/1.1 100 C\r\n", "A: 1\r\n", "\r\n"], into: &reader) == nil)
    #expect(!reader.hasBegun)
    #expect(
      try Self.read(["HTTP/1.1 204 N\r\n", "B: 2\r\n", "\r\n"], into: &reader)?.headers == [HTTPHeader("B", "2")])
  }

  @Test func `equal lengths given twice are one length`() throws {
    var reader = ReplyHeadReader()
    let head = try Self.read(
      ["HTTP/1.1 200 OK\r\n", "Content-Length: 5\r\n", "content-length:5 \r\n", "\r\n"], into: &reader)
    #expect(head?.contentLength == 5)
  }

  @Test(arguments: [
    ["\r\n"], ["HTTP/1.1 200OK\r\n"], ["http/1.1 200 OK\r\n"], ["HTTP/1.2 200 OK\r\n"], ["HTTP/1.1  200 OK\r\n"],
    ["HTTP/1.1 000 OK\r\n"], ["HTTP/1.1 2x0 OK\r\n"], ["HTTP/1.1 200 OK\r\n", ":\r\n"],
    ["HTTP/1.1 200 OK\r\n", "\u{E9}: 1\r\n"], ["HTTP/1.1 200 OK\r\n", "A\u{0}: 1\r\n"],
    ["HTTP/1.1 200 OK\r\n", "Content-Length: +5\r\n", "\r\n"], ["HTTP/1.1 200 OK\r\n", "Content-Length:\r\n", "\r\n"],
    ["HTTP/1.1 200 OK\r\n", "Content-Length: 0x5\r\n", "\r\n"], ["HTTP/1.1 101 S\r\n", "\r\n"],
  ])
  func `a line that breaks the rules is a violation`(lines: [String]) {
    var reader = ReplyHeadReader()
    #expect(throws: ReplyHeadReader.Violation.self) { try Self.read(lines, into: &reader) }
  }

  @Test func `all header bytes of an exchange have one budget`() throws {
    var reader = ReplyHeadReader()
    _ = try Self.read(["HTTP/1.1 200 OK\r\n"], into: &reader)
    let line = "A: \(String(repeating: "x", count: 1019))\r\n"
    for _ in 0..<63 { _ = try Self.read([line], into: &reader) }
    #expect(throws: ReplyHeadReader.Violation.self) { try Self.read([line], into: &reader) }
  }

  @Test func `bytes outside UTF-8 in a value do no harm`() throws {
    var reader = ReplyHeadReader()
    _ = try Self.read(["HTTP/1.1 200 OK\r\n"], into: &reader)
    let line: [UInt8] = [0x41, 0x3A, 0xFF, 0xFE, 0x0D, 0x0A]
    _ = try line.withUnsafeBytes { bytes throws(ReplyHeadReader.Violation) in try reader.receive(bytes) }
    #expect(try Self.read(["\r\n"], into: &reader)?.headers.count == 1)
  }

  @Test(arguments: 0..<50)
  func `random lines never trap`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var reader = ReplyHeadReader()
    let pieces = ["HTTP/1.1 ", "200", " OK", "\r", "\n", ":", "A", " ", "\0", "Content-Length", "9", "é", "\t"]
    for _ in 0..<200 {
      let line = (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      let head = try? Self.read([line.joined()], into: &reader)
      if let head = head ?? nil { #expect(head.status >= 200) }
    }
  }
}
