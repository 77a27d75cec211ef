import Foundation
import Logging
import Synchronization
import TestSupport
import Testing
import WeChatCloud
import WeDrive

/// What is secret about one exchange, and where it comes from. All of it holds the word `PLANTED`.
enum SecretPlace: String, CaseIterable, Sendable {
  /// The access token in a call's query, and the secret that it is fetched with.
  case query
  /// The token in the reply that brings it.
  case tokenReply
  /// A central token server's bearer secret, in a header, and the query of its address.
  case header
  /// A picker's ticket in a call's body.
  case ticket
  /// The cookie and the link of a download.
  case cookie
  /// The same for what is left after a cut.
  case resumedCookie
  /// The key of an upload in blocks.
  case uploadKey
  /// The form's fields and address, with which content goes to WeChat's object storage.
  case form
}

/// Keeps everything that instrumentation is told, as text.
private final class CapturedActivities: ClientInstrumentation {
  private struct Recorder: ActivityRecorder {
    let captured: CapturedActivities
    func end(_ result: ActivityResult) { captured.keep(result) }
  }

  private let kept = Mutex("")
  var text: String { kept.withLock { $0 } }

  private func keep(_ value: Any) {
    var dumped = ""
    dump(value, to: &dumped)
    kept.withLock { [dumped] in $0 += dumped }
  }

  func begin(_ activity: ClientActivity, within parent: (any ActivityRecorder)?) -> any ActivityRecorder {
    keep(activity)
    return Recorder(captured: self)
  }

  func note(_ event: ClientEvent, within parent: (any ActivityRecorder)?) { keep(event) }
}

/// A service that answers everything as it should but for one path.
private struct Bench {
  static let word = Mishap.word

  let place: SecretPlace
  let server: ScriptedServer
  let folder: TemporaryFolder
  let log = CapturedLog()
  let activities = CapturedActivities()
  let drive: WeDriveClient
  let cloud: WeChatClient

  init(_ place: SecretPlace, _ mishap: Mishap) throws {
    self.place = place
    folder = try TemporaryFolder()
    let shared = Shared()
    server = try ScriptedServer.answering { request, connection in
      let isVictim = place.isVictim(request) && shared.count() > (place == .resumedCookie ? 1 : 0)
      if isVictim {
        try mishap.answer(request, by: connection)
      } else {
        try Self.answer(request, at: shared.address.withLock { $0 }, by: connection)
      }
    }
    // Where there is no connection to be had, that is so for what matters alone: a link, or the service itself.
    let dead = try ScriptedServer.answering(text: "")
    if mishap == .unreachable { dead.stop() }
    let bad = mishap == .tls ? "https://127.0.0.1:\(server.port)" : "http://127.0.0.1:\(dead.port)"
    let isConnectionless = mishap == .tls || mishap == .unreachable
    let linksElsewhere = [.cookie, .form].contains(place)
    let links = isConnectionless && linksElsewhere ? bad : server.url
    shared.address.withLock { $0 = links }
    let service = isConnectionless && !linksElsewhere ? bad : server.url

    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(service)
    configuration.retry = .never
    configuration.timeout = .seconds(5)
    configuration.logger = Logger(label: "test") { [log] _ in log }
    configuration.logger.logLevel = .trace
    configuration.instrumentation = activities
    drive = WeDriveClient(
      credential: place == .header
        ? .tokenServer(try TokenServer(service + "/tokens?key=PLANTED-key", bearer: "PLANTED-bearer"))
        : .corp(id: "ww1", secret: "PLANTED-secret"),
      configuration: configuration)
    cloud = WeChatClient(
      credential: .account(id: "wx1", secret: "PLANTED-secret"), environment: "env", configuration: configuration)
  }

  private final class Shared: Sendable {
    /// Where content and forms are.
    let address = Mutex("")
    private let requests = Mutex(0)

    /// How often the path was asked for that goes wrong, this time included.
    func count() -> Int {
      requests.withLock { count in
        count += 1
        return count
      }
    }
  }

  /// What a service that works answers.
  private static func answer(_ request: ReceivedRequest, at address: String, by connection: ServerConnection) throws {
    switch request.path {
    case _ where request.path.hasPrefix("/content"):
      try connection.serveThenClose(pattern(300_000), after: 200_000, headers: ["ETag: \"v1\""])
    case FileDownloadRequest.endpoint.path:
      let link = address + "/content?sig=PLANTED-sig"
      try connection.reply(
        text: #"{"errcode":0,"download_url":"\#(link)","cookie_name":"auth","cookie_value":"PLANTED-cookie"}"#)
    case FileInfoRequest.endpoint.path:
      try connection.reply(
        text: #"{"errcode":0,"file_info":{"fileid":"f","file_name":"a.bin","file_size":300000,"file_type":2}}"#)
    case UploadFileRequest.endpoint.path:
      try connection.reply(
        text: """
          {"errcode":0,"url":"\(address)/form?sig=PLANTED","token":"PLANTED-token","authorization":"PLANTED-signature",
          "file_id":"cloud://f","cos_file_id":"PLANTED-storage-id"}
          """)
    default:
      try connection.reply(
        text: #"{"errcode":0,"access_token":"PLANTED-access-token","expires_in":7200,"download_url":""}"#)
    }
  }

  /// Does what the place is about.
  func run() async throws {
    switch place {
    case .query, .tokenReply, .header: _ = try await drive.fileInfo(fileID: "f")
    case .ticket: _ = try await drive.download(ticket: "PLANTED-ticket", to: folder.path("a"))
    case .cookie: _ = try await drive.download(fileID: "f", to: folder.path("a"))
    case .resumedCookie:
      _ = try? await drive.download(fileID: "f", to: folder.path("a"))
      _ = try await drive.download(fileID: "f", to: folder.path("a"))
    case .uploadKey:
      _ = try await drive.fileUploadPart(uploadKey: "PLANTED-upload-key", index: 1, content: Base64Content([1]))
    case .form: _ = try await cloud.upload(Array("content".utf8), to: "a.txt")
    }
  }
}

extension SecretPlace {
  /// Whether a request is the one that goes wrong.
  fileprivate func isVictim(_ request: ReceivedRequest) -> Bool {
    switch self {
    case .query: request.path == FileInfoRequest.endpoint.path
    case .tokenReply: request.path == GetTokenRequest.endpoint.path
    case .header: request.path == "/tokens"
    case .ticket: request.path == FileDownloadRequest.endpoint.path
    case .cookie, .resumedCookie: request.path == "/content"
    case .uploadKey: request.path == FileUploadPartRequest.endpoint.path
    case .form: request.path == "/form"
    }
  }
}

/// A secret in each place that one can come from, and each way in which an exchange with it can fail.
@Suite("A planted secret")
struct PlantedSecretsTests {
  @Test("is in no error, log, activity, description or file, wherever it comes from", arguments: SecretPlace.allCases)
  func isNowhere(_ place: SecretPlace) async throws {
    for mishap in Mishap.allCases {
      let bench = try Bench(place, mishap)
      let task = Task { try await bench.run() }
      if mishap == .silence {
        _ = await bench.server.waits { $0.journal.contains { place.isVictim($0) } }
        task.cancel()
      }
      switch await task.result {
      case .success:
        // What can be read beside odd things is read.
        #expect(
          [.textBefore, .textBehind, .byteOrderMark, .severalObjects].contains(mishap) || place.forgives(mishap),
          "\(mishap)")
      case .failure(let error):
        #expect(error is WeDriveError, "\(mishap): \(error)")
        for text in Self.forms(of: error) { #expect(!text.contains(Bench.word), "\(mishap): \(text)") }
      }
      #expect(!bench.log.text.contains(Bench.word), "\(mishap): \(bench.log.text)")
      let activities = bench.activities.text
      #expect(activities.contains("exchange") && !activities.contains(Bench.word), "\(mishap): \(activities)")
      for value: Any in [bench.drive, bench.cloud] {
        for text in Self.forms(of: value) { #expect(!text.contains(Bench.word), "\(text)") }
      }
      for name in try bench.folder.names {
        #expect(!name.contains(Bench.word), "\(name)")
        // What a server sent as content is kept as content; a journal says what is kept.
        guard name.hasSuffix(".journal") else { continue }
        let journal = String(decoding: try bench.folder.read(name), as: UTF8.self)
        #expect(!journal.contains(Bench.word), "\(mishap): \(name)")
      }
    }
  }

  /// Every form in which a value may be shown.
  private static func forms(of value: Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    var forms = ["\(value)", String(reflecting: value), dumped]
    if let error = value as? any Error {
      forms += [error.localizedDescription, "\((error as NSError).userInfo)", "\(error as NSError)"]
    }
    return forms
  }
}

extension SecretPlace {
  /// Whether a mishap does not matter to the exchange: a token server's reply may hold anything else, and what a form is
  /// answered is not read.
  fileprivate func forgives(_ mishap: Mishap) -> Bool {
    switch self {
    case .form: [.page, .brokenJSON, .list, .otherTypes, .otherNames, .refusal, .refusalInWords].contains(mishap)
    // The envelope of a reply decides, whatever its status.
    case .uploadKey: [.otherTypes, .otherNames, .busy, .error].contains(mishap)
    default: false
    }
  }
}
