import CLibcrypto

/// Names what is kept without giving it away.
public struct SharedKey: Sendable, Hashable, CustomStringConvertible {
  /// What kind of thing it is, a word, and 64 hexadecimal digits that depend on what it is about.
  public let text: String

  /// Digests what a record is about: host, corp, secret, path.
  ///
  /// - Parameters:
  ///   - kind: A short word of lower-case letters.
  ///   - parts: What tells one record of the kind from another.
  public init(kind: String, _ parts: [String]) {
    // The length before each part keeps ("ab", "c") and ("a", "bc") apart.
    let bytes = parts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256(bytes, bytes.count, &digest)
    text = "\(kind.filter { $0.isASCII && $0.isLowercase }):\(Hexadecimal.text(digest))"
  }

  /// The text.
  public var description: String { text }
}

/// Tells one state of a record from all others. Versions are compared for equality only: a failover can bring an older
/// one back.
public struct RecordVersion: Sendable, Hashable {
  /// Chosen by the store; printable ASCII.
  public let text: String

  /// That of no record.
  public static let none = RecordVersion("")

  /// Takes a store's name for a version.
  public init(_ text: String) { self.text = text }

  /// One that no record has had yet.
  public static func unique() -> RecordVersion { RecordVersion(ClaimOwner().text) }
}

/// A value in a store.
public struct SharedRecord: Sendable, Hashable {
  /// What was written.
  public let value: [UInt8]
  /// Changes with each write.
  public let version: RecordVersion
  /// How long it will still be kept, by the store's clock.
  public let left: Duration

  /// Joins a value, its version and what is left of its life.
  public init(value: [UInt8], version: RecordVersion, left: Duration) {
    self.value = value
    self.version = version
    self.left = left
  }
}
