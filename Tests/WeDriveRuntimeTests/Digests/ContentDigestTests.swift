import TestSupport
import Testing

@testable import WeDriveRuntime

@Suite("A content digest")
struct ContentDigestTests {
  @Test("agrees with the published SHA-1 of short texts")
  func publishedVectors() throws {
    #expect(try sha1(Array("abc".utf8), pieces: 3) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(try sha1([], pieces: 1) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
  }

  @Test("does not depend on how the content is cut into pieces", arguments: [1, 63, 64, 65, 1 << 20, 2_097_151])
  func pieces(of size: Int) throws {
    #expect(try sha1(pattern(2_097_151), pieces: size) == "f7897dd9b7edfec862b78ec105b8697aeca00812")
  }

  @Test("knows MD5 as well")
  func md5() throws {
    guard var digest = ContentDigest(.md5) else { throw DigestUnavailable() }
    Array("abc".utf8).withUnsafeBytes { digest.update($0) }
    let text = digest.finalise()
    #expect(text == "900150983cd24fb0d6963f7d28e17f72")
  }

  private func sha1(_ content: [UInt8], pieces size: Int) throws -> String {
    guard var digest = ContentDigest(.sha1) else { throw DigestUnavailable() }
    content.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        digest.update(UnsafeRawBufferPointer(rebasing: rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
    }
    return digest.finalise()
  }
}

private struct DigestUnavailable: Error {}
