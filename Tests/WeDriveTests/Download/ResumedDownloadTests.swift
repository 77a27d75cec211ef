import Foundation
import TestServer
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

  @Test("starts over when what was kept is no longer what it was")
  func damagedPart() async throws {
    let server = try interrupted()
    try await interrupt(server)
    let part = try #require(try folder.names.first { $0.hasSuffix(".part") })
    var bytes = try folder.read(part)
    bytes[1_000_000] ^= 1
    let handle = try FileHandle(forWritingTo: URL(filePath: folder.path(part)))
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.requests.last?["Range"] == nil)
  }

  @Test("comes to its end whatever is left of its journal", arguments: [0, 1, 8, 60, 100, 130, 150])
  func cutJournal(_ count: Int) async throws {
    let server = try interrupted()
    try await interrupt(server)
    let journal = try #require(try folder.names.first { $0.hasSuffix(".journal") })
    let whole = try folder.read(journal).count
    truncate(folder.path(journal), off_t(min(count, whole - 1)))
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.requests.last?["Range"] == nil)
    #expect(try folder.names == ["a.bin"])
  }

  /// What a loss of power can leave: lengths that were written, and bytes behind them that were not.
  enum Loss: CaseIterable {
    case zerosBehindContent, noiseBehindContent, zerosBehindJournal, recordOfZeros, contentOfZeros, shorterContent

    /// Whether what the journal says is still there.
    var keeps: Bool { [.zerosBehindContent, .noiseBehindContent, .zerosBehindJournal].contains(self) }
  }

  @Test("comes to its end after a loss of power", arguments: Loss.allCases)
  func powerLoss(_ loss: Loss) async throws {
    let server = try interrupted()
    try await interrupt(server)
    let names = try folder.names
    let part = try #require(names.first { $0.hasSuffix(".part") })
    let journal = try #require(names.first { $0.hasSuffix(".journal") })
    let before = (part: try folder.read(part), journal: try folder.read(journal))
    func write(_ bytes: [UInt8], to name: String) throws {
      try folder.write(bytes, to: name)
      chmod(folder.path(name), 0o600)
    }
    switch loss {
    case .zerosBehindContent: try write(before.part + [UInt8](repeating: 0, count: 300_000), to: part)
    case .noiseBehindContent: try write(before.part + content.reversed().prefix(300_000), to: part)
    case .zerosBehindJournal: try write(before.journal + [UInt8](repeating: 0, count: 4096), to: journal)
    case .recordOfZeros: try write(before.journal.dropLast(33) + [UInt8](repeating: 0, count: 33), to: journal)
    case .contentOfZeros: try write([UInt8](repeating: 0, count: before.part.count), to: part)
    case .shorterContent: try write(Array(before.part.dropLast(1)), to: part)
    }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect((server.requests.last?["Range"] != nil) == loss.keeps)
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

  @Test("keeps what it has when an errcode, a page or half a reply comes instead of the rest")
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
    let error = try await #require(throws: WeDriveError.self) { try await server.download(to: folder.path("a.bin")) }
    guard case .integrity(let failure) = error else { throw error }
    #expect(failure.property == "size")
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(server.ranges == [nil] + Array(repeating: "bytes=\(cut)-", count: 4))
    #expect(try folder.read("a.bin") == content)
  }

  @Test(
    "is refused when a part comes that was not asked for, and keeps what it has",
    arguments: [
      nil, "bytes 0-2999999/3000000", "bytes 2199999-2999998/3000000", "bytes 2200000-2999999", "nonsense",
      "bytes 2200000-2999999/3000001",
    ] as [String?])
  func wrongRange(_ range: String?) async throws {
    let (content, cut) = (content, cut)
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(content, after: cut)
      case 2:
        try connection.reply(
          206, headers: range.map { ["Content-Range: \($0)"] } ?? [], body: [UInt8](repeating: 7, count: 800_000))
      default: try connection.serve(content, request)
      }
    }
    let error = try await #require(throws: WeDriveError.self) { try await server.download(to: folder.path("a.bin")) }
    switch error {
    case .undecodableReply(let reply): #expect(reply.status == 206)
    case .integrity(let failure): #expect(failure.property == "size" && range?.hasSuffix("1") == true)
    default: throw error
    }
    #expect(try !folder.names.contains("a.bin"))
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.ranges == [nil, "bytes=\(cut)-", "bytes=\(cut)-"])
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

  @Test("starts over once when the server does not have the rest")
  func unsatisfiable() async throws {
    let (content, cut) = (content, cut)
    let server = try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(content, after: cut)
      case 2: try connection.reply(416, headers: ["Content-Range: bytes */5"])
      default: try connection.serve(content, request)
      }
    }
    _ = try await server.download(to: folder.path("a.bin"))
    #expect(try folder.read("a.bin") == content)
    #expect(server.ranges == [nil, "bytes=\(cut)-", nil])
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
    #expect(server.ranges.last == "bytes=\(cut)-")
  }

  /// A server that gives up for good at first, and serves from the fourth request on.
  private func interrupted() throws -> ContentServer {
    let (content, cut) = (content, cut)
    return try ContentServer(ContentServer.Facts(content)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(content, after: cut)
      case 2, 3: throw ServerConnection.Ended()
      default: try connection.serve(content, request)
      }
    }
  }

  private func interrupt(_ server: ContentServer) async throws {
    let error = try await #require(throws: WeDriveError.self) { try await server.download(to: folder.path("a.bin")) }
    guard case .transport(let failure) = error else { throw error }
    #expect(failure.code == .connectionLost)
  }
}
