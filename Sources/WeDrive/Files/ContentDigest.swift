import CLibcrypto

/// A digest over content that arrives piece by piece, computed by libcrypto.
struct ContentDigest: ~Copyable {
  enum Algorithm { case sha1, md5 }

  private let context: OpaquePointer

  /// Nil where libcrypto does not offer the algorithm, as in some FIPS configurations.
  init?(_ algorithm: Algorithm) {
    guard let context = EVP_MD_CTX_new() else { return nil }
    let method = algorithm == .sha1 ? EVP_sha1() : EVP_md5()
    guard EVP_DigestInit_ex(context, method, nil) == 1 else {
      EVP_MD_CTX_free(context)
      return nil
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // Cannot fail after a successful start: the software implementation only copies and mixes.
    _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// The digest in lower-case hexadecimal, as the service writes it. Called once, last.
  mutating func finalise() -> String {
    var count: UInt32 = 0
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    _ = EVP_DigestFinal_ex(context, &bytes, &count)
    return Hexadecimal.text(bytes.prefix(Int(count)))
  }
}

/// Bytes as lower-case hexadecimal text.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
