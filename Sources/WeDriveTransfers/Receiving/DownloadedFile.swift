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
