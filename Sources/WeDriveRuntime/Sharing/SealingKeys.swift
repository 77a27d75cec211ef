import CLibcrypto

/// Keys that values are sealed with, by AES-256-GCM, before they leave this machine.
///
/// To change the key, first add the new one to `previous` on all machines, then make it `current` and keep the old one in
/// `previous` until the records sealed with it have expired.
public struct SealingKeys: Sendable, Redacted {
  /// Names a key in what it has sealed: the first four bytes of its digest.
  private struct Named: Sendable {
    let name: [UInt8]
    let key: [UInt8]

    init(_ key: [UInt8]) {
      var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
      let content = Array("wedrive-sealing".utf8) + key
      SHA256(content, content.count, &digest)
      name = Array(digest.prefix(4))
      self.key = key
    }
  }

  private static let format: UInt8 = 1
  private static let nonceCount = 12
  private static let tagCount = 16

  private let current: Named
  private let all: [Named]

  /// Takes keys of 32 random bytes each; nil if one has another length.
  ///
  /// - Parameters:
  ///   - current: Seals and opens.
  ///   - previous: Open only.
  public init?(current: [UInt8], previous: [[UInt8]] = []) {
    guard ([current] + previous).allSatisfy({ $0.count == 32 }) else { return nil }
    self.current = Named(current)
    all = [self.current] + previous.map(Named.init)
  }

  /// That there are keys.
  public var description: String { "SealingKeys(redacted)" }

  /// Format, name of the key, nonce, ciphertext and tag.
  ///
  /// - Parameter place: Where the value is kept: it opens there only.
  /// - Throws: ``StoreFailure`` if libcrypto has no randomness or memory.
  func seal(_ value: [UInt8], at place: [UInt8]) throws(StoreFailure) -> [UInt8] {
    var nonce = [UInt8](repeating: 0, count: Self.nonceCount)
    let head = [Self.format] + current.name
    guard RAND_bytes(&nonce, Int32(nonce.count)) == 1,
      let (content, tag) = Self.run(.seal, value, key: current.key, nonce: nonce, aside: head + place, tag: [])
    else { throw StoreFailure(.protocolError, "libcrypto cannot seal") }
    return head + nonce + content + tag
  }

  /// What was sealed at the place; nil if it was not, was changed, or no key here is that of its name.
  func open(_ sealed: [UInt8], at place: [UInt8]) -> [UInt8]? {
    guard sealed.count >= 5 + Self.nonceCount + Self.tagCount, sealed[0] == Self.format else { return nil }
    let head = Array(sealed[..<5])
    let nonce = Array(sealed[5..<(5 + Self.nonceCount)])
    let content = Array(sealed[(5 + Self.nonceCount)..<(sealed.count - Self.tagCount)])
    let tag = Array(sealed.suffix(Self.tagCount))
    for named in all where named.name.elementsEqual(head.dropFirst()) {
      let opened = Self.run(.open, content, key: named.key, nonce: nonce, aside: head + place, tag: tag)
      if let opened { return opened.content }
    }
    return nil
  }

  private enum Direction: Int32 { case open = 0, seal = 1 }

  private static func run(
    _ direction: Direction, _ input: [UInt8], key: [UInt8], nonce: [UInt8], aside: [UInt8], tag: [UInt8]
  ) -> (content: [UInt8], tag: [UInt8])? {
    guard input.count <= 1 << 30, let context = EVP_CIPHER_CTX_new() else { return nil }
    defer { EVP_CIPHER_CTX_free(context) }
    var output = [UInt8](repeating: 0, count: input.count + 16)
    var tag = tag.isEmpty ? [UInt8](repeating: 0, count: tagCount) : tag
    var count: Int32 = 0
    var last: Int32 = 0
    guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, direction.rawValue) == 1,
      EVP_CipherUpdate(context, nil, &count, aside, Int32(aside.count)) == 1,
      EVP_CipherUpdate(context, &output, &count, input, Int32(input.count)) == 1,
      direction == .seal || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, Int32(tagCount), &tag) == 1,
      output.withUnsafeMutableBufferPointer({ room in
        EVP_CipherFinal_ex(context, room.baseAddress.map { $0 + Int(count) }, &last)
      }) == 1,
      direction == .open || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, Int32(tagCount), &tag) == 1
    else { return nil }
    return (Array(output.prefix(Int(count + last))), tag)
  }
}
