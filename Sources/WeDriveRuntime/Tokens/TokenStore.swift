/// Keeps tokens, so that processes or machines of one app share them instead of fetching one each.
///
/// A write succeeds only if there was no write since the read it is based on: an older token never overwrites a newer one.
public protocol TokenStore: Sendable {
  /// What is kept under a key; nil for nothing, or for something that cannot be trusted.
  func read(_ key: TokenKey) async throws -> StoredToken?

  /// Keeps a token.
  ///
  /// - Parameter generation: That of the token which this one replaces; 0 for none.
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
