import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

/// What the page about servers shows is not only compiled: its Hummingbird routes and its service run, over sockets.
@Suite("The documentation's server")
struct ServerRouteTests {
  private let transport = CurlTransport()

  private func get(_ url: String) async throws -> HTTPReply {
    try await transport.perform(
      HTTPRequest(.get, url: url, isRepeatable: true, timeout: .seconds(60), maximumReplySize: 1 << 30))
  }

  private func post(_ body: [UInt8], to url: String) async throws -> HTTPReply {
    var request = HTTPRequest(.post, url: url, isRepeatable: false, timeout: .seconds(60), maximumReplySize: 1 << 20)
    request.headers = [HTTPHeader("Content-Type", "application/octet-stream")]
    request.body = body
    return try await transport.perform(request)
  }

  @Test("takes a file in and gives the same out, both longer than a chunk")
  func bothWays() async throws {
    let folder = try TemporaryFolder()
    try await RunningServer.run(copyingInto: folder.path) { server in
      let content = pattern(9 << 20)
      let uploaded = try await post(content, to: server.url + "/files?name=annual%20report.pdf")
      #expect(uploaded.head.status == 200)
      let id = String(decoding: uploaded.body, as: UTF8.self)
      let stored = try await server.drive.fileInfo(fileID: FileID(id)).fileInfo
      #expect(stored.fileName == "annual report.pdf")

      let downloaded = try await get("\(server.url)/files/\(id)")
      #expect(downloaded.head.status == 200)
      #expect(downloaded.body == content)
    }
  }

  @Test("ends the connection before the end of content that is wrong")
  func wrongContent() async throws {
    let folder = try TemporaryFolder()
    try await RunningServer.run(copyingInto: folder.path) { server in
      server.emulator.callback = nil  // the copy would be the download that the fault befalls
      let id = try await server.drive.upload(pattern(100_000), named: "a.bin", to: .root(of: server.space))
      server.emulator.faults.add(.corrupt, FaultSelection(FaultSelection.download))
      await #expect(throws: TransportFailure.self) { try await get("\(server.url)/files/\(id.rawValue)") }
    }
  }

  @Test("answers what fails with a status of its own")
  func failures() async throws {
    let folder = try TemporaryFolder()
    try await RunningServer.run(copyingInto: folder.path) { server in
      let forged = "/callback?msg_signature=0&timestamp=0&nonce=0"
      let replies = [
        (404, try await get(server.url + "/files/none")),
        (400, try await post([1], to: server.url + "/files")),
        (400, try await post([1], to: server.url + "/files?name=" + String(repeating: "a", count: 256))),
        (403, try await get(server.url + forged + "&echostr=0")),
        (403, try await post(Array("<xml></xml>".utf8), to: server.url + forged)),
      ]
      #expect(replies.map(\.1.head.status) == replies.map(\.0))
    }
  }

  @Test("verifies its URL, and copies what it has taken before it ends")
  func copies() async throws {
    let folder = try TemporaryFolder()
    let names = (1...5).map { "\($0).bin" }
    try await RunningServer.run(copyingInto: folder.path) { server in
      #expect(await server.emulator.verifyCallback(for: EmulatedApp.standard.corpID.rawValue))
      for name in names {
        try await server.drive.upload(pattern(200_000), named: name, to: .root(of: server.space))
      }
      // All are answered now; the server is told to end while most of the copies are still to be made.
      let pushed = await server.emulator.pushedEvents
      #expect(pushed.count == names.count && pushed.allSatisfy { $0.status == 200 })
    }
    #expect(try folder.names == names)
  }
}
