import WeDriveRuntime

/// The parameters that the service puts into the URL of a callback.
public struct CallbackQuery: Sendable, Redacted {
  /// `msg_signature`
  public let signature: String
  /// `timestamp`, as it was sent: it is signed as text.
  public let timestamp: String
  /// `nonce`
  public let nonce: String
  /// `echostr`; only where the service verifies the URL.
  public let echo: String?

  /// Takes parameters that are decoded already. A space in `echo` is taken for a plus.
  public init(signature: String, timestamp: String, nonce: String, echo: String? = nil) {
    self.signature = signature
    self.timestamp = timestamp
    self.nonce = nonce
    // Base64 has no spaces: one was a plus before a server decoded the query as that of a form.
    self.echo = echo?.replacing(" ", with: "+")
  }

  /// Reads the query of a URL.
  ///
  /// - Parameter text: What follows the `?`, percent-encoded, for example `msg_signature=…&timestamp=…&nonce=…`.
  /// - Throws: ``CallbackError/malformedQuery(parameter:)`` for a parameter that is missing, repeated, or not text.
  public init(_ text: String) throws(CallbackError) {
    var values: [String: String] = [:]
    for item in text.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard Self.names.contains(name) else { continue }
      guard parts.count == 2, values[name] == nil, let value = Self.decoded(parts[1]) else {
        throw .malformedQuery(parameter: name)
      }
      values[name] = value
    }
    for name in Self.names.dropLast() where values[name]?.isEmpty ?? true {
      throw .malformedQuery(parameter: name)
    }
    self.init(
      signature: values["msg_signature"] ?? "", timestamp: values["timestamp"] ?? "", nonce: values["nonce"] ?? "",
      echo: values["echostr"])
  }

  /// The parameters as the query of a URL.
  public var text: String {
    let items = [("msg_signature", signature), ("timestamp", timestamp), ("nonce", nonce)]
    return (items + (echo.map { [("echostr", $0)] } ?? [])).map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
  }

  private static let names = ["msg_signature", "timestamp", "nonce", "echostr"]

  /// Takes percent-encoding off. A plus stays one: it belongs to base64, and nothing here holds spaces.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    let bytes = text.utf8.flatMap { byte in
      plain.contains(byte) ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(UnicodeScalar(byte)).hexDigitValue.flatMap { UInt8(exactly: $0) }
  }

  /// The time only.
  public var description: String { "CallbackQuery(timestamp: \(timestamp))" }
}

/// Why a callback was not taken.
///
/// None of it ever holds a token, a key, a ticket or the text of a message. What could not be decrypted is one case, whatever
/// was wrong, so that a sender learns nothing from the difference.
public enum CallbackError: Error, Sendable, Hashable {
  /// The encoding key is not what the console shows: 43 letters and digits that are 32 bytes in base64.
  case malformedKey
  /// A parameter of the URL is missing, or is not what it has to be.
  case malformedQuery(parameter: String)
  /// It was sent or changed by a stranger, or the token is not that of the console.
  case wrongSignature
  /// It was sent too long ago, or has a time to come.
  case outsideTimeWindow
  /// It has been taken before.
  case replayed
  /// It is longer than is accepted.
  case tooLarge(bytes: Int, maximum: Int)
  /// It is not XML as a callback has it, and why.
  case malformedXML(reason: String)
  /// It cannot be decrypted with this key.
  case undecryptable
  /// It is meant for another receiver: another corp, another suite.
  case wrongReceiver
  /// It is an event whose message lacks something, or has something else in its place.
  case malformedEvent(name: String, EventDecodingError)
}

extension CallbackError: DescribedError {

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .malformedKey: "the encoding key has to be the 43 characters that the console shows"
    case .malformedQuery(let parameter): "the callback's `\(parameter)` is missing or malformed"
    case .wrongSignature: "the callback's signature is wrong"
    case .outsideTimeWindow: "the callback was sent too long ago, or in the future"
    case .replayed: "the callback has been taken before"
    case .tooLarge(let bytes, let maximum): "the callback has \(bytes) bytes; at most \(maximum) are accepted"
    case .malformedXML(let reason): "the callback is not XML as it should be: \(reason)"
    case .undecryptable: "the callback cannot be decrypted"
    case .wrongReceiver: "the callback is meant for another receiver"
    case .malformedEvent(let name, let defect): "the event \(name): \(defect)"
    }
  }
}
