import TestSupport
import Testing
import WeDriveRuntime

@testable import FeishuDownloads
@testable import WeDrive
@testable import WeDriveTransfers

/// What a server may answer when the rest of a content is asked for, after a connection was lost.
enum OddReply: String, CaseIterable, Sendable {
  case otherTag, weakTag, noTag, twoTags, otherTotal, unknownTotal
  case sliceAsAll, sliceAsAllInChunks, earlier, all, later, early, noRange, twoRanges, encoded, multipart
  case tooLongInChunks, hugeRange, hugeTotal, unsatisfiable, unsatisfiableWithoutLength, notModified, badRequest
  case preconditionFailed, noContent, page

  /// Whether what it brings is used as it is, or the download goes on from there.
  var isUsed: Bool { [.earlier, .all, .early, .unknownTotal].contains(self) }
  /// Whether a digest makes it useful: tags then do not matter.
  var isAboutTags: Bool { [.otherTag, .weakTag, .noTag, .twoTags].contains(self) }

  /// Sends the reply to a request for what follows `cut` in `content`, which has the tag `"v1"`.
  func send(_ content: [UInt8], from cut: Int, by connection: ServerConnection) throws {
    let rest = Array(content[cut...])
    let (last, size) = (content.count - 1, content.count)
    let tag = "ETag: \"v1\""
    func part(_ range: String, _ body: [UInt8], _ more: [String]) throws {
      try connection.reply(206, headers: ["Content-Range: bytes \(range)"] + more, body: body)
    }
    func chunks(_ head: String, _ body: [UInt8]) throws {
      try connection.send("HTTP/1.1 \(head)\r\nTransfer-Encoding: chunked\r\n\(tag)\r\n\r\n")
      try connection.send("\(String(body.count, radix: 16))\r\n")
      try connection.send(body + Array("\r\n0\r\n\r\n".utf8))
    }
    switch self {
    case .otherTag: try part("\(cut)-\(last)/\(size)", rest, ["ETag: \"v2\""])
    case .weakTag: try part("\(cut)-\(last)/\(size)", rest, ["ETag: W/\"v1\""])
    case .noTag: try part("\(cut)-\(last)/\(size)", rest, [])
    case .twoTags: try part("\(cut)-\(last)/\(size)", rest, [tag, "ETag: \"v2\""])
    case .otherTotal: try part("\(cut)-\(last)/\(size + 1)", rest, [tag])
    case .unknownTotal: try part("\(cut)-\(last)/*", rest, [tag])
    case .sliceAsAll: try connection.reply(headers: [tag], body: rest)
    case .sliceAsAllInChunks: try chunks("200 OK", rest)
    case .earlier: try part("\(cut - 70_001)-\(last)/\(size)", Array(content[(cut - 70_001)...]), [tag])
    case .all: try part("0-\(last)/\(size)", content, [tag])
    case .later: try part("\(cut + 1)-\(last)/\(size)", Array(rest.dropFirst()), [tag])
    case .early: try part("\(cut)-\(cut + 99_999)/\(size)", Array(rest.prefix(100_000)), [tag])
    case .noRange: try connection.reply(206, headers: [tag], body: rest)
    case .twoRanges: try part("\(cut)-\(last)/\(size)", rest, [tag, "Content-Range: bytes 0-9/10"])
    case .encoded: try part("\(cut)-\(last)/\(size)", rest, [tag, "Content-Encoding: gzip"])
    case .multipart: try part("\(cut)-\(last)/\(size)", rest, [tag, "Content-Type: multipart/byteranges; boundary=x"])
    case .tooLongInChunks:
      try chunks("206 x\r\nContent-Range: bytes \(cut)-\(cut + 9)/\(size)", Array(rest.prefix(100)))
    case .hugeRange: try part("0-9223372036854775807/*", rest, [tag])
    case .hugeTotal: try part("\(cut)-\(last)/9223372036854775807", rest, [tag])
    case .unsatisfiable: try connection.reply(416, headers: [tag, "Content-Range: bytes */5"])
    case .unsatisfiableWithoutLength: try connection.reply(416, headers: [tag])
    case .notModified: try connection.send("HTTP/1.1 304 x\r\n\(tag)\r\n\r\n")
    case .badRequest: try connection.reply(400)
    case .preconditionFailed: try connection.reply(412)
    case .noContent: try connection.send("HTTP/1.1 204 x\r\n\r\n")
    case .page: try connection.reply(headers: ["Content-Type: text/html"], text: "<html>log in</html>")
    }
  }
}

@Suite("Parts of a content become one file only if they are of one state of it")
struct JoinedPartsTests {
  let folder: TemporaryFolder
  /// The content before and after it changes: no byte is the same.
  let old = pattern(3 << 20)
  let new = pattern(3 << 20).map { $0 ^ 0xFF }
  let cut = 1 << 20

  init() throws { folder = try TemporaryFolder() }

  /// A server that sends the beginning of `old`, then an odd reply with bytes of `odd`, and serves `then` afterwards.
  private func server(
    _ reply: OddReply, of odd: [UInt8], then: [UInt8], tag: String = "\"v1\"", facts: ContentServer.Facts
  ) throws -> ContentServer {
    let (old, cut) = (old, cut)
    return try ContentServer(facts) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(old, after: cut, headers: ["ETag: \"v1\""])
      case 2: try reply.send(odd, from: cut, by: connection)
      default: try connection.serve(then, request, headers: ["ETag: \(tag)"])
      }
    }
  }

  @Test("by ticket: whatever is answered, the file is of one state, in one run", arguments: OddReply.allCases)
  func ticket(_ reply: OddReply) async throws {
    let server = try server(
      reply, of: reply.isUsed ? old : new, then: reply.isUsed ? old : new, tag: reply.isUsed ? "\"v1\"" : "\"v2\"",
      facts: ContentServer.Facts(old))
    _ = try await server.download(ticket: "ticket", to: folder.path("t.bin"))
    #expect(try folder.read("t.bin") == (reply.isUsed ? old : new))
    #expect(try folder.names == ["t.bin"])
    #expect(server.ranges[1] == "bytes=\(cut)-")
    #expect(server.requests[1]["If-Range"] == "\"v1\"")
    switch reply {
    case .earlier, .all, .unknownTotal: #expect(server.requests.count == 2)
    case .early: #expect(server.ranges.dropFirst(2) == ["bytes=\(cut + 100_000)-"])
    default: #expect(server.ranges.dropFirst(2) == [nil])
    }
  }

  @Test("with a digest: whatever is answered, the file is right, in one run", arguments: OddReply.allCases)
  func digest(_ reply: OddReply) async throws {
    for changes in [false, true] where !(changes && reply.isUsed) {
      let content = changes ? new : old
      let server = try server(reply, of: content, then: content, facts: ContentServer.Facts(content))
      let name = "\(changes).bin"
      #expect(try await server.drive.download(fileID: "f", to: folder.path(name)).isVerified)
      #expect(try folder.read(name) == content)
      #expect(server.requests[1]["If-Range"] == nil)
      if reply.isUsed || reply.isAboutTags, !changes {
        #expect(server.requests.count == (reply == .early ? 3 : 2))
      } else {
        #expect(server.ranges == [nil, "bytes=\(cut)-", nil])
      }
    }
  }

  @Test("in a later process: what its journal knows is all that parts are joined to", arguments: OddReply.allCases)
  func journal(_ reply: OddReply) async throws {
    let (old, new, cut) = (old, new, cut)
    let server = try ContentServer(ContentServer.Facts(old)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(old, after: cut, headers: ["ETag: \"v1\""])
      case 2, 3: throw ServerConnection.Ended()
      case 4: try reply.send(reply.isUsed ? old : new, from: cut, by: connection)
      default: try connection.serve(reply.isUsed ? old : new, request, headers: ["ETag: \"v\(reply.isUsed ? 1 : 2)\""])
      }
    }
    await #expect(throws: WeDriveError.self) { try await server.download(ticket: "ticket", to: folder.path("t.bin")) }
    #expect(try folder.names.count == 2)
    _ = try await server.download(ticket: "ticket", to: folder.path("t.bin"))
    #expect(try folder.read("t.bin") == (reply.isUsed ? old : new))
    #expect(server.requests[3]["If-Range"] == "\"v1\"")
    #expect(try folder.names == ["t.bin"])
  }

  @Test("A reply with other content that breaks off early leaves the tag of what is in the file as it was")
  func otherContentCutShort() async throws {
    let (old, new, cut) = (old, new, cut)
    let server = try ContentServer(ContentServer.Facts(old)) { number, request, connection in
      switch number {
      case 1: try connection.serveThenClose(old, after: cut, headers: ["ETag: \"v1\""])
      case 2: try connection.serveThenClose(new, after: 300_000, headers: ["ETag: \"v2\""])
      default:
        guard request["If-Range"] == "\"v2\"" || request["Range"] == nil else {
          return try connection.reply(headers: ["ETag: \"v2\""], body: new)
        }
        try connection.serve(new, request, headers: ["ETag: \"v2\""])
      }
    }
    _ = try await server.download(ticket: "ticket", to: folder.path("t.bin"))
    #expect(try folder.read("t.bin") == new)
    #expect(server.requests.map { $0["If-Range"] } == [nil, "\"v1\"", "\"v1\""])
  }

  @Test("Content that changes again after the download started over is an error that says so, and is no file")
  func twice() async throws {
    let (old, cut) = (old, cut)
    let server = try ContentServer(ContentServer.Facts(old)) { number, request, connection in
      let tag = "ETag: \"v\(number)\""
      guard request["Range"] == nil else {
        let range = "Content-Range: bytes \(cut)-\(old.count - 1)/\(old.count)"
        return try connection.reply(206, headers: [tag, range], body: Array(old[cut...]))
      }
      try connection.serveThenClose(old, after: cut, headers: [tag])
    }
    let error = try await #require(throws: WeDriveError.self) {
      try await server.download(ticket: "ticket", to: folder.path("t.bin"))
    }
    #expect("\(error)".contains("the content has changed while it was downloaded"), "\(error)")
    #expect(server.ranges == [nil, "bytes=\(cut)-", nil, "bytes=\(cut)-"])
    #expect(try !folder.names.contains("t.bin"))
  }

  @Test("A server whose replies to requests for parts are of no use is asked for all of it until that comes")
  func uselessRanges() async throws {
    let (old, cut) = (old, cut)
    let server = try ContentServer(ContentServer.Facts(old)) { number, request, connection in
      if number == 1 || number == 3 { try connection.serveThenClose(old, after: cut, headers: ["ETag: \"v1\""]) }
      guard request["Range"] == nil else { return try connection.reply(400) }
      try connection.reply(headers: ["ETag: \"v1\""], body: old)
    }
    _ = try await server.download(ticket: "ticket", to: folder.path("t.bin"))
    #expect(try folder.read("t.bin") == old)
    #expect(server.ranges == [nil, "bytes=\(cut)-", nil, nil])
  }

  @Test("Feishu: whatever is answered, the file is of one state", arguments: OddReply.allCases)
  func feishu(_ reply: OddReply) async throws {
    let (old, new, cut) = (old, new, cut)
    let server = try ScriptedServer.answering { request, connection in
      switch connection.number {
      case 1: try connection.serveThenClose(old, after: cut, headers: ["ETag: \"v1\""])
      case 2 where request["Range"] != nil && request["If-Range"] == "\"v1\"":
        try reply.send(reply.isUsed ? old : new, from: cut, by: connection)
        throw ServerConnection.Ended()
      default: try connection.serve(reply.isUsed ? old : new, request, headers: ["ETag: \"v\(reply.isUsed ? 1 : 2)\""])
      }
    }
    var configuration = FeishuDownloads.Configuration()
    configuration.allowsThisMachine = true
    configuration.retry.transientUnit = .milliseconds(1)
    let downloads = FeishuDownloads(
      temporaryFolder: folder.path, userFolder: folder.path, configuration: configuration)
    let result = await downloads.downloadFile(#"{"url":"\#(server.url)/a"}"#).result
    #expect(result.isSuccess, "\(result.json)")
    #expect(try folder.read("a") == (reply.isUsed ? old : new))
  }

  // MARK: - Chunks

  @Test("Chunks: whatever is answered, what is delivered is of one state", arguments: OddReply.allCases)
  func chunks(_ reply: OddReply) async throws {
    let (old, cut) = (old, cut)
    for source in [DownloadSource.file("f"), .ticket("t")] {
      let server = try ContentServer(ContentServer.Facts(old)) { number, request, connection in
        switch number {
        case 2: try reply.send(old, from: cut, by: connection)
        default: try connection.serve(old, request, headers: ["ETag: \"v1\""])
        }
      }
      #expect(try await server.bytes(of: source, chunkSize: cut) == old)
    }
  }

  @Test(
    "Chunks: bytes that were delivered cannot be taken back, so that other content after them is an error that says so",
    arguments: OddReply.allCases.filter { $0 != .early })
  func changedChunks(_ reply: OddReply) async throws {
    let (old, new, cut) = (old, new, cut)
    let server = try ContentServer(ContentServer.Facts(old)) { number, request, connection in
      switch number {
      case 1: try connection.serve(old, request, headers: ["ETag: \"v1\""])
      case 2 where !reply.isUsed: try reply.send(new, from: cut, by: connection)
      default: try connection.serve(new, request, headers: ["ETag: \"v2\""])
      }
    }
    var delivered: [UInt8] = []
    let error = try await #require(throws: WeDriveError.self) {
      for try await chunk in server.drive.content(of: .ticket("t"), chunkSize: cut) { delivered += chunk }
    }
    guard case .integrity(let failure) = error else { throw error }
    #expect(failure.property == "beginning")
    #expect("\(error)".contains("the \(cut) bytes that were delivered before the content changed"))
    #expect(delivered == Array(old[..<cut]))
  }

  // MARK: - Figures

  @Test(
    "A size beyond what the service allows is refused with a sentence, before any content is asked for",
    arguments: ["21474836481", "9223372036852678656", "9223372036854775807", "18446744073709551615"])
  func sizes(_ size: String) async throws {
    let server = try ScriptedServer.answering(
      text: #"{"errcode":0,"file_info":{"fileid":"f","file_name":"a","file_size":\#(size),"file_type":2}}"#)
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    let drive = WeDriveClient(credential: .token("token"), configuration: configuration)
    let error = try await #require(throws: WeDriveError.self) {
      try await drive.download(fileID: "f", to: folder.path("a"))
    }
    #expect("\(error)".contains("is \(size) bytes, and the service keeps no file of more than 21474836480"), "\(error)")
    await #expect(throws: WeDriveError.self) {
      for try await _ in drive.content(of: .file("f")) {}
    }
    #expect(try folder.names == [])
    #expect(server.journal.allSatisfy { $0.path == FileInfoRequest.endpoint.path })
  }

  @Test(
    "Extreme figures in the headers of a reply end in an error or the content, never in a trap",
    arguments: ["0", "9223372036854775806", "9223372036854775807", "9223372036854775808", "18446744073709551615", "-1"])
  func headers(_ figure: String) async throws {
    let (old, cut) = (old, cut)
    let lines: [String] = [
      "Content-Range: bytes 0-\(figure)/*", "Content-Range: bytes \(figure)-\(figure)/\(figure)",
      "Content-Range: bytes \(cut)-\(figure)/\(figure)", "Content-Range: bytes */\(figure)",
    ]
    for line in lines {
      for status in [206, 416] {
        let server = try ContentServer(ContentServer.Facts(old)) { number, request, connection in
          switch number {
          case 1: try connection.serveThenClose(old, after: cut, headers: ["ETag: \"v1\""])
          case 2:
            try connection.send(
              "HTTP/1.1 \(status) x\r\n\(line)\r\nETag: \"v1\"\r\nRetry-After: \(figure)\r\nConnection: close\r\n\r\nx")
            throw ServerConnection.Ended()
          default: try connection.serve(old, request, headers: ["ETag: \"v1\""])
          }
        }
        _ = try await server.download(ticket: "ticket", to: folder.path("t.bin"))
        #expect(try folder.read("t.bin") == old)
      }
    }
    let endless = try ContentServer(ContentServer.Facts(old)) { _, _, connection in
      try connection.send("HTTP/1.1 200 x\r\nContent-Length: \(figure)\r\n\r\nx")
      throw ServerConnection.Ended()
    }
    _ = try? await endless.drive.download([.ticket("a", name: "a"), .ticket("b", name: "b")], into: folder.path)
  }

  @Test("The totals of several transfers add up to the largest number there is, and no further")
  func sums() {
    let meters = MeterSum(3)
    for index in 0..<3 { meters[index].set(received: 1, confirmed: 1, total: .max) }
    #expect(meters.reading.total == .max)
    #expect(meters.reading.received == 3)
  }
}
