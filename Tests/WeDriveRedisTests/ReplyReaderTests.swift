import Testing
import WeDriveRuntime

@testable import WeDriveRedis

@Suite struct ReplyReaderTests {
  private static let replies: [(wire: String, reply: RedisReply)] = [
    ("+OK\r\n", .simple("OK")), ("+\r\n", .simple("")), ("-ERR no\r\n", .error("ERR no")), (":-42\r\n", .integer(-42)),
    ("$0\r\n\r\n", .bulk([])), ("$4\r\na\r\nb\r\n", .bulk(Array("a\r\nb".utf8))), ("$-1\r\n", .null),
    ("*-1\r\n", .null), ("*0\r\n", .array([])),
    (
      "*3\r\n$1\r\nx\r\n*2\r\n:1\r\n$-1\r\n+y\r\n", .array([.bulk([120]), .array([.integer(1), .null]), .simple("y")])
    ),
  ]

  @Test func everyReplyIsReadAtEverySplit() throws {
    let wire = Array(Self.replies.map(\.wire).joined().utf8)
    for first in 0...wire.count {
      for second in stride(from: first, through: wire.count, by: 3) {
        var reader = ReplyReader()
        var seen: [RedisReply] = []
        for piece in [wire[..<first], wire[first..<second], wire[second...]] {
          reader.append(piece)
          while let reply = try reader.next() { seen.append(reply) }
        }
        #expect(seen == Self.replies.map(\.reply), "split at \(first) and \(second)")
      }
    }
  }

  @Test func aHundredThousandRepliesInOnePieceAreReadInOrder() throws {
    var reader = ReplyReader()
    reader.append((0..<100_000).flatMap { Array(":\($0)\r\n".utf8) })
    for number in 0..<100_000 { #expect(try reader.next() == .integer(Int64(number))) }
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [
    "?\r\n", "$536870912\r\n", "$-2\r\n", "*70000\r\n", "*-2\r\n", ":1x\r\n", "$2\r\nabc\r\n", "+a\rb\r\n", ":\r\n",
    String(repeating: "*1\r\n", count: 20), "+" + String(repeating: "a", count: 70_000),
    "*9999999999999999999\r\n",
  ])
  func whatIsNoReplyIsSaidToBeNone(_ wire: String) {
    var reader = ReplyReader()
    reader.append(Array(wire.utf8))
    #expect(throws: ReplyReader.Defect.self) { while try reader.next() != nil {} }
  }

  @Test func whatBytesSayDoesNotDependOnHowTheyArrive() {
    let wire = Self.replies.map { Array($0.wire.utf8) }
    let alphabet = Array("+-:$*\r\n0123456789a".utf8)
    var generator = SystemRandomNumberGenerator()
    var defects = 0
    for _ in 0..<3_000 {
      // Some replies with a few bytes changed, or nothing but noise.
      var bytes =
        Bool.random(using: &generator)
        ? (0..<3).flatMap { _ in wire.randomElement(using: &generator) ?? [] }
        : (0..<Int.random(in: 1...40, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = alphabet.randomElement(using: &generator) ?? 0
      }
      let whole = Self.read([bytes[...]])
      if whole.defect != nil { defects += 1 }
      #expect(Self.read(bytes.indices.map { bytes[$0...$0] }) == whole, "\(bytes) byte by byte")
      for split in bytes.indices {
        #expect(Self.read([bytes[..<split], bytes[split...]]) == whole, "\(bytes) split at \(split)")
      }
    }
    #expect(defects > 100)
  }

  private struct Reading: Equatable {
    var replies: [RedisReply] = []
    var defect: String?
  }

  /// What a reader makes of pieces.
  private static func read(_ pieces: [ArraySlice<UInt8>]) -> Reading {
    var reader = ReplyReader()
    var reading = Reading()
    do throws(ReplyReader.Defect) {
      for piece in pieces {
        reader.append(piece)
        while let reply = try reader.next() { reading.replies.append(reply) }
      }
    } catch { reading.defect = error.reason }
    return reading
  }

  @Test func aLongTextInSmallPiecesIsReadInLinearTime() throws {
    var reader = ReplyReader()
    reader.append(Array("$1000000\r\n".utf8))
    for _ in 0..<10_000 {
      reader.append([UInt8](repeating: 1, count: 100))
      #expect(try reader.next() == nil)
    }
    reader.append(Array("\r\n".utf8))
    #expect(try reader.next() == .bulk([UInt8](repeating: 1, count: 1_000_000)))
  }

  @Test func slotsAndRedirectionsAreThoseOfRedis() {
    #expect(Redirection.slot(of: Array("foo".utf8)) == 12182)
    #expect(Redirection.slot(of: Array("{user1000}.following".utf8)) == Redirection.slot(of: Array("user1000".utf8)))
    #expect(Redirection.slot(of: Array("foo{}{bar}".utf8)) == 8363)
    let moved = Redirection("MOVED 15495 127.0.0.1:7203")
    #expect(moved?.slot == 15495 && moved?.host == "127.0.0.1" && moved?.port == 7203 && moved?.isOnce == false)
    #expect(Redirection("ASK 1 ::1:7203")?.host == "::1")
    for text in ["MOVED", "MOVED 99999 a:1", "MOVED 1 a", "ERR MOVED 1 a:1"] { #expect(Redirection(text) == nil) }
  }
}
