import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("Content that arrives")
struct ContentReceiverTests {
  let folder: TemporaryFolder
  static let endpoint = Endpoint(
    "get_content", service, .post, "/get", .read, isRepeatable: true, summary: "Gives a link to content.")
  static let service = Service(
    name: "test", host: "https://example.com", token: .accessToken, codeField: "code", messageField: "text",
    advice: { $0 == 7 ? ErrcodeAdvice("gone", "The content is gone.", .fatal) : nil })

  init() throws { folder = try TemporaryFolder() }

  @Test("is written whole, and described", arguments: [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
  func whole(_ size: Int) throws {
    let content = pattern(size)
    let file = try receive(content, expecting: ExpectedContent(size: Int64(size), sha1: sha1(content)))
    #expect(file.path == folder.path("a.bin"))
    #expect(file.size == Int64(size))
    #expect(file.isVerified)
    #expect(try folder.read("a.bin") == content)
    #expect(try folder.names == ["a.bin"])
  }

  @Test("is refused when a byte is wrong")
  func wrongByte() throws {
    var content = pattern(2_000_000)
    let expected = ExpectedContent(size: 2_000_000, sha1: sha1(content).uppercased())
    content[1_999_999] ^= 1
    try expectIntegrityFailure("sha1", content, expected)
  }

  @Test("is refused when it is too short or too long", arguments: [0, 99, 101, 1_100_000, 5_000_000])
  func wrongSize(_ size: Int) throws {
    try expectIntegrityFailure("size", pattern(size), ExpectedContent(size: 100))
    try expectIntegrityFailure("size", pattern(size), ExpectedContent(size: 100), announced: nil)
  }

  @Test("is taken to be cut off when it ends early and has not said that it would")
  func cutOff() throws {
    let failure = try #require(throws: TransferFailure.self) {
      try receive(pattern(1_100_000), expecting: ExpectedContent(size: 2_000_000), announced: nil)
    }
    guard case .lost(let lost) = failure else { throw failure }
    #expect(lost.code == .truncated)
    try expectIntegrityFailure("size", pattern(5_000_000), ExpectedContent(size: 2_000_000), announced: nil)
  }

  @Test("is refused when the transfer brings less than it announced and nothing else is known")
  func shorterThanAnnounced() throws {
    try expectIntegrityFailure("size", pattern(10), ExpectedContent(), announced: 11)
  }

  @Test("is stopped early when it does not end")
  func endless() throws {
    let receiver = try makeReceiver(ExpectedContent(size: 100))
    try receiver.begin(HTTPReplyHead(status: 200, headers: []))
    let chunk = pattern(16_384)
    var count = 0
    #expect(throws: TransferFailure.self) {
      while count < 1000 {
        try chunk.withUnsafeBytes { try receiver.receive($0) }
        count += 1
      }
    }
    #expect(count <= 64)
    receiver.end(keeping: true)
    #expect(try folder.names == [])
  }

  @Test("is recognised as a refusal in words, whether its length was known or not")
  func refusalInWords() throws {
    let reply = Array(#"{"code": 7, "text": "gone away", "more": [1, {"x": null}]}"#.utf8)
    for expected in [
      ExpectedContent(size: 5_000_000, sha1: sha1(pattern(3))), ExpectedContent(), ExpectedContent(size: 5),
    ] {
      let error = try #require(throws: TransferFailure.self) {
        try receive(reply, expecting: expected, type: "application/json")
      }
      guard case .refusedInWords(let refusal) = error else {
        Issue.record("\(error)")
        continue
      }
      #expect((refusal.code, refusal.message, refusal.advice?.name) == (7, "gone away", "gone"))
      #expect((refusal.service, refusal.endpoint) == ("test", "get_content"))
      #expect(try folder.names == [])
    }
  }

  @Test("may be JSON itself, even JSON that looks like a refusal, when it is the file")
  func jsonFile() throws {
    let content = Array(#"{"code": 7, "text": "part of the file"}"#.utf8)
    let expected = ExpectedContent(size: Int64(content.count), sha1: sha1(content))
    _ = try receive(content, expecting: expected, type: "application/json")
    #expect(try folder.read("a.bin") == content)
    let plain = Array(#"{"name": "value"}"#.utf8)
    _ = try receive(plain, expecting: ExpectedContent(), type: "application/json")
    #expect(try folder.read("a.bin") == plain)
  }

  @Test("leaves the file that is there when it is refused")
  func existingFile() throws {
    try folder.write([1, 2, 3], to: "a.bin")
    #expect(throws: TransferFailure.self) {
      try receive(pattern(3), expecting: ExpectedContent(size: 3, sha1: sha1([9])))
    }
    #expect(try folder.read("a.bin") == [1, 2, 3])
    #expect(try folder.names == ["a.bin"])
  }

  private func expectIntegrityFailure(
    _ property: String, _ content: [UInt8], _ expected: ExpectedContent, announced: Int? = -1,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let error = try #require(throws: TransferFailure.self, sourceLocation: sourceLocation) {
      try receive(content, expecting: expected, announced: announced)
    }
    guard case .final(.integrity(let failure)) = error else { throw error }
    #expect(failure.property == property, sourceLocation: sourceLocation)
    #expect(try folder.names == [], sourceLocation: sourceLocation)
  }

  private func makeReceiver(_ expected: ExpectedContent) throws -> ContentReceiver {
    let target = try DownloadPlace(folder.path("a.bin")).target(serverName: nil)
    let identity = try DownloadIdentity("file:f", target: target.name)
    return try ContentReceiver(
      PartialFile(at: target, key: identity.key), of: identity, expecting: expected, endpoint: Self.endpoint.name,
      errcodesOf: Self.endpoint.service)
  }

  /// Delivers `content` as the transport does. `announced`: -1 for its true length, nil for none.
  private func receive(
    _ content: [UInt8], expecting expected: ExpectedContent, announced: Int? = -1,
    type: String = "application/octet-stream"
  ) throws -> DownloadedFile {
    let receiver = try makeReceiver(expected)
    defer { receiver.end(keeping: false) }
    _ = receiver.nextRequest()
    var headers = [HTTPHeader("Content-Type", type)]
    if let announced { headers.append(HTTPHeader("content-length", "\(announced < 0 ? content.count : announced)")) }
    try receiver.begin(HTTPReplyHead(status: 200, headers: headers))
    try content.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        try receiver.receive(UnsafeRawBufferPointer(rebasing: rest.prefix(16_384)))
        rest = rest.dropFirst(16_384)
      }
    }
    return try receiver.finish()
  }
}

func sha1(_ content: [UInt8]) -> String {
  guard var digest = ContentDigest(.sha1) else { return "no SHA-1" }
  content.withUnsafeBytes { digest.update($0) }
  return digest.finalise()
}

func md5Text(_ content: [UInt8]) -> String {
  guard var digest = ContentDigest(.md5) else { return "no MD5" }
  content.withUnsafeBytes { digest.update($0) }
  return digest.finalise()
}
