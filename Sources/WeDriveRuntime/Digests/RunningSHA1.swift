import CLibcrypto

/// A SHA-1 under way whose inner state can be read, and which can start from such a state.
///
/// libcrypto's older interface is the only one that shows the state; it uses the same machine code as the newer one.
package struct RunningSHA1 {
  private var context = SHA_CTX()

  /// The bytes of a state and of a digest.
  package static let size = 20

  /// Starts at the beginning of a content.
  package init() { SHA1_Init(&context) }

  /// Starts after `count` bytes of a content, a multiple of 64, from the state that was there.
  ///
  /// - Parameters:
  ///   - state: Forty hexadecimal digits as ``state`` gives them; nil for anything else.
  ///   - count: How many bytes lie before.
  package init?(state: String, after count: UInt64) {
    guard let bytes = Hexadecimal.bytes(state), bytes.count == Self.size else { return nil }
    self.init()
    let words = stride(from: 0, to: Self.size, by: 4).map { at in
      (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }
    (context.h0, context.h1, context.h2, context.h3, context.h4) = (words[0], words[1], words[2], words[3], words[4])
    let bits = count << 3
    context.Nl = UInt32(truncatingIfNeeded: bits)
    context.Nh = UInt32(truncatingIfNeeded: bits >> 32)
  }

  /// Takes the next bytes of the content.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    SHA1_Update(&context, bytes.baseAddress, bytes.count)
  }

  /// The five words of the state, without padding, each with its least significant byte first, in hexadecimal. Only
  /// after a multiple of 64 bytes does it stand for all of them.
  package var state: String {
    Hexadecimal.text(
      [context.h0, context.h1, context.h2, context.h3, context.h4].flatMap { word in
        (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
      })
  }

  /// The ordinary digest in hexadecimal. Called once, last.
  package mutating func finalise() -> String {
    var digest = [UInt8](repeating: 0, count: Self.size)
    SHA1_Final(&digest, &context)
    return Hexadecimal.text(digest)
  }
}
