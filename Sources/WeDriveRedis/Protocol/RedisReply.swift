/// What a Redis server answers to a command, as RESP2 knows it.
public enum RedisReply: Sendable, Hashable {
  /// A short text such as `OK`.
  case simple(String)
  /// A refusal; its first word is a code.
  case error(String)
  /// A number.
  case integer(Int64)
  /// Any bytes.
  case bulk([UInt8])
  /// Several replies.
  case array([RedisReply])
  /// Nothing.
  case null
}

extension RedisReply {
  /// The bytes of a text or number; nil for anything else.
  var bytes: [UInt8]? {
    switch self {
    case .bulk(let bytes): bytes
    case .simple(let text): Array(text.utf8)
    case .integer(let number): Array(String(number).utf8)
    case .error, .array, .null: nil
    }
  }

  /// The text of a text or number.
  var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  /// The number, also where it is written as text.
  var number: Int64? {
    if case .integer(let number) = self { return number }
    return text.flatMap { Int64($0) }
  }

  /// The parts of an array.
  var elements: [RedisReply]? {
    if case .array(let elements) = self { return elements }
    return nil
  }
}
