import CLibcrypto

/// Names a credential without giving it away: two apps of one corp, or one app at two hosts, have different keys.
public struct TokenKey: Sendable, Hashable, CustomStringConvertible {
  /// 64 hexadecimal digits.
  public let text: String

  /// Digests what makes up a credential: host, corp, secret.
  public init(_ parts: [String]) {
    // The length before each part keeps ("ab", "c") and ("a", "bc") apart.
    let bytes = parts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256(bytes, bytes.count, &digest)
    text = Hexadecimal.text(digest)
  }

  /// The digits.
  public var description: String { text }
}
