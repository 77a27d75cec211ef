import Testing

@testable import WeDriveRuntime

@Suite struct GMACKeyTests {
  private func tag(_ content: [UInt8], _ key: GMACKey) throws -> GMACKey.Tag {
    try #require(content.withUnsafeBytes { key.tag(of: $0) })
  }

  @Test func `content has the same tag each time under one key, and others under others`() throws {
    let key = GMACKey()
    for count in [0, 1, 15, 16, 17, 4095, 2_097_152] {
      let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      #expect(try tag(content, key) == tag(content, key))
      #expect(try tag(content, key) != tag(content, GMACKey()))
    }
  }

  @Test func `any bit that is another, a byte more and one less change the tag`() throws {
    let key = GMACKey()
    let content = (0..<67).map { UInt8($0) }
    let expected = try tag(content, key)
    for bit in 0..<(8 * content.count) {
      var changed = content
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(try tag(changed, key) != expected)
    }
    #expect(try tag(content + [0], key) != expected)
    #expect(try tag(Array(content.dropLast()), key) != expected)
  }
}
