import Foundation
import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("Content as a sequence of chunks")
struct DownloadedBytesTests {
  let content = pattern(3_500_000)

  @Test("is all of it, in chunks that are asked for one by one")
  func chunks() async throws {
    let content = content
    let server = try ContentServer(ContentServer.Facts(content)) { _, request, connection in
      try connection.serve(content, request)
    }
    #expect(try await server.bytes() == content)
    #expect(
      server.ranges == [
        "bytes=0-1048575", "bytes=1048576-2097151", "bytes=2097152-3145727", "bytes=3145728-3499999",
      ])
    #expect(server.links == 1)
    #expect(server.requests.allSatisfy { $0["Cookie"] == "auth=planted" })
  }

  @Test("is all of it whatever its length", arguments: [0, 1, 65_535, 65_536, 65_537, 131_072])
  func lengths(_ count: Int) async throws {
    let content = pattern(count)
    for isKnown in [true, false] {
      let server = try ContentServer(ContentServer.Facts(content)) { _, request, connection in
        try connection.serve(content, request, headers: ["ETag: \"1\""])
      }
      #expect(try await server.bytes(of: isKnown ? .file("f") : .ticket("t"), chunkSize: 1) == content)
    }
  }

  @Test("is fetched one chunk ahead of its consumer, and no further, and blocks no thread")
  func slowConsumer() async throws {
    let content = content
    let server = try ContentServer(ContentServer.Facts(content)) { _, request, connection in
      try connection.serve(content, request)
    }
    var iterator = server.drive.content(of: .file("f"), chunkSize: 500_000).makeAsyncIterator()
    #expect(try await iterator.next()?.count == 500_000)
    try await Task.sleep(for: .milliseconds(300))
    #expect(server.requests.count == 2)
    // As many consumers that do nothing as there are connections: a download still goes through.
    var idle: [DownloadedBytes.Iterator] = []
    for _ in 0..<16 {
      var iterator = server.drive.content(of: .file("f"), chunkSize: 500_000).makeAsyncIterator()
      _ = try await iterator.next()
      idle.append(iterator)
    }
    let folder = try TemporaryFolder()
    let begin = ContinuousClock.now
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(ContinuousClock.now - begin < .seconds(2))
    var count = 500_000
    while let chunk = try await iterator.next() { count += chunk.count }
    #expect(count == content.count)
    _ = idle
  }

  @Test("goes on after lost connections, refused links and servers in trouble")
  func trouble() async throws {
    let content = content
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      switch number {
      case 1:
        try connection.send(
          "HTTP/1.1 206 x\r\nContent-Range: bytes 0-1048575/3500000\r\nContent-Length: 1048576\r\n\r\n")
        try connection.send(Array(content[..<700_000]))
        throw ServerConnection.Ended()
      case 2: throw ServerConnection.Ended()
      case 3: try connection.reply(403)
      case 4: try connection.reply(503)
      case 6: try connection.reply(headers: ["Content-Type: application/json"], text: #"{"errcode":42,"errmsg":"x"}"#)
      default: try connection.serve(content, request)
      }
    }
    #expect(try await server.bytes() == content)
    #expect(server.links == 3)
    #expect(server.ranges[1] == "bytes=700000-1748575")
  }

  @Test("is refused after its last chunk when it was not what the service had announced")
  func wrongBytes() async throws {
    let content = content
    let server = try ContentServer(ContentServer.Facts(content)) { _, request, connection in
      var wrong = content
      wrong[3_400_000] ^= 1
      try connection.serve(wrong, request)
    }
    let error = try await #require(throws: WeDriveError.self) { try await server.bytes() }
    guard case .integrity(let failure) = error else { throw error }
    #expect(failure.property == "sha1")
  }

  @Test("comes through a temporary file from a server that does not know ranges, which leaves nothing behind")
  func withoutRanges() async throws {
    let content = content
    let server = try ContentServer(ContentServer.Facts(content)) { _, _, connection in
      try connection.reply(body: content)
    }
    let before = try temporaryFolders()
    var iterator = server.drive.content(of: .file("f"), chunkSize: 1 << 20).makeAsyncIterator()
    var bytes = try #require(try await iterator.next())
    #expect(try temporaryFolders().subtracting(before).isEmpty)
    while let chunk = try await iterator.next() { bytes += chunk }
    #expect(bytes == content)
    #expect(server.requests.count == 2)
  }

  @Test("by ticket is fetched by ranges only where the server can tell states apart, and never mixed")
  func ticket() async throws {
    let content = content
    let untagged = try ContentServer(ContentServer.Facts(content)) { _, request, connection in
      try connection.serve(content, request)
    }
    #expect(try await untagged.bytes(of: .ticket("t")) == content)
    #expect(untagged.ranges == ["bytes=0-1048575", nil])

    let changing = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      guard number > 1 else { return try connection.serve(content, request, headers: ["ETag: \"1\""]) }
      // The content has changed, which If-Range brings to light.
      #expect(request["Range"] == nil || request["If-Range"] == "\"1\"")
      try connection.reply(headers: ["ETag: \"2\""], body: content.map { $0 ^ 1 })
    }
    let error = try await #require(throws: WeDriveError.self) { try await changing.bytes(of: .ticket("t")) }
    guard case .integrity(let failure) = error else { throw error }
    #expect(failure.property == "beginning")
  }

  @Test("ends at once when its task is cancelled")
  func cancelling() async throws {
    let content = content
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      if number == 2 { connection.waitForEnd() }
      try connection.serve(content, request)
    }
    let task = Task { try await server.bytes() }
    try await eventually("the second request arrives") { server.requests.count >= 2 }
    let begin = ContinuousClock.now
    task.cancel()
    let error = try await #require(throws: WeDriveError.self) { try await task.value }
    guard case .cancelled = error else { throw error }
    #expect(ContinuousClock.now - begin < .milliseconds(500))
  }

  private func temporaryFolders() throws -> Set<String> {
    Set(
      try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path)
        .filter { $0.hasPrefix("wedrive-") && $0.count == 14 })
  }
}
