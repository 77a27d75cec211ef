import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("Digests that trail behind what arrives")
struct TrailingDigestsTests {
  @Test("are those of everything, whatever the chunks", arguments: [1, 2, 7, 20])
  func chunks(count: Int) throws {
    let digests = try #require(TrailingDigests(needsMD5: true))
    let chunks = (0..<count).map { index in [UInt8](repeating: UInt8(index), count: 1 + index * 4099) }
    for chunk in chunks { _ = digests.take(chunk) }
    let content = Array(chunks.joined())
    #expect(Hexadecimal.text(digests.sha1) == ContentDigest.text(of: content, .sha1))
    #expect(digests.md5.map { Hexadecimal.text($0) } == ContentDigest.text(of: content, .md5))
  }

  @Test("may be read at any time, and go on")
  func readEarly() throws {
    let digests = try #require(TrailingDigests(needsMD5: false))
    var content: [UInt8] = []
    for index in 0..<100 {
      let chunk = [UInt8](repeating: UInt8(index), count: 65_536)
      content += chunk
      if index % 3 == 0 { digests.digest(chunk) } else { _ = digests.take(chunk) }
      #expect(Hexadecimal.text(digests.sha1) == ContentDigest.text(of: content, .sha1))
    }
    #expect(digests.md5 == nil)
  }

  @Test("give back the room of the chunk before, as it was")
  func room() throws {
    let digests = try #require(TrailingDigests(needsMD5: false))
    #expect(digests.take([1, 2]).isEmpty)
    #expect(digests.take([3]) == [1, 2])
    #expect(digests.take([]) == [3])
    #expect(Hexadecimal.text(digests.sha1) == ContentDigest.text(of: [1, 2, 3], .sha1))
  }
}
