import WeDriveRuntime

/// What is known about content before it arrives.
package struct ExpectedContent: Sendable, Equatable {
  /// Its length in bytes; nil where only the transfer itself says so.
  package var size: Int64?
  /// Its SHA-1 in hexadecimal; nil where nothing is known.
  package var sha1: String?
  /// Its MD5 in hexadecimal; nil where nothing is known.
  ///
  /// It decides only where there is no SHA-1: for a file that was uploaded in blocks the service may give one that is not
  /// valid.
  package var md5: String?

  package init(size: Int64? = nil, sha1: String? = nil, md5: String? = nil) {
    self.size = size
    self.sha1 = sha1.flatMap { $0.isEmpty ? nil : $0.lowercased() }
    self.md5 = md5.flatMap { $0.isEmpty ? nil : $0.lowercased() }
  }

  /// Whether content can be told from other content of the same length.
  package var hasDigest: Bool { sha1 != nil || md5 != nil }
  /// Whether the MD5 has to be computed.
  package var needsMD5: Bool { sha1 == nil && md5 != nil }

  /// Compares what arrived with what was expected.
  package func check(
    size actual: Int64, sha1 digest: String, md5 otherDigest: String? = nil, endpoint: String
  ) throws(WeDriveError) {
    if let size, size != actual { throw .wrongContent("size", "\(actual)", insteadOf: "\(size)", endpoint) }
    if let sha1 {
      if sha1 != digest { throw .wrongContent("sha1", digest, insteadOf: sha1, endpoint) }
    } else if let md5, let otherDigest, md5 != otherDigest {
      throw .wrongContent("md5", otherDigest, insteadOf: md5, endpoint)
    }
  }
}

extension WeDriveError {
  /// Content that is not the content that was announced.
  package static func wrongContent(
    _ property: String, _ actual: String, insteadOf expected: String, _ endpoint: String
  ) -> WeDriveError {
    .integrity(IntegrityFailure(endpoint: endpoint, property: property, expected: expected, actual: actual))
  }
}

/// What one download is told from others by, without anything secret.
struct DownloadIdentity: Sendable {
  private let source: [UInt8]
  private let target: [UInt8]

  /// - Parameters:
  ///   - key: What names the content. It may be a secret: only its SHA-256 is kept.
  ///   - target: The target's name.
  init(_ key: String, target: String) throws(WeDriveError) {
    guard let source = ContentDigest.of(key, .sha256), let target = ContentDigest.of(target, .sha256) else {
      throw .file(FileFailure(path: target, operation: "digest", reason: "libcrypto offers no SHA-256 here"))
    }
    (self.source, self.target) = (source, target)
  }

  /// A few letters for the names of hidden files.
  var key: String { Hexadecimal.text(source.prefix(8)) }

  func header(
    for expected: ExpectedContent, announced: Int64?, entityTag: String?
  ) -> DownloadJournal.Header {
    DownloadJournal.Header(
      source: source, target: target, created: CallClock.wallClock(),
      size: expected.size ?? announced, sha1: expected.sha1, md5: expected.md5, entityTag: entityTag)
  }

  /// Whether what was kept under a header is the beginning of this content.
  ///
  /// Without a digest to tell, only the server's own tag can, which goes with the request.
  func allows(_ header: DownloadJournal.Header, for expected: ExpectedContent) -> Bool {
    header.source == source && header.target == target
      && (expected.size == nil || expected.size == header.size)
      && expected.sha1 == header.sha1 && expected.md5 == header.md5
      && (expected.hasDigest || header.entityTag != nil)
  }
}

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
