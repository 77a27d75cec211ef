/// Reads replies from bytes that arrive in any pieces.
///
/// What a server can make this keep is bounded: by the length of a reply, by its depth and by its number of parts.
struct ReplyReader {
  /// Why bytes are no reply.
  struct Defect: Error, Hashable {
    let reason: String
  }

  /// Most bytes of one reply.
  static let maximumReply = 8 << 20
  private static let maximumLine = 64 << 10
  private static let maximumDepth = 8
  private static let maximumParts = 1 << 16

  private var buffer: [UInt8] = []
  private var start = 0
  /// No reply can be complete before there are as many bytes from `start` on: long ones are not parsed again and again.
  private var needed = 1
  private var parts = 0

  /// Adds what has arrived.
  mutating func append(_ bytes: some Collection<UInt8>) {
    if start > 0, start == buffer.count || start > 1 << 16 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    buffer += bytes
  }

  /// The next reply; nil until all of it is there.
  mutating func next() throws(Defect) -> RedisReply? {
    guard buffer.count - start >= needed else { return nil }
    var position = start
    parts = 0
    guard let reply = try parse(&position, depth: 0) else {
      guard max(buffer.count - start, needed) <= Self.maximumReply else { throw Defect(reason: "a reply is too long") }
      return nil
    }
    start = position
    needed = 1
    return reply
  }

  private mutating func parse(_ position: inout Int, depth: Int) throws(Defect) -> RedisReply? {
    parts += 1
    guard depth <= Self.maximumDepth else { throw Defect(reason: "a reply is too deep") }
    guard parts <= Self.maximumParts else { throw Defect(reason: "a reply has too many parts") }
    guard position < buffer.count else { return nil }
    let kind = buffer[position]
    guard "+-:$*".utf8.contains(kind) else { throw Defect(reason: "a reply begins with an unknown byte") }
    guard let line = try line(from: position + 1) else { return nil }
    position += 1 + line.count + 2
    switch kind {
    case UInt8(ascii: "+"): return .simple(String(decoding: line, as: UTF8.self))
    case UInt8(ascii: "-"): return .error(String(decoding: line, as: UTF8.self))
    case UInt8(ascii: ":"): return .integer(try number(line))
    case UInt8(ascii: "$"): return try bulk(try number(line), &position)
    default: return try array(try number(line), &position, depth: depth)
    }
  }

  private mutating func bulk(_ count: Int64, _ position: inout Int) throws(Defect) -> RedisReply? {
    if count == -1 { return .null }
    guard count >= 0, count <= Self.maximumReply else { throw Defect(reason: "a length is out of range") }
    let end = position + Int(count)
    guard buffer.count >= end + 2 else {
      needed = end + 2 - start
      return nil
    }
    guard buffer[end] == UInt8(ascii: "\r"), buffer[end + 1] == UInt8(ascii: "\n") else {
      throw Defect(reason: "a text does not end where it should")
    }
    defer { position = end + 2 }
    return .bulk(Array(buffer[position..<end]))
  }

  private mutating func array(_ count: Int64, _ position: inout Int, depth: Int) throws(Defect) -> RedisReply? {
    if count == -1 { return .null }
    guard count >= 0, count <= Self.maximumParts else { throw Defect(reason: "a number of parts is out of range") }
    var elements: [RedisReply] = []
    for _ in 0..<count {
      guard let element = try parse(&position, depth: depth + 1) else { return nil }
      elements.append(element)
    }
    return .array(elements)
  }

  /// The bytes up to the next line's end; nil if it has not arrived.
  private func line(from position: Int) throws(Defect) -> ArraySlice<UInt8>? {
    let window = buffer[position..<min(buffer.count, position + Self.maximumLine)]
    guard let end = window.firstIndex(of: UInt8(ascii: "\r")), end + 1 < buffer.count else {
      guard window.count < Self.maximumLine else { throw Defect(reason: "a line is too long") }
      return nil
    }
    guard buffer[end + 1] == UInt8(ascii: "\n") else { throw Defect(reason: "a line does not end as it should") }
    return buffer[position..<end]
  }

  private func number(_ line: ArraySlice<UInt8>) throws(Defect) -> Int64 {
    guard let number = Int64(String(decoding: line, as: UTF8.self)) else { throw Defect(reason: "a number is none") }
    return number
  }
}
