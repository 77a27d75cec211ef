import CLibcrypto

/// Tells content from other content within one process, several times as fast as a digest does.
///
/// The key makes a GMAC of content: the tag that AES-128-GCM gives content which it only authenticates, under a random key that
/// never leaves the process. Two contents of a block's size have the same tag with a probability below 2^-110, also where
/// one was made to look like the other.
package struct GMACKey: Sendable {
  /// What a key makes of content. It means nothing under another key.
  package struct Tag: Sendable, Equatable {
    fileprivate let bytes: SIMD16<UInt8>
  }

  private let key: [UInt8]

  /// Makes a random key.
  package init() {
    var system = SystemRandomNumberGenerator()
    key = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &system) }
  }

  /// The tag of content of less than 2 GiB; nil if libcrypto has no memory. Blocks for some 0.2 ms per 2 MiB.
  package func tag(of content: UnsafeRawBufferPointer) -> Tag? {
    guard let length = Int32(exactly: content.count), let context = EVP_CIPHER_CTX_new() else { return nil }
    defer { EVP_CIPHER_CTX_free(context) }
    // One nonce for all is sound, because no tag is ever shown.
    let nonce = [UInt8](repeating: 0, count: 12)
    var tag = [UInt8](repeating: 0, count: 16)
    var count: Int32 = 0
    guard EVP_CipherInit_ex(context, EVP_aes_128_gcm(), nil, key, nonce, 1) == 1,
      EVP_CipherUpdate(context, nil, &count, content.baseAddress, length) == 1,
      EVP_CipherFinal_ex(context, &tag, &count) == 1,
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, Int32(tag.count), &tag) == 1
    else { return nil }
    return Tag(bytes: SIMD16(tag))
  }
}
