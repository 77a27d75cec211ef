import WeDriveRuntime

/// What is known about content before it arrives.
struct ExpectedContent: Sendable {
  /// Its length in bytes; nil where only the transfer itself says so.
  var size: Int64?
  /// Its SHA-1 in hexadecimal; nil where nothing is known.
  var sha1: String?

  init(size: Int64? = nil, sha1: String? = nil) {
    self.size = size
    self.sha1 = sha1.flatMap { $0.isEmpty ? nil : $0.lowercased() }
  }

  /// Compares what arrived with what was expected.
  func check(size actual: Int64, sha1 digest: String, endpoint: String) throws(WeDriveError) {
    if let size, size != actual {
      throw .integrity(
        IntegrityFailure(endpoint: endpoint, property: "size", expected: "\(size)", actual: "\(actual)"))
    }
    if let sha1, sha1 != digest {
      throw .integrity(IntegrityFailure(endpoint: endpoint, property: "sha1", expected: sha1, actual: digest))
    }
  }
}
