import CLibcrypto

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Base64 by the processor's vector registers where it has those that are known here (see `base64.h`), and by libcrypto
/// elsewhere, which takes five times as long for it.
package enum Base64 {
  /// The standard alphabet, with padding and without line breaks.
  package static func encode(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: encodedCount(bytes.count) + 1) { encode(bytes, into: $0) }
  }

  /// What was encoded so: the standard alphabet, with padding and without line breaks; nil for anything else.
  package static func decode(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { decode($0) }
  }

  /// The length of `count` bytes in base64.
  static func encodedCount(_ count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Encodes into `target`, which needs room for one byte more than ``encodedCount(_:)`` says, since libcrypto ends its
  /// output with a zero; returns how many were written before that one.
  ///
  /// - Parameter usesVectors: Not without optimisation, which makes the vector registers slower than libcrypto is.
  static func encode(
    _ bytes: [UInt8], into target: UnsafeMutableBufferPointer<UInt8>, usesVectors: Bool = !_isDebugAssertConfiguration()
  ) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      guard let from = bytes.baseAddress, let to = target.baseAddress else { return 0 }
      var start = usesVectors ? wedrive_base64(from, bytes.count, to) : 0
      var written = start / 3 * 4
      while start < bytes.count {
        let count = min(run, bytes.count - start)
        written += Int(EVP_EncodeBlock(to + written, from + start, Int32(count)))
        start += count
      }
      return written
    }
  }

  private static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let from = text.baseAddress, !text.isEmpty else { return [] }
    guard text.count % 4 == 0 else { return nil }
    let mark = UInt8(ascii: "=")
    let padding = text[text.count - 1] != mark ? 0 : text[text.count - 2] != mark ? 1 : 2
    // libcrypto reads padding anywhere as zeros; white space, which it skips at the ends, shows in the length.
    guard memchr(from, Int32(mark), text.count - padding) == nil else { return nil }
    var isSound = true
    let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3) { target, written in
      var start = 0
      while start < text.count, let to = target.baseAddress {
        let count = min(run / 3 * 4, text.count - start)
        guard EVP_DecodeBlock(to + written, from + start, Int32(count)) == count / 4 * 3 else {
          isSound = false
          return
        }
        written += count / 4 * 3
        start += count
      }
      written -= padding
    }
    return isSound ? bytes : nil
  }

  /// libcrypto counts in 32 bits, so longer content is taken in runs of this many bytes, a multiple of three.
  private static let run = 3 << 26
}
