import CLibcrypto

/// Base64 by libcrypto, which is as fast as memory needs it to be.
public enum Base64 {
  /// Encodes with padding and without line breaks.
  public static func encode(_ bytes: [UInt8]) -> String {
    String(decoding: encoded(bytes), as: UTF8.self)
  }

  /// The standard alphabet, with padding and without line breaks; nil for anything else.
  public static func decode(_ text: String) -> [UInt8]? {
    var text = Array(text.utf8)
    guard text.count % 4 == 0, !text.isEmpty else { return text.isEmpty ? [] : nil }
    let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    // libcrypto skips white space at the ends, which is not base64 here.
    guard padding <= 2, text.allSatisfy({ $0 > 0x20 }) else { return nil }
    var bytes = [UInt8](repeating: 0, count: text.count / 4 * 3)
    let count = Int(EVP_DecodeBlock(&bytes, &text, Int32(text.count)))
    guard count == bytes.count else { return nil }
    bytes.removeLast(padding)
    return bytes
  }

  private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: encodedCount(bytes.count) + 1) { buffer, count in
      count = encode(bytes, into: buffer)
    }
  }

  /// Encodes into `buffer`, which holds ``encodedCount(_:)`` bytes and one more, and returns how many were written
  /// before that one.
  static func encode(_ bytes: [UInt8], into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    Int(EVP_EncodeBlock(buffer.baseAddress, bytes, Int32(bytes.count)))
  }

  /// The size of `count` bytes in base64.
  static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }
}
