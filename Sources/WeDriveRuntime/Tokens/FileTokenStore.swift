import WeDriveHTTP

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
