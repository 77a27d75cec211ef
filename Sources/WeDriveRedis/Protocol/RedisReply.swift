import WeDriveRuntime

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

/// Sends commands to a Redis server: what a ``RedisStore`` needs of a client.
///
/// ``RedisClient`` is one. A program that has another client already makes it one with this one method.
public protocol RedisCommands: Sendable {
  /// Sends a command and waits for its reply, a second or so.
  ///
  /// - Parameter arguments: The command's name and its arguments.
  /// - Returns: The reply; ``RedisReply/error(_:)`` if the server refuses the command.
  /// - Throws: ``/WeDriveRuntime/StoreFailure`` if there is no reply.
  func send(_ arguments: [[UInt8]]) async throws(StoreFailure) -> RedisReply
}

/// A command as it goes over the wire: an array of bulk strings.
enum RedisRequest {
  static func encode(_ arguments: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(arguments.reduce(16) { $0 + $1.count + 16 })
    bytes += "*\(arguments.count)\r\n".utf8
    for argument in arguments {
      bytes += "$\(argument.count)\r\n".utf8
      bytes += argument
      bytes += "\r\n".utf8
    }
    return bytes
  }

  static func encode(_ words: String...) -> [UInt8] { encode(words.map { Array($0.utf8) }) }
}

/// What a server's error means.
enum ServerRefusal {
  private static let kinds: [(word: String, kind: StoreFailure.Kind)] = [
    ("NOAUTH", .denied), ("WRONGPASS", .denied), ("NOPERM", .denied), ("DENIED", .denied),
    ("invalid password", .denied), ("called without any password", .denied), ("can't run this command", .denied),
    ("can't access at least one", .denied), ("ACL failure", .denied), ("OOM", .full), ("MISCONF", .full),
    ("READONLY", .readOnly), ("NOREPLICAS", .readOnly),
    ("BUSY", .busy), ("LOADING", .busy), ("TRYAGAIN", .busy), ("CLUSTERDOWN", .busy), ("MASTERDOWN", .busy),
    ("WRONGTYPE", .foreign),
  ]

  /// A failure that repeats no more of the server's words than the one that was recognised: they may quote arguments.
  static func failure(_ message: String, key: SharedKey? = nil) -> StoreFailure {
    // Servers before 7.0 wrap what a script's command answers in words of their own.
    let known = kinds.first { message.hasPrefix($0.word) } ?? kinds.first { message.prefix(512).contains($0.word) }
    guard let known else {
      let code = message.prefix { $0.isASCII && $0.isUppercase }.prefix(32)
      return StoreFailure(.protocolError, "the server answers \(code.isEmpty ? "an unknown error" : String(code))")
    }
    if known.kind == .foreign, let key { return StoreFailure(foreign: key) }
    return StoreFailure(known.kind, "the server answers \(known.word)")
  }
}

/// Where a server of a cluster says that a command should have gone.
struct Redirection: Equatable {
  let slot: Int
  let host: String
  let port: Int
  /// For this one command, which `ASKING` has to precede.
  let isOnce: Bool

  /// Reads `MOVED 3999 127.0.0.1:6381` or `ASK …`; nil for any other error.
  init?(_ message: String) {
    let words = message.split(separator: " ")
    guard words.count == 3, words[0] == "MOVED" || words[0] == "ASK",
      let slot = Int(words[1]), (0..<16_384).contains(slot),
      let colon = words[2].lastIndex(of: ":"), let port = Int(words[2][words[2].index(after: colon)...])
    else { return nil }
    self.slot = slot
    host = String(words[2][..<colon])
    self.port = port
    isOnce = words[0] == "ASK"
  }

  /// The slot of a key: CRC-16 of XModem, of what is in braces if there is something.
  static func slot(of key: [UInt8]) -> Int {
    var hashed = key[...]
    if let open = key.firstIndex(of: UInt8(ascii: "{")),
      let close = key[(open + 1)...].firstIndex(of: UInt8(ascii: "}")), close > open + 1
    {
      hashed = key[(open + 1)..<close]
    }
    var crc: UInt16 = 0
    for byte in hashed {
      crc ^= UInt16(byte) << 8
      for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
    }
    return Int(crc % 16_384)
  }
}
