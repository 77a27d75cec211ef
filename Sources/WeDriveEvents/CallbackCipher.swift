import CLibcrypto
import WeDriveRuntime

/// How callbacks are encrypted: AES-256 in CBC mode, the key's first half as initial vector, over 16 random bytes, the message's
/// length, the message, and whom it is meant for, filled up to a multiple of 32 bytes.
struct CallbackCipher {
  /// A message and whom it is meant for.
  struct Content {
    let message: [UInt8]
    let receiver: String
  }

  private static let block = 32
  private static let randomLength = 16
  private static let headLength = randomLength + 4

  let key: [UInt8]

  /// Decrypts a content in base64; nil if anything about it is wrong.
  func open(_ text: String) -> Content? {
    guard let encrypted = Base64.decode(text), !encrypted.isEmpty, encrypted.count % 16 == 0,
      let padded = crypt(encrypted, encrypting: false), let plain = Self.unpadded(padded),
      plain.count >= Self.headLength
    else { return nil }
    let length = plain[Self.randomLength..<Self.headLength].reduce(0) { $0 << 8 | Int($1) }
    guard length <= plain.count - Self.headLength else { return nil }
    let end = Self.headLength + length
    guard let receiver = String(validating: plain[end...], as: UTF8.self) else { return nil }
    return Content(message: Array(plain[Self.headLength..<end]), receiver: receiver)
  }

  /// Encrypts a message into base64; nil if libcrypto fails, which it does for want of memory only.
  func seal(_ content: Content) -> String? {
    var generator = SystemRandomNumberGenerator()
    var plain = (0..<Self.randomLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let length = UInt32(clamping: content.message.count)
    plain += [UInt8(length >> 24), UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255)]
    plain += content.message + Array(content.receiver.utf8)
    let fill = Self.block - plain.count % Self.block
    plain += [UInt8](repeating: UInt8(fill), count: fill)
    return crypt(plain, encrypting: true).map(Base64.encode)
  }

  /// The bytes without their filling; nil if that is not right.
  private static func unpadded(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    guard let last = bytes.last, (1...block).contains(Int(last)), Int(last) <= bytes.count,
      bytes.suffix(Int(last)).allSatisfy({ $0 == last })
    else { return nil }
    return bytes.dropLast(Int(last))
  }

  /// Whole blocks in, as many out.
  private func crypt(_ bytes: [UInt8], encrypting: Bool) -> [UInt8]? {
    guard let count = Int32(exactly: bytes.count), let context = EVP_CIPHER_CTX_new() else { return nil }
    defer { EVP_CIPHER_CTX_free(context) }
    var result = [UInt8](repeating: 0, count: bytes.count + Self.block)
    var written: Int32 = 0
    var rest: Int32 = 0
    let vector = Array(key.prefix(16))
    guard EVP_CipherInit_ex(context, EVP_aes_256_cbc(), nil, key, vector, encrypting ? 1 : 0) == 1,
      EVP_CIPHER_CTX_set_padding(context, 0) == 1, EVP_CipherUpdate(context, &result, &written, bytes, count) == 1,
      EVP_CipherFinal_ex(context, &result[Int(written)], &rest) == 1
    else { return nil }
    return Array(result.prefix(Int(written) + Int(rest)))
  }
}

/// The `Encrypt` of a callback's body, found without reading the body as XML.
///
/// Until the signature over it is verified, a body is untrusted. This looks at each byte once, builds nothing but the
/// content itself, and takes no text that could hold nodes.
enum EncryptedContent {
  private static let start = Array("<Encrypt>".utf8)
  private static let end = Array("</Encrypt>".utf8)

  /// The content, without its CDATA section and the white space around it; nil where there is none.
  static func text(in body: [UInt8]) -> String? {
    body.withUnsafeBufferPointer { body in
      guard let start = place(of: start, in: body, from: 0), let end = place(of: end, in: body, from: start + 9) else {
        return nil
      }
      var content = trimmed(body[(start + Self.start.count)..<end])
      if content.starts(with: "<![CDATA[".utf8), content.suffix(3).elementsEqual("]]>".utf8) {
        content = trimmed(content.dropFirst(9).dropLast(3))
      }
      guard !content.isEmpty, !content.contains(UInt8(ascii: "<")) else { return nil }
      return String(validating: content, as: UTF8.self)
    }
  }

  private static func place(of tag: [UInt8], in body: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard body.count >= tag.count, start <= body.count - tag.count else { return nil }
    var index = start
    while index <= body.count - tag.count {
      if body[index] == tag[0], body[index..<(index + tag.count)].elementsEqual(tag) { return index }
      index += 1
    }
    return nil
  }

  private static func trimmed(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    let rest = bytes.drop(while: isSpace)
    guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return rest }
    return rest[...last]
  }
}
