import Testing
import TestSupport
import WeDrive

@Suite("A download that is redirected")
struct RedirectedDownloadTests {
  @Test("takes its cookie along on the same origin, and nowhere else")
  func cookie() async throws {
    let content = "the content"
    let elsewhere = try ScriptedServer.answering(text: content)
    let origin = try ScriptedServer.answering { request, connection in
      switch request.path {
      case "/first": try connection.reply(302, headers: ["Location: /second"], text: "")
      default: try connection.reply(302, headers: ["Location: \(elsewhere.url)/third"], text: "")
      }
    }
    let link = "\(origin.url)/first?key=planted"
    let api = try ScriptedServer.answering { _, connection in
      try connection.reply(
        200, headers: [],
        text: #"{"errcode":0,"errmsg":"ok","download_url":"\#(link)","cookie_name":"auth","cookie_value":"planted"}"#)
    }
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(api.url)
    let drive = WeDriveClient(credential: .token("token"), configuration: configuration)
    let folder = try TemporaryFolder()
    let file = try await drive.download(ticket: "ticket", to: folder.path("a"))
    #expect(file.size == Int64(content.utf8.count))
    #expect(origin.journal.map(\.path) == ["/first", "/second"])
    #expect(origin.journal.map { $0["Cookie"] } == ["auth=planted", "auth=planted"])
    #expect(elsewhere.journal.map { $0["Cookie"] } == [nil])
    #expect(elsewhere.journal.map(\.path) == ["/third"])
  }

  @Test("keeps its cookie at home also when it goes on after an interruption")
  func resumedElsewhere() async throws {
    let content = pattern(3_000_000)
    let elsewhere = try ScriptedServer.answering { request, connection in
      if request["Range"] == nil { try connection.serveThenClose(content, after: 2_000_000) }
      try connection.serve(content, request)
    }
    let server = try ContentServer(ContentServer.Facts(content)) { _, _, connection in
      try connection.reply(302, headers: ["Location: \(elsewhere.url)/elsewhere"])
    }
    let folder = try TemporaryFolder()
    _ = try await server.download(to: folder.path("a"))
    #expect(try folder.read("a") == content)
    #expect(server.requests.map { $0["Cookie"] } == ["auth=planted", "auth=planted"])
    #expect(elsewhere.journal.map { $0["Range"] } == [nil, "bytes=2000000-"])
    #expect(elsewhere.journal.map { $0["Cookie"] } == [nil, nil])
  }

  @Test(
    "is refused when link or cookie are not what they should be, and nothing of them is in the error",
    arguments: [
      ("http://planted.example.com/a", "auth", "planted"), ("file:///planted", "auth", "planted"),
      ("https://planted@127.0.0.1/", "auth", "planted"),
      ("https://example.com/", "auth", #"planted\r\nX-Planted: yes"#),
      ("https://example.com/", "planted name", "planted"), ("https://example.com/", "auth", "planted;x=y"),
    ])
  func refused(_ link: String, _ name: String, _ value: String) async throws {
    let api = try ScriptedServer.answering(
      text: #"{"errcode":0,"download_url":"\#(link)","cookie_name":"\#(name)","cookie_value":"\#(value)"}"#)
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(api.url)
    let drive = WeDriveClient(credential: .token("token"), configuration: configuration)
    let folder = try TemporaryFolder()
    let error = try await #require(throws: WeDriveError.self) {
      try await drive.download(ticket: "ticket", to: folder.path("a"))
    }
    guard case .undecodableReply = error else { throw error }
    #expect(!"\(error)".contains("planted"))
    #expect(api.journal.count == 1)
    #expect(try folder.names == [])
  }
}
