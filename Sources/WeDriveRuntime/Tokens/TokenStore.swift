import CLibcrypto
import WeDriveHTTP

/// Keeps tokens, so that processes or machines of one app share them instead of fetching one each.
///
/// A write succeeds only if there was no write since the read it is based on: an older token never overwrites a newer one.
public protocol TokenStore: Sendable {
  /// What is kept under a key; nil for nothing, or for something that cannot be trusted.
  func read(_ key: TokenKey) async throws -> StoredToken?

  /// Keeps a token.
  ///
  /// - Parameters:
  ///   - token: The token.
  ///   - key: What it is kept under.
  ///   - generation: That of the token which this one replaces; 0 for none.
  /// - Returns: False if the store holds another generation by now: read again.
  func write(_ token: AccessToken, for key: TokenKey, replacing generation: UInt64) async throws -> Bool
}

/// A token in a store, and how many there were before it.
public struct StoredToken: Sendable, Hashable {
  /// The token.
  public let token: AccessToken
  /// 1 for the first token under its key, and one more for each that replaced it.
  public let generation: UInt64

  /// Joins a token and its generation.
  public init(token: AccessToken, generation: UInt64) {
    self.token = token
    self.generation = generation
  }
}

/// Keeps tokens as long as the process lives.
public actor MemoryTokenStore: TokenStore {
  private var tokens: [TokenKey: StoredToken] = [:]

  /// An empty store.
  public init() {}

  /// What is kept under a key.
  public func read(_ key: TokenKey) -> StoredToken? { tokens[key] }

  /// Keeps a token, unless another replaced the one of that generation.
  public func write(_ token: AccessToken, for key: TokenKey, replacing generation: UInt64) -> Bool {
    guard tokens[key]?.generation ?? 0 == generation else { return false }
    tokens[key] = StoredToken(token: token, generation: generation + 1)
    return true
  }
}

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

/// The text of a token file: a first line that names the format, then generation, expiry and token, then a line that
/// shows that nothing is missing.
enum TokenRecord {
  private static let first = "wedrive-token 1"
  private static let last = "end"

  static func encode(_ stored: StoredToken) -> [UInt8] {
    let lines = [first, "\(stored.generation)", "\(stored.token.expiry)", stored.token.value, last]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// The token; nil unless every line is as it was written, and for the last generation there is: none could follow it.
  static func decode(_ bytes: ArraySlice<UInt8>) -> StoredToken? {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 6, lines[0] == first, lines[4] == last, lines[5].isEmpty,
      let generation = UInt64(lines[1]), generation < .max, let expiry = Int64(lines[2]),
      !lines[3].isEmpty, lines[3].utf8.allSatisfy(\.isVisibleASCII)
    else { return nil }
    return StoredToken(token: AccessToken(value: String(lines[3]), expiry: expiry), generation: generation)
  }
}

/// Keeps tokens in a folder, for the processes of one user on one machine.
///
/// Each credential has a file, named by its key, which says nothing about it. Files are readable by their owner alone, are
/// written beside and renamed, and are locked while a write compares generations. A file that another user could
/// read or has written, a symbolic link, or anything that is not wholly a token counts as nothing and is replaced.
public struct FileTokenStore: TokenStore {
  private let folder: String

  /// - Parameter folder: Made if it is missing, for its owner alone.
  public init(folder: String) { self.folder = folder }

  /// What is kept under a key.
  ///
  /// - Throws: ``FileFailure`` if the folder or file cannot be opened.
  public func read(_ key: TokenKey) async throws -> StoredToken? {
    let file = PrivateFile(folder: folder, name: "\(key).token")
    return try await BlockingWork.run { () throws(FileFailure) in try Self.stored(in: file) }
  }

  /// Keeps a token, unless another process replaced the one of that generation.
  ///
  /// - Throws: ``FileFailure`` if the file cannot be written.
  public func write(_ token: AccessToken, for key: TokenKey, replacing generation: UInt64) async throws -> Bool {
    let file = PrivateFile(folder: folder, name: "\(key).token")
    return try await BlockingWork.run { () throws(FileFailure) in
      try file.locked { () throws(FileFailure) in
        guard try Self.stored(in: file)?.generation ?? 0 == generation else { return false }
        try file.write(TokenRecord.encode(StoredToken(token: token, generation: generation + 1)))
        return true
      }
    }
  }

  private static func stored(in file: PrivateFile) throws(FileFailure) -> StoredToken? {
    try file.read(atMost: 8192).flatMap { TokenRecord.decode($0[...]) }
  }
}
