import FeishuDownloads
import Synchronization
import TestSupport
import Testing
import Tracing
import WeChatCloud
import WeDrive
import WeDriveInstrumentation

/// Everything that is secret or a person's own about calls and transfers holds the word `PLANTED` here.
@Suite("A planted secret")
struct PlantedSecretsTests {
  private static let word = "PLANTED"

  /// A service whose tokens, links, cookies, names and words are secrets; each second request fails.
  private func server() throws -> ScriptedServer {
    let address = SharedAddress()
    let count = Atomic(0)
    let server = try ScriptedServer.answering { request, connection in
      let number = count.add(1, ordering: .relaxed).newValue
      let base = address.text.withLock { $0 }
      switch request.path {
      case _ where request.path.hasPrefix("/PLANTED"):
        if number.isMultiple(of: 2) {
          try connection.reply(503, text: "PLANTED")
        } else {
          try connection.reply(headers: ["ETag: \"PLANTED\""], body: pattern(1000))
        }
      case FileDownloadRequest.endpoint.path:
        let link = base + "/PLANTED-path?sig=PLANTED-sig"
        try connection.reply(
          text: #"{"errcode":0,"download_url":"\#(link)","cookie_name":"PLANTED","cookie_value":"PLANTED-cookie"}"#)
      case FileInfoRequest.endpoint.path:
        try connection.reply(
          text: """
            {"errcode":0,"file_info":{"fileid":"PLANTED-id","file_name":"PLANTED.bin","file_size":1000,"file_type":2}}
            """)
      case UploadFileRequest.endpoint.path:
        try connection.reply(
          text: """
            {"errcode":0,"url":"\(base)/PLANTED-form?sig=PLANTED","token":"PLANTED-token","authorization":"PLANTED-signature",
            "file_id":"cloud://PLANTED","cos_file_id":"PLANTED-storage-id"}
            """)
      case FileRenameRequest.endpoint.path:
        try connection.reply(text: #"{"errcode":640003,"errmsg":"PLANTED words, hint: [PLANTED]"}"#)
      case SpaceCreateRequest.endpoint.path:
        try connection.reply(text: #"{"errcode":0,"spaceid":["PLANTED"]}"#)
      default:
        try connection.reply(text: #"{"errcode":0,"access_token":"PLANTED-access-token","expires_in":7200}"#)
      }
    }
    address.text.withLock { $0 = server.url }
    return server
  }

  private final class SharedAddress: Sendable { let text = Mutex("") }

  @Test("is in no metric, span, attribute or event, wherever it comes from")
  func isNowhere() async throws {
    let (server, telemetry, folder) = (try server(), Telemetry(), try TemporaryFolder())
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    configuration.retry.transientUnit = .milliseconds(1)
    configuration.instrumentation = telemetry.instrumentation
    let drive = WeDriveClient(
      credential: .corp(id: "PLANTED-corp", secret: "PLANTED-secret"), configuration: configuration)
    let central = WeDriveClient(
      credential: .tokenServer(try TokenServer(server.url + "/tokens?key=PLANTED-key", bearer: "PLANTED-bearer")),
      configuration: configuration)
    let cloud = WeChatClient(
      credential: .account(id: "PLANTED-account", secret: "PLANTED-secret"), environment: "PLANTED-environment",
      configuration: configuration)
    try folder.write(pattern(1000), to: "PLANTED-local.bin")
    var gadgets = FeishuDownloads.Configuration()
    gadgets.allowsThisMachine = true
    gadgets.instrumentation = telemetry.instrumentation
    let feishu = FeishuDownloads(temporaryFolder: folder.path, userFolder: folder.path, configuration: gadgets)

    _ = try await drive.fileInfo(fileID: "PLANTED-id")
    _ = try await central.fileInfo(fileID: "PLANTED-id")
    for _ in 0..<2 {
      _ = try? await drive.download(fileID: "PLANTED-id", to: folder.path("PLANTED-target.bin"))
      _ = try? await drive.download(ticket: "PLANTED-ticket", to: folder.path("PLANTED-target.bin"))
      _ = try? await cloud.upload(contentsOf: folder.path("PLANTED-local.bin"), to: "PLANTED-cloud/path.bin")
    }
    let options =
      #"{"url":"\#(server.url)/PLANTED-path?q=PLANTED","header":{"X-Key":"PLANTED"},"filePath":"ttfile://user/PLANTED.bin"}"#
    _ = await feishu.downloadFile(options).result
    _ = try? await drive.fileRename(fileID: "PLANTED-id", newName: "PLANTED-name")
    _ = try? await drive.spaceCreate(spaceName: "PLANTED-space")
    _ = try? await drive.fileUploadPart(uploadKey: "PLANTED-key", index: 1, content: Base64Content([1]))
    _ = try? await drive.upload(contentsOf: folder.path("PLANTED-local.bin"), to: .root(of: "PLANTED-space"))

    let text = telemetry.text
    for name in [
      "gettoken", "file_info", "wedrive.download", "wedrive.upload", "file_rename", "undecodable_reply", "file_deleted",
      "space_create", "uploadfile", "downloadFile",
    ] {
      #expect(text.contains(name), "\(name)")
    }
    #expect(!text.contains(Self.word), "\(text)")
    // The server got to see all of them.
    #expect(server.journal.contains { $0.target.contains("access_token=PLANTED") })
    #expect(server.journal.contains { $0["Cookie"]?.contains(Self.word) == true })
    #expect(server.journal.contains { $0["Authorization"]?.contains(Self.word) == true })
  }
}
