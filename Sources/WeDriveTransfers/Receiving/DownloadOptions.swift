/// How a download goes about it.
public struct DownloadOptions: Sendable {
  /// Whether to forget what an interrupted download has left, instead of going on from there.
  public var startsOver = false
  /// After how many bytes to make sure that they are on the disk and survive a crash, at the latest; it is done every five
  /// seconds in any case, and whenever a transfer ends early. In effect it is at least 1 MiB.
  public var checkpointInterval: Int64 = 64 << 20
  /// Told how far it has come: a few times a second, one call at a time, and once at the end. It should return soon; what
  /// it misses meanwhile is left out.
  public var progress: (@Sendable (DownloadProgress) -> Void)?
  /// Of several files, how many are transferred at once: 1…16.
  public var concurrency = 4

  /// Goes on where an earlier attempt ended, and reports no progress.
  public init() {}

  /// The same with a progress handler.
  public init(progress: @escaping @Sendable (DownloadProgress) -> Void) { self.progress = progress }
}

/// A file that has been downloaded and is complete on the disk.
public struct DownloadedFile: Sendable, Hashable {
  /// Where it is.
  public let path: String
  /// Its length in bytes.
  public let size: Int64
  /// Its SHA-1 in lower-case hexadecimal, computed while it arrived.
  public let sha1: String
  /// Whether the service had announced a SHA-1 and it was this one. False for a picker's ticket, where only the length
  /// announced by the transfer itself could be checked.
  public let isVerified: Bool
}
