import TestSupport
import Testing
import WeDriveEvents
import WeDriveGenerated
import WeDriveRuntime

/// What is said of callbacks that hold secrets. Whatever is secret about one holds ``Mishap/word``.
@Suite("A secret planted in a callback is shown by nothing")
struct PlantedCallbackTests {
  /// 43 characters of base64 that begin with the word.
  private static let key = "PLANTEDefghijklmnopqrstuvwxyz0123456789ABCD"
  private static let token = "PLANTED-token"
  private static let ticket =
    "<xml><SuiteId>ww1</SuiteId><InfoType>suite_ticket</InfoType><TimeStamp>1800000000</TimeStamp>"
    + "<SuiteTicket>PLANTED-ticket</SuiteTicket></xml>"

  private func callbacks() throws -> Callbacks { try Callbacks(token: Self.token, key: Self.key) }

  private func expectNothing(of value: Any, _ what: String) {
    let text = everyForm(of: value)
    #expect(!text.contains(Mishap.word), "\(what): \(text)")
  }

  @Test("in a message that is read, or is not")
  func messages() throws {
    var messages = [
      Self.ticket, String(Self.ticket.dropLast(9)), Self.ticket + "PLANTED", "PLANTED" + Self.ticket,
      "<?PLANTED PLANTED?>" + Self.ticket, "<!DOCTYPE PLANTED>" + Self.ticket, "<!-- PLANTED -->" + Self.ticket,
      "PLANTED", "<PLANTED>", "<xml PLANTED=PLANTED/>", "<xml>&PLANTED;</xml>", "<xml>&#PLANTED;</xml>",
      "<xml><InfoType>PLANTED</InfoType><SuiteTicket>PLANTED</SuiteTicket></xml>", "{\"SuiteTicket\":\"PLANTED\"}",
    ]
    // A ticket's event of which each part is missing, empty, twice there or something else.
    for (name, value) in [("SuiteId", "ww1"), ("TimeStamp", "1800000000"), ("SuiteTicket", "PLANTED-ticket")] {
      let node = "<\(name)>\(value)</\(name)>"
      for other in [
        "", "<\(name)/>", node + node, "<\(name)><PLANTED>PLANTED</PLANTED></\(name)>", "<\(name)>PLANTED\u{1}",
      ] {
        messages.append(Self.ticket.replacing(node, with: other))
      }
      messages.append(Self.ticket.replacing(node, with: "<\(name)>PLANTED</\(name)>"))
    }
    var refusals = 0
    for message in messages {
      let callbacks = try callbacks()
      let sealed = try callbacks.sealed(message)
      expectNothing(of: sealed, message)
      do throws(CallbackError) {
        let callback = try callbacks.take(sealed)
        // An id is no secret and is shown.
        if message.contains("<SuiteId>PLANTED") { continue }
        expectNothing(of: callback, message)
        expectNothing(of: callback.node.children, message)
      } catch {
        refusals += 1
        // The time's node may hold anything; its text is not repeated.
        expectNothing(of: error, message)
      }
    }
    #expect(refusals > 15)
  }

  @Test("by who sends them to the wrong place, too late, twice, too long, or signs them wrongly")
  func refusals() throws {
    let callbacks = try callbacks()
    let sealed = try callbacks.sealed(Self.ticket)
    let query = sealed.query
    let body = Array(sealed.body.utf8)
    func refusal(_ query: CallbackQuery, _ body: [UInt8]) -> CallbackError? {
      do throws(CallbackError) {
        _ = try callbacks.receiver.callback(query, body: body)
        return nil
      } catch {
        return error
      }
    }
    let wrong = CallbackQuery(signature: "PLANTED", timestamp: query.timestamp, nonce: "PLANTED", echo: "PLANTED")
    let elsewhere = try callbacks.sealed(Self.ticket, for: "PLANTED-corp")
    let late = try callbacks.sealed(Self.ticket, at: 1)
    let content = try callbacks.signed("PLANTED")
    #expect(refusal(query, body) == nil)
    let refusals = [
      refusal(query, body), refusal(wrong, body), refusal(query, Array("PLANTED".utf8)),
      refusal(query, Array(repeating: 0x50, count: 1 << 20)), refusal(elsewhere.query, Array(elsewhere.body.utf8)),
      refusal(late.query, Array(late.body.utf8)), refusal(content.query, content.body),
    ]
    for error in refusals { expectNothing(of: try #require(error), "\(String(describing: error))") }
    for value: Any in [wrong, callbacks.secrets, callbacks.receiver] { expectNothing(of: value, "\(type(of: value))") }
    #expect(throws: CallbackError.wrongSignature) { try callbacks.receiver.echo(wrong) }
  }

  @Test("in a URL and in what the console shows")
  func configuration() throws {
    for query in [
      "PLANTED", "msg_signature=PLANTED", "msg_signature=PLANTED&timestamp=PLANTED%zz&nonce=n",
      "msg_signature=PLANTED&msg_signature=PLANTED", "msg_signature=PLANTED&timestamp=1&nonce=PLANTED%",
    ] {
      let error = #expect(throws: CallbackError.self) { try CallbackQuery(query) }
      expectNothing(of: try #require(error), query)
    }
    for (token, key) in [("PLANTED", "PLANTED"), ("", Self.key), ("PLANTED", Self.key + "=")] {
      let error = #expect(throws: CallbackError.self) {
        try CallbackSecrets(token: Secret(token), encodingKey: Secret(key))
      }
      expectNothing(of: try #require(error), key)
    }
  }

  @Test("that several machines share, handled or not")
  func shared() async throws {
    struct Failed: Error {}
    let callbacks = try callbacks()
    let store = MemorySharedStore()
    let receiver = SharedCallbackReceiver(callbacks.receiver, sharing: store)
    let sealed = try callbacks.sealed(Self.ticket)
    await #expect(throws: Failed.self) {
      try await receiver.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in throw Failed() }
    }
    #expect(try await receiver.handle(sealed.query, body: Array(sealed.body.utf8)) { _ in } == .handled)
    for value: Any in [receiver, store] { expectNothing(of: value, "\(type(of: value))") }
  }
}
