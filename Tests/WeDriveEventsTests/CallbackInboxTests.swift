import Foundation
import Synchronization
import Testing
import WeDrive
import WeDriveEmulator
import WeDriveEvents

/// What arrives at the server of an app, right and wrong, over sockets.
@Suite("An app's server")
struct CallbackInboxTests {
  /// A server of one test's own, and what it took and refused.
  private final class Inbox: Sendable {
    let secrets: CallbackSecrets
    private let found = Mutex<[Result<Callback, CallbackError>]>([])
    private let server = Mutex<CallbackInbox?>(nil)

    private init() throws {
      secrets = try CallbackSecrets(token: Secret(Callbacks.token), encodingKey: Secret(Callbacks.key))
    }

    static func run(
      limits: CallbackReceiver.Limits = .init(), _ test: (Inbox, String) async throws -> Void
    ) async throws {
      let inbox = try Inbox()
      let receiver = CallbackReceiver(
        secrets: inbox.secrets, receivers: ["ww1"], limits: limits, now: { Callbacks.now })
      let server = try await CallbackInbox.start(receiver: receiver) { result in
        inbox.found.withLock { $0.append(result) }
      }
      do { try await test(inbox, server.url) } catch {
        await server.stop()
        throw error
      }
      await server.stop()
    }

    var errors: [CallbackError] {
      found.withLock { $0.compactMap { if case .failure(let error) = $0 { error } else { nil } } }
    }
    var events: [any CallbackEvent] { found.withLock { $0.compactMap { try? $0.get().event } } }

    func sealed(_ message: String, at time: Int64 = Callbacks.now) throws -> SealedMessage {
      try secrets.sealed(message, for: "ww1", at: time)
    }
  }

  private static let message =
    "<xml><ToUserName>ww1</ToUserName><MsgType>event</MsgType><Event>wedrive_file_change</Event>"
    + "<ChangeType>move_file</ChangeType><FileId>a</FileId><FileId>b</FileId></xml>"

  private func post(_ url: String, _ query: String, _ body: [UInt8]) async throws -> Int {
    var request = HTTPRequest(
      .post, url: "\(url)?\(query)", isRepeatable: false, timeout: .seconds(30), maximumReplySize: 1 << 20)
    request.body = body
    let reply = try await CurlTransport().perform(request)
    #expect(reply.body.isEmpty, "the reason is not told")
    return reply.head.status
  }

  private func post(_ url: String, _ sealed: SealedMessage) async throws -> Int {
    try await post(url, sealed.query.text, Array(sealed.body.utf8))
  }

  private func get(_ url: String) async throws -> (status: Int, text: String) {
    let reply = try await CurlTransport().perform(
      HTTPRequest(.get, url: url, isRepeatable: true, timeout: .seconds(30), maximumReplySize: 1 << 20))
    return (reply.head.status, String(decoding: reply.body, as: UTF8.self))
  }

  @Test("takes a callback that the service signed just now, and takes it once")
  func replayed() async throws {
    try await Inbox.run { inbox, url in
      let sealed = try inbox.sealed(Self.message)
      #expect(try await post(url, sealed) == 200)
      // Its sender is told that it has arrived: otherwise it would be sent again and again.
      for _ in 0..<3 { #expect(try await post(url, sealed) == 200) }
      #expect((inbox.events as? [FileChangeEvent])?.map(\.fileIDs) == [["a", "b"]])
      #expect(inbox.errors == [.replayed, .replayed, .replayed])
    }
  }

  @Test("refuses one that was recorded and comes again when its time is over", arguments: [-301, 301, -86_400])
  func outsideWindow(distance: Int64) async throws {
    try await Inbox.run { inbox, url in
      let sealed = try inbox.sealed(Self.message, at: Callbacks.now + distance)
      #expect(try await post(url, sealed) == 403)
      #expect(inbox.errors == [.outsideTimeWindow] && inbox.events.isEmpty)
    }
  }

  @Test("refuses one whose signature, time, nonce or content was changed")
  func tampered() async throws {
    try await Inbox.run { inbox, url in
      let sealed = try inbox.sealed(Self.message)
      let (query, body) = (sealed.query, Array(sealed.body.utf8))
      let digits = query.signature.dropFirst()
      let queries = [
        CallbackQuery(
          signature: (query.signature.first == "0" ? "1" : "0") + digits, timestamp: query.timestamp,
          nonce: query.nonce),
        CallbackQuery(signature: query.signature, timestamp: "\(Callbacks.now + 1)", nonce: query.nonce),
        CallbackQuery(signature: query.signature, timestamp: query.timestamp, nonce: query.nonce + "1"),
      ]
      for query in queries { #expect(try await post(url, query.text, body) == 403) }
      let other = try inbox.sealed(Self.message)
      #expect(try await post(url, query.text, Array(other.body.utf8)) == 403)
      let stranger = try CallbackSecrets(token: "another", encodingKey: Secret(Callbacks.key))
      let strange = try stranger.sealed(Self.message, for: "ww1", at: Callbacks.now)
      #expect(try await post(url, strange) == 403)
      #expect(inbox.errors == Array(repeating: .wrongSignature, count: 5) && inbox.events.isEmpty)
      #expect(try await post(url, "", body) == 403)
      #expect(inbox.errors.last == .malformedQuery(parameter: "msg_signature"))
      // What was refused was not remembered as taken.
      #expect(try await post(url, sealed) == 200)
    }
  }

  @Test("outlives what a stranger sends, unsigned, and takes what comes after")
  func strangers() async throws {
    try await Inbox.run { inbox, url in
      let query = CallbackQuery(signature: "00", timestamp: "\(Callbacks.now)", nonce: "n").text
      for body in [
        "<xml><Encrypt>a</Encrypt></xml><?a?>", "<?a?><x/>", "<x><?a?></x>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>",
        "<x " + (0..<10_000).map { "a\($0)=\"\"" }.joined(separator: " ") + "/>", "",
      ] {
        #expect(try await post(url, query, Array(body.utf8)) == 403)
      }
      // Signed as it should be, it is refused as well.
      for message in ["<?a?><x/>", "<x><?a?></x>", "<x/><?a?>"] {
        let sealed = try inbox.sealed(message)
        #expect(try await post(url, sealed) == 403)
      }
      #expect(inbox.errors.count == 9 && inbox.errors.first == .wrongSignature && inbox.events.isEmpty)
      let sealed = try inbox.sealed(Self.message)
      #expect(try await post(url, sealed) == 200)
    }
  }

  @Test(
    "refuses XML that is none, around the content and inside it",
    arguments: [
      "", "text", "<xml>", "<xml></XML>", "<xml>&a;</xml>", "<!DOCTYPE xml><xml></xml>",
      "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><Event>&a;</Event></xml>",
      String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000),
    ])
  func malformed(xml: String) async throws {
    try await Inbox.run { inbox, url in
      let sealed = try inbox.sealed(xml)
      #expect(try await post(url, sealed) == 403)
      #expect(try await post(url, sealed.query.text, Array(xml.utf8)) == 403)
      #expect(inbox.errors.count == 2 && inbox.events.isEmpty)
      for error in inbox.errors {
        guard case .malformedXML(let reason) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(!reason.contains("passwd"))
      }
    }
  }

  @Test(
    "refuses XML that is too long, inside the content too, and a body that is longer still without reading all of it")
  func giant() async throws {
    var limits = CallbackReceiver.Limits()
    limits.bodySize = 100_000
    try await Inbox.run(limits: limits) { inbox, url in
      let text = String(repeating: "x", count: 90_000)
      // Inside: a text that is short enough in base64 and as XML too long does not exist, since base64 is the longer one.
      let sealed = try inbox.sealed("<xml><Event>\(text)</Event></xml>")
      #expect(try await post(url, sealed) == 403)
      let size = sealed.body.utf8.count
      #expect(inbox.errors == [.tooLarge(bytes: size, maximum: 100_000)])
      let query = sealed.query.text
      #expect(try await post(url, query, [UInt8](repeating: 0x78, count: (16 << 20) + 1)) == 413)
      #expect(inbox.errors.count == 1 && inbox.events.isEmpty)
      let short = try inbox.sealed(Self.message)
      #expect(try await post(url, short) == 200)
    }
  }

  // MARK: - Verification of the URL

  /// The query of a verification, as the console sends it.
  private func verification(
    of text: String, _ secrets: CallbackSecrets, for receiver: String = "ww1", at time: Int64 = Callbacks.now
  ) throws -> CallbackQuery {
    let sealed = try secrets.sealed(text, for: receiver, at: time)
    let echo = try EventNode(xml: Array(sealed.body.utf8)).text(of: "Encrypt")
    let query = sealed.query
    return CallbackQuery(signature: query.signature, timestamp: query.timestamp, nonce: query.nonce, echo: echo)
  }

  @Test("answers the verification of its URL with what was encrypted, exactly")
  func verified() async throws {
    try await Inbox.run { inbox, url in
      for text in ["1616140317555161061", " <a> & \"b\"\n", "验证"] {
        let query = try verification(of: text, inbox.secrets).text
        let reply = try await get("\(url)?\(query)")
        #expect(reply.status == 200 && reply.text == text)
      }
      #expect(inbox.errors.isEmpty && inbox.events.isEmpty)
    }
  }

  @Test("is verified by an emulator, which plays the console")
  func emulated() async throws {
    let secrets = try CallbackSecrets(token: Secret(Callbacks.token), encodingKey: Secret(Callbacks.key))
    let inbox = try await CallbackInbox.start(
      receiver: CallbackReceiver(secrets: secrets, receivers: [EmulatedApp.standard.corpID.rawValue])
    ) { _ in }
    let emulator = try await Emulator.start()
    let corp = EmulatedApp.standard.corpID.rawValue
    #expect(await !emulator.verifyCallback(for: corp), "there is no URL")
    emulator.callback = EmulatedCallback(url: inbox.url, secrets: secrets)
    #expect(await emulator.verifyCallback(for: corp))
    #expect(await !emulator.verifyCallback(for: "ww-somebody"))
    for (order, verified) in [("{}", true), (#"{"receiver":"ww-somebody"}"#, false)] {
      var request = HTTPRequest(
        .post, url: emulator.baseURL + "/_emulator/callback/verification", isRepeatable: false, timeout: .seconds(30),
        maximumReplySize: 1 << 20)
      request.headers = [HTTPHeader("Content-Type", "application/json")]
      request.body = Array(order.utf8)
      let reply = try await CurlTransport().perform(request)
      #expect(String(decoding: reply.body, as: UTF8.self).contains(#""verified":\#(verified)"#))
    }
    let stranger = try CallbackSecrets(token: "another", encodingKey: Secret(Callbacks.key))
    emulator.callback = EmulatedCallback(url: inbox.url, secrets: stranger)
    #expect(await !emulator.verifyCallback(for: corp))
    await inbox.stop()
    #expect(await !emulator.verifyCallback(for: corp), "there is no receiver")
    await emulator.stop()
  }

  @Test("refuses a verification that the service did not send")
  func notVerified() async throws {
    try await Inbox.run { inbox, url in
      let good = try verification(of: "planted", inbox.secrets)
      let stranger = try CallbackSecrets(token: "another", encodingKey: Secret(Callbacks.key))
      let queries: [(String, CallbackError)] = [
        ("", .malformedQuery(parameter: "msg_signature")),
        (
          CallbackQuery(signature: good.signature, timestamp: good.timestamp, nonce: good.nonce).text,
          .malformedQuery(parameter: "echostr")
        ),
        (
          CallbackQuery(signature: good.signature, timestamp: good.timestamp, nonce: "1", echo: good.echo).text,
          .wrongSignature
        ),
        (try verification(of: "planted", stranger).text, .wrongSignature),
        (try verification(of: "planted", inbox.secrets, for: "ww2").text, .wrongReceiver),
        (try verification(of: "planted", inbox.secrets, at: Callbacks.now - 301).text, .outsideTimeWindow),
      ]
      for (query, error) in queries {
        let reply = try await get("\(url)?\(query)")
        #expect(reply.status == 403 && reply.text.isEmpty)
        #expect(inbox.errors.last == error)
      }
      #expect(inbox.errors.count == queries.count)
    }
  }
}
