import TestSupport
import Testing
import WeDrive

@Suite("A download that was interrupted")
struct ResumedDownloadTests {
  let folder: TemporaryFolder
  let content = pattern(3_000_000)
  let cut = 2_200_000

  init() throws { folder = try TemporaryFolder() }

  @Test("goes on where it was, within the call")
  func withinCall() async throws {
    let (content, cut) = (content, cut)
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      if number == 1 { try connection.serveThenClose(content, after: cut) }
      try connection.serve(content, request)
    }
    let file = try await server.download(to: folder.path("a.bin"))
    #expect(file.isVerified && file.size == 3_000_000)
    #expect(try folder.read("a.bin") == content)
    #expect(server.ranges == [nil, "bytes=\(cut)-"])
    #expect(server.links == 1)
    #expect(try folder.names == ["a.bin"])
  }

  @Test("goes on for as long as every attempt brings something")
  func manyInterruptions() async throws {
    let content = content
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      guard number < 25 else { return try connection.serve(content, request) }
      let first = request["Range"].flatMap { Int($0.dropFirst(6).dropLast()) } ?? 0
      let head =
        first == 0
        ? ["HTTP/1.1 200 OK"]
        : ["HTTP/1.1 206 Partial", "Content-Range: bytes \(first)-\(content.count - 1)/\(content.count)"]
      try connection.send(
        (head + ["Content-Length: \(content.count - first)"]).joined(separator: "\r\n") + "\r\n\r\n")
      try connection.send(Array(content[first..<first + 100_000]))
      throw ServerConnection.Ended()
    }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.requests.count == 25)
    #expect(server.links == 1)
  }

  @Test("goes on where it was, in a later call")
  func laterCall() async throws {
    let server = try interrupted()
    try await interrupt(server)
    #expect(try folder.names.count == 2)
    let file = try await server.download(to: folder.path("a.bin"))
    #expect(file.isVerified)
    #expect(try folder.read("a.bin") == content)
    #expect(try folder.names == ["a.bin"])
    #expect(server.ranges.last == "bytes=\(cut)-")
  }

  @Test("starts over when that is wanted")
  func startingOver() async throws {
    let server = try interrupted()
    try await interrupt(server)
    var options = DownloadOptions()
    options.startsOver = true
    try await server.drive.download(fileID: "f", to: folder.path("a.bin"), options: options)
    #expect(try folder.read("a.bin") == content)
    #expect(server.ranges.allSatisfy { $0 == nil || $0 == "bytes=\(cut)-" })
    #expect(server.requests.last?["Range"] == nil)
  }

  @Test("starts over when the content has changed, and mixes nothing", arguments: ["size", "digest"])
  func changedContent(_ what: String) async throws {
    let other = pattern(what == "size" ? 3_000_001 : 3_000_000).map { $0 ^ 0x55 }
    let (content, cut) = (content, cut)
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(content, after: cut)
      case 2, 3: throw ServerConnection.Ended()
      default: try connection.serve(other, request)
      }
    }
    try await interrupt(server)
    server.change { $0 = ContentServer.Facts(other) }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == other)
    #expect(server.requests.last?["Range"] == nil)
    #expect(try folder.names == ["a.bin"])
  }

  @Test("is not gone on with to another place, or by another id")
  func otherTarget() async throws {
    let server = try interrupted()
    try await interrupt(server)
    _ = try await server.download(to: folder.path("b.bin"))
    #expect(server.requests.last?["Range"] == nil)
    _ = try await server.drive.download(fileID: "g", to: folder.path("a.bin"))
    #expect(server.requests.last?["Range"] == nil)
    #expect(try folder.read("a.bin") == content)
  }

  @Test("by ticket goes on only with what the server itself can tell apart")
  func ticket() async throws {
    let (content, cut) = (content, cut)
    for tag in ["\"v1\"", nil, "W/\"v1\""] {
      let headers = tag.map { ["ETag: \($0)"] } ?? []
      let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
        if number == 1 { try connection.serveThenClose(content, after: cut, headers: headers) }
        try connection.serve(content, request, headers: headers)
      }
      let file = try await server.download(ticket: "ticket", to: folder.path("t.bin"))
      #expect(!file.isVerified)
      #expect(try folder.read("t.bin") == content)
      let isStrong = tag == "\"v1\""
      #expect(server.ranges == [nil, isStrong ? "bytes=\(cut)-" : nil])
      #expect(server.requests.last?["If-Range"] == (isStrong ? tag : nil))
    }
  }

  @Test("checks the MD5 where there is no SHA-1, also of what was kept", arguments: [true, false])
  func md5(_ isRight: Bool) async throws {
    let (content, cut) = (content, cut)
    var facts = ContentServer.Facts(content)
    facts.sha1 = nil
    facts.md5 = isRight ? md5Text(content) : md5Text([1])
    let server = try ContentServer(facts) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(content, after: cut)
      case 2, 3: throw ServerConnection.Ended()
      default: try connection.serve(content, request)
      }
    }
    try await interrupt(server)
    if isRight {
      #expect(try await server.download(to: folder.path("a.bin")).isVerified)
      #expect(try folder.read("a.bin") == content)
    } else {
      let error = try await #require(throws: WeDriveError.self) {
        _ = try await server.download(to: folder.path("a.bin"))
      }
      guard case .integrity(let failure) = error else { throw error }
      #expect(failure.property == "md5")
      #expect(try folder.names == [])
    }
    // What is wrong may be wrong because of what was kept: then all of it is fetched once more.
    #expect(server.ranges.suffix(isRight ? 1 : 2) == ["bytes=\(cut)-"] + (isRight ? [] : [nil]))
  }

  /// A server that gives up for good at first, and serves from the fourth request on.
  func interrupted() throws -> ContentServer {
    let (content, cut) = (content, cut)
    return try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(content, after: cut)
      case 2, 3: throw ServerConnection.Ended()
      default: try connection.serve(content, request)
      }
    }
  }

  func interrupt(_ server: ContentServer) async throws {
    let error = try await #require(throws: WeDriveError.self) { try await server.download(to: folder.path("a.bin")) }
    guard case .transport(let failure) = error else { throw error }
    #expect(failure.code == .connectionLost)
  }
}
