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

/// Bytes as hexadecimal text.
package enum Hexadecimal {
  /// In lower case, two digits a byte.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// What was written so; nil for anything but an even number of lower-case digits.
  package static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for at in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[at]), let low = value(digits[at + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// The value of a digit in either case; nil for any other byte.
  static func digit(_ digit: UInt8) -> UInt8? {
    digit >= UInt8(ascii: "A") && digit <= UInt8(ascii: "F") ? value(digit | 0x20) : value(digit)
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
