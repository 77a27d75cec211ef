import TestSupport
import Testing
import WeDrive

/// Servers that answer otherwise than was asked for.
extension ResumedDownloadTests {
  @Test("starts over when the server sends all of it, whatever was asked for")
  func rangeIgnored() async throws {
    let (content, cut) = (content, cut)
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      if number == 1 { try connection.serveThenClose(content, after: cut) }
      try connection.reply(body: content)
    }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.ranges == [nil, "bytes=\(cut)-"])
  }

  @Test("keeps what it has when an errcode or half a reply comes instead of the rest, and starts over when a page does")
  func nothingToKeep() async throws {
    let (content, cut) = (content, cut)
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(content, after: cut)
      case 2: try connection.reply(headers: ["Content-Type: application/json"], text: #"{"errcode":42,"errmsg":"x"}"#)
      case 3: try connection.serveThenClose(content, after: 500_000)
      case 4: try connection.reply(headers: ["Content-Type: text/html"], text: "<html>log in</html>")
      default: try connection.serve(content, request)
      }
    }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(server.ranges == [nil] + Array(repeating: "bytes=\(cut)-", count: 3) + [nil])
    #expect(try folder.read("a.bin") == content)
  }

  @Test("takes a part that ends early, and asks for the rest")
  func shortPart() async throws {
    let (content, cut) = (content, cut)
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(content, after: cut)
      case 2:
        try connection.reply(
          206, headers: ["Content-Range: bytes \(cut)-2499999/3000000"], body: Array(content[cut..<2_500_000]))
      default: try connection.serve(content, request)
      }
    }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.ranges == [nil, "bytes=\(cut)-", "bytes=2500000-"])
  }

  @Test("asks for a fresh link, with its own cookie, when the old one is refused", arguments: [401, 403, 404, 410])
  func freshLink(_ status: Int) async throws {
    let (content, cut) = (content, cut)
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      if number == 1 { try connection.serveThenClose(content, after: cut) }
      guard request.path == "/content/2" else { return try connection.reply(status) }
      try connection.serve(content, request)
    }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.ranges == [nil, "bytes=\(cut)-", "bytes=\(cut)-"])
    #expect(server.requests.map(\.path) == ["/content/1", "/content/1", "/content/2"])
    #expect(server.links == 2)
  }
}
