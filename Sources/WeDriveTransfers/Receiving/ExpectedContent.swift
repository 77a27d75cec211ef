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
