import Logging
import Synchronization
import TestSupport
import Testing
import WeDrive

@Suite("What is secret")
struct SecretsTests {
  /// Everything secret that a client meets contains this word.
  static let word = "planted"

  @Test(
    "is in no error, no log and no description, whatever a server says back",
    arguments: [
      // Errcodes with everything that was sent.
      (200, #"{"errcode":640004,"errmsg":"ECHO"}"#), (500, #"{"errcode":99999,"errmsg":"ECHO"}"#),
      (200, #"{"errcode":40014,"errmsg":"ECHO"}"#), (200, #"{"errcode":-1,"errmsg":"ECHO"}"#),
      // No JSON, half of one, or another shape.
      (200, "<html>ECHO</html>"), (403, "ECHO"), (502, "ECHO"), (200, "ECHO"), (200, #"{"errcode":0,"x":"ECHO"#),
      (200, #"{"errcode":"ECHO"}"#), (200, #"["ECHO"]"#), (302, "ECHO"),
      (200, #"{"errcode":0,"fileid":{"ECHO":1},"file_info":"ECHO","download_url":7,"upload_key":["ECHO"]}"#),
      // Links and cookies that are none.
      (200, #"{"errcode":0,"download_url":"ftp://planted/","cookie_name":"planted","cookie_value":"planted"}"#),
      (200, #"{"errcode":0,"download_url":"https://planted:planted@x/","cookie_name":"a","cookie_value":"planted"}"#),
      (200, #"{"errcode":0,"download_url":"https://x/?planted","cookie_name":"a","cookie_value":"planted planted"}"#),
      // A link that leads nowhere.
      (200, #"{"errcode":0,"download_url":"http://127.0.0.1:1/?planted","cookie_name":"a","cookie_value":"planted"}"#),
    ])
  func echoes(_ status: Int, _ body: String) async throws {
    let server = try ScriptedServer.answering { request, connection in
      if request.path == GetTokenRequest.endpoint.path {
        try connection.reply(200, headers: [], text: #"{"errcode":0,"access_token":"planted-token","expires_in":7200}"#)
      } else {
        let echo = (request.target + " " + String(decoding: request.body, as: UTF8.self))
          .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        try connection.reply(
          status, headers: status == 302 ? ["Location: \(request.target)"] : [],
          text: body.replacing("ECHO", with: echo))
      }
    }
    let log = CapturedLog()
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(server.url)
    configuration.logger = Logger(label: "test") { _ in log }
    configuration.logger.logLevel = .trace
    configuration.retry = .never
    let drive = WeDriveClient(credential: .corp(id: "ww1", secret: "planted-secret"), configuration: configuration)
    let folder = try TemporaryFolder()

    let calls: [() async throws -> Void] = [
      { _ = try await drive.download(ticket: "planted-ticket", to: folder.path("a")) },
      { _ = try await drive.download(fileID: "f", to: folder.path("b")) },
      { _ = try await drive.downloadLink(ticket: "planted-ticket") },
      { _ = try await drive.upload([1], named: "n", to: .ticket("planted-ticket")) },
      { _ = try await drive.fileUploadFinish(uploadKey: "planted-key") },
      { _ = try await drive.fileUploadPart(uploadKey: "planted-key", index: 1, content: Base64Content([1])) },
    ]
    var failures = 0
    for call in calls {
      do {
        try await call()
      } catch {
        failures += 1
        var dumped = ""
        dump(error, to: &dumped)
        for text in ["\(error)", String(reflecting: error), dumped, error.localizedDescription] {
          #expect(!text.contains(Self.word), "\(text)")
        }
      }
    }
    #expect(failures > 0)
    #expect(!log.text.isEmpty)
    var dumped = ""
    dump(drive, to: &dumped)
    dump(configuration, to: &dumped)
    #expect(!dumped.contains(Self.word))
    #expect(!log.text.contains(Self.word), "\(log.text)")
    #expect(try folder.names == [])
  }
}

/// Everything that was logged, as text.
final class CapturedLog: LogHandler {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined(separator: "\n") } }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }
  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .trace }
    set {}
  }

  func log(event: LogEvent) {
    let error = event.error.map { " \($0)" } ?? ""
    lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])\(error)") }
  }
}
