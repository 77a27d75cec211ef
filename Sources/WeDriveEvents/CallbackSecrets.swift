import CLibcrypto
import WeDriveRuntime

/// What the console shows for a callback URL, and only the service and the app know: the token (Token) and the encoding key
/// (EncodingAESKey).
public struct CallbackSecrets: Sendable, Redacted {
  private let token: [UInt8]
  let key: [UInt8]

  /// - Parameters:
  ///   - token: The token.
  ///   - encodingKey: The encoding key: 43 letters and digits.
  /// - Throws: ``CallbackError/malformedKey`` if the key is something else, or the token is empty.
  public init(token: Secret, encodingKey: Secret) throws(CallbackError) {
    let text = encodingKey.rawValue
    guard !token.rawValue.isEmpty, text.utf8.count == 43, let key = Base64.decode(text + "="), key.count == 32 else {
      throw .malformedKey
    }
    self.token = Array(token.rawValue.utf8)
    self.key = key
  }

  /// The signature over a content: SHA-1 in hexadecimal digits over the sorted parts.
  func signature(timestamp: String, nonce: String, content: String) -> String {
    let parts = [token, Array(timestamp.utf8), Array(nonce.utf8), Array(content.utf8)]
    let bytes = parts.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
    var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
    SHA1(bytes, bytes.count, &digest)
    return Hexadecimal.text(digest)
  }

  /// Whether a signature is right, in a time that does not depend on where it is wrong.
  func verifies(_ query: CallbackQuery, content: String) -> Bool {
    let expected = Array(signature(timestamp: query.timestamp, nonce: query.nonce, content: content).utf8)
    let given = Array(query.signature.utf8)
    return given.count == expected.count && CRYPTO_memcmp(given, expected, expected.count) == 0
  }

  /// That there are some.
  public var description: String { "CallbackSecrets(redacted)" }
}

/// A message that is encrypted and signed.
public struct SealedMessage: Sendable, Redacted {
  /// The body, as XML.
  public let body: String
  /// The parameters that sign it. A callback has them in its URL; in a reply they are part of the body.
  public let query: CallbackQuery

  /// The type: what it holds is of no use to a reader.
  public var description: String { "SealedMessage" }
}

extension CallbackSecrets {
  /// Encrypts and signs a message: the body of a reply, or, from the service's side, a callback.
  ///
  /// - Parameters:
  ///   - message: The message, as a rule XML.
  ///   - receiver: Whom it is meant for: the id that the callback was for.
  ///   - time: Now, in seconds since 1970.
  ///   - nonce: Any text; a random number by default.
  /// - Throws: ``CallbackError/undecryptable`` if libcrypto has no memory.
  public func sealed(
    _ message: String, for receiver: String, at time: Int64, nonce: String? = nil
  ) throws(CallbackError) -> SealedMessage {
    guard let encrypted = CallbackCipher(key: key).seal(.init(message: Array(message.utf8), receiver: receiver)) else {
      throw .undecryptable
    }
    let nonce = nonce ?? "\(UInt64.random(in: 1...UInt64(Int64.max)))"
    let signature = signature(timestamp: "\(time)", nonce: nonce, content: encrypted)
    let body = EventNode(
      "xml",
      children: [
        EventNode("ToUserName", text: receiver), EventNode("Encrypt", text: encrypted),
        EventNode("MsgSignature", text: signature), EventNode("TimeStamp", text: "\(time)"),
        EventNode("Nonce", text: nonce),
      ])
    return SealedMessage(
      body: body.xml, query: CallbackQuery(signature: signature, timestamp: "\(time)", nonce: nonce))
  }
}
