import WeDriveRuntime

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

  /// Whether waiting a moment may help.
  static func isPassing(_ failure: StoreFailure) -> Bool { failure.kind == .busy }
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
