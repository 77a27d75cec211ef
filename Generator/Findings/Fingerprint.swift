/// Short numbers that tell findings apart.
package enum Fingerprint {
  /// 16 hexadecimal digits: FNV-1a over the parts, 64 bits wide. It identifies and protects nothing, so no more is needed.
  package static func of(_ parts: [String]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      // The end of a part, which is no byte of UTF-8.
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
