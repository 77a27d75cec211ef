import CLibcrypto

/// The cumulative SHA-1 that the chunk protocol calls `block_sha`.
///
/// One SHA-1 runs over the whole file. After each block but the last its five chaining words are written down, each in
/// little-endian order; for the last block it is the ordinary digest. Because each entry is the state in which the next
/// block begins, any part can be checked on its own: start from the entry before, hash the part, compare.
enum BlockDigest {
  static let blockSize = 2_097_152

  static func blockCount(of size: UInt64) -> Int {
    size == 0 ? 0 : Int((size - 1) / UInt64(blockSize)) + 1
  }

  static func isWellFormed(_ entry: String) -> Bool { entry.utf8.count == 40 && Hex.bytes(entry) != nil }

  /// Whether `content` is part `index`, counted from 1, of the file whose `block_sha` this is.
  static func verify(_ content: [UInt8], part index: Int, of blockSHA: [String]) -> Bool {
    guard index >= 1, index <= blockSHA.count else { return false }
    let isLast = index == blockSHA.count
    guard isLast ? (1...blockSize).contains(content.count) : content.count == blockSize else { return false }
    var context = SHA_CTX()
    SHA1_Init(&context)
    if index > 1 {
      guard let state = Hex.bytes(blockSHA[index - 2]), state.count == 20 else { return false }
      seed(&context, with: state, after: UInt64(index - 1) * UInt64(blockSize))
    }
    SHA1_Update(&context, content, content.count)
    return (isLast ? final(&context) : midstate(context)) == blockSHA[index - 1]
  }

  /// The digest of a whole content.
  static func sha1(_ content: [UInt8]) -> String {
    var context = SHA_CTX()
    SHA1_Init(&context)
    SHA1_Update(&context, content, content.count)
    return final(&context)
  }

  /// The MD5 of a whole content.
  static func md5(_ content: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard EVP_Digest(content, content.count, &digest, &count, EVP_md5(), nil) == 1 else { return "" }
    return Hex.lowercase(digest.prefix(Int(count)))
  }

  private static func seed(_ context: inout SHA_CTX, with state: [UInt8], after bytes: UInt64) {
    let words = stride(from: 0, to: 20, by: 4).map { i in
      UInt32(state[i]) | UInt32(state[i + 1]) << 8 | UInt32(state[i + 2]) << 16 | UInt32(state[i + 3]) << 24
    }
    (context.h0, context.h1, context.h2, context.h3, context.h4) = (words[0], words[1], words[2], words[3], words[4])
    let bits = bytes << 3
    context.Nl = UInt32(truncatingIfNeeded: bits)
    context.Nh = UInt32(truncatingIfNeeded: bits >> 32)
  }

  private static func midstate(_ context: SHA_CTX) -> String {
    Hex.lowercase(
      [context.h0, context.h1, context.h2, context.h3, context.h4].flatMap { word in
        (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      })
  }

  private static func final(_ context: inout SHA_CTX) -> String {
    var digest = [UInt8](repeating: 0, count: 20)
    SHA1_Final(&digest, &context)
    return Hex.lowercase(digest)
  }
}
