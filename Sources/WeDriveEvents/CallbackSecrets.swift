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
