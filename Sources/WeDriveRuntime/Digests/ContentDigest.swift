import CLibcrypto

/// A digest over content that arrives piece by piece, computed by libcrypto.
package struct ContentDigest: ~Copyable {
  package enum Algorithm { case sha1, md5, sha256 }

  private let context: OpaquePointer

  /// Nil where libcrypto does not offer the algorithm, as in some FIPS configurations.
  package init?(_ algorithm: Algorithm) {
    guard let context = EVP_MD_CTX_new() else { return nil }
    let method =
      switch algorithm {
      case .sha1: EVP_sha1()
      case .md5: EVP_md5()
      case .sha256: EVP_sha256()
      }
    guard EVP_DigestInit_ex(context, method, nil) == 1 else {
      EVP_MD_CTX_free(context)
      return nil
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // Cannot fail after a successful start: the software implementation only copies and mixes.
    _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// The digest of what there was so far; more may follow. Empty if there is no memory for it.
  package func current() -> [UInt8] {
    guard let copy = EVP_MD_CTX_new() else { return [] }
    defer { EVP_MD_CTX_free(copy) }
    return EVP_MD_CTX_copy_ex(copy, context) == 1 ? Self.end(copy) : []
  }

  /// The digest in lower-case hexadecimal, as the service writes it. Called once, last.
  package mutating func finalise() -> String { Hexadecimal.text(Self.end(context)) }

  /// The digest of a short text.
  package static func of(_ text: String, _ algorithm: Algorithm) -> [UInt8]? {
    guard var digest = ContentDigest(algorithm) else { return nil }
    Array(text.utf8).withUnsafeBytes { digest.update($0) }
    return digest.current()
  }

  /// The digest of a whole content in lower-case hexadecimal; empty where libcrypto does not offer the algorithm.
  package static func text(of content: [UInt8], _ algorithm: Algorithm) -> String {
    guard var digest = ContentDigest(algorithm) else { return "" }
    content.withUnsafeBytes { digest.update($0) }
    return digest.finalise()
  }

  private static func end(_ context: OpaquePointer) -> [UInt8] {
    var count: UInt32 = 0
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    _ = EVP_DigestFinal_ex(context, &bytes, &count)
    return Array(bytes.prefix(Int(count)))
  }
}
