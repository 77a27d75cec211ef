import Testing

@testable import WeDriveEmulator

@Suite("The digests that file_info has")
struct WholeDigestTests {
  @Test("Whole digests are the ordinary ones")
  func whole() {
    #expect(WholeDigest.sha1(Array("abc".utf8)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(WholeDigest.md5(Array("abc".utf8)) == "900150983cd24fb0d6963f7d28e17f72")
    #expect(WholeDigest.md5([]) == "d41d8cd98f00b204e9800998ecf8427e")
  }
}
