#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveRuntime

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
      source: source, target: target, created: Int64(Date().timeIntervalSince1970),
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
