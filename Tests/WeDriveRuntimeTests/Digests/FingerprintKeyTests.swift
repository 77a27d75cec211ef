import Testing

@testable import WeDriveRuntime

@Suite struct FingerprintKeyTests {
  private func fingerprint(_ content: [UInt8], _ key: FingerprintKey) throws -> FingerprintKey.Fingerprint {
    try #require(content.withUnsafeBytes { key.fingerprint(of: $0) })
  }

  @Test func `content has the same fingerprint each time under one key, and others under others`() throws {
    let key = FingerprintKey()
    for count in [0, 1, 15, 16, 17, 4095, 2_097_152] {
      let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      #expect(try fingerprint(content, key) == fingerprint(content, key))
      #expect(try fingerprint(content, key) != fingerprint(content, FingerprintKey()))
    }
  }

  @Test func `any bit that is another, a byte more and one less change the fingerprint`() throws {
    let key = FingerprintKey()
    let content = (0..<67).map { UInt8($0) }
    let expected = try fingerprint(content, key)
    for bit in 0..<(8 * content.count) {
      var changed = content
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(try fingerprint(changed, key) != expected)
    }
    #expect(try fingerprint(content + [0], key) != expected)
    #expect(try fingerprint(Array(content.dropLast()), key) != expected)
  }
}
