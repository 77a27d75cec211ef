import Foundation
import Testing
import WeDriveEvents
import WeDriveGenerated
import WeDriveRuntime

@Suite("A callback")
struct CallbackTests {
  private let change =
    "<xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"
    + "<CreateTime>5178368698</CreateTime><MsgType><![CDATA[event]]></MsgType>"
    + "<Event><![CDATA[wedrive_file_change]]></Event><ChangeType><![CDATA[move_file]]></ChangeType>"
    + "<FileId><![CDATA[a]]></FileId><FileId>b &amp; &#x4E2D;&lt;</FileId></xml>"

  private func error(_ body: () throws(CallbackError) -> Void) -> CallbackError? {
    do throws(CallbackError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  // MARK: - Strangers

  @Test(
    "from a stranger is refused before anything of it is read as XML",
    arguments: [
      "<xml><Encrypt>YQ==</Encrypt></xml><?a?>", "<?a?><x/>", "<x><?a?></x>", "<?a?><Encrypt>YQ==</Encrypt>",
      "<x><!DOCTYPE x [<!ENTITY a 'b'>]><Encrypt>YQ==</Encrypt>", "<Encrypt><Encrypt>YQ==</Encrypt></Encrypt>",
      "<Encrypt>", "</Encrypt><Encrypt>", "<Encrypt></Encrypt>", "<Encrypt><![CDATA[]]></Encrypt>",
    ])
  func strangers(body: String) throws {
    let callbacks = try Callbacks()
    let query = CallbackQuery(signature: "00", timestamp: "\(Callbacks.now)", nonce: "n")
    let refusal = error { () throws(CallbackError) in _ = try callbacks.receiver.callback(query, body: Array(body.utf8))
    }
    let isEncrypted = body.contains("<Encrypt>YQ==</Encrypt>") && !body.hasPrefix("<Encrypt><Encrypt>")
    #expect(refusal == (isEncrypted ? .wrongSignature : .malformedXML(reason: "it has no `Encrypt`")))
  }

  @Test("as long as may be costs a stranger's victim little, whatever is in it")
  func strangersCost() throws {
    let callbacks = try Callbacks()
    let query = CallbackQuery(signature: "00", timestamp: "\(Callbacks.now)", nonce: "n")
    let maximum = CallbackReceiver.Limits().bodySize
    var bodies = ["<Encrypt>", "<Encrypt", "<", "a", " ", "</Encrypt>", "<a>", "&lt;", "<?a?>", "中"].map { part in
      Array(String(repeating: part, count: maximum / part.utf8.count).utf8)
    }
    let attributes = (0..<maximum / 8).map { "a\($0)=\"\"" }.joined(separator: " ")
    bodies.append(Array("<x \(attributes)/>".utf8.prefix(maximum)))
    bodies += bodies.map { Array("<Encrypt>".utf8) + $0.prefix(maximum - 19) + Array("</Encrypt>".utf8) }
    for body in bodies {
      let start = ContinuousClock.now
      #expect(error { () throws(CallbackError) in _ = try callbacks.receiver.callback(query, body: body) } != nil)
      // Half a millisecond where the compiler optimises; tests are not optimised, and run beside others.
      #expect(ContinuousClock.now - start < .seconds(2), "\(String(decoding: body.prefix(20), as: UTF8.self))")
    }
    let long = [UInt8](repeating: 0x61, count: maximum + 1)
    #expect(
      error { () throws(CallbackError) in _ = try callbacks.receiver.callback(query, body: long) }
        == .tooLarge(bytes: maximum + 1, maximum: maximum))
  }

  @Test("whose nodes and content stand on lines of their own is read like any other")
  func lines() throws {
    let callbacks = try Callbacks()
    let sealed = try callbacks.sealed(
      change.replacing("<![CDATA[", with: "\n  <![CDATA[").replacing("]]>", with: "]]>\n"))
    let encrypted = try #require(try EventNode(xml: Array(sealed.body.utf8)).text(of: "Encrypt"))
    for form in ["<Encrypt>\n<![CDATA[\(encrypted)]]>\r\n</Encrypt>", "<Encrypt> \(encrypted)\n</Encrypt>"] {
      let receiver = try Callbacks().receiver
      let callback = try receiver.callback(sealed.query, body: Array("<xml>\n\(form)</xml>".utf8))
      #expect((callback.event as? FileChangeEvent)?.fileIDs.first == "a")
    }
  }

  @Test("with a suite ticket that cannot be read is an error, never an unknown event")
  func unreadableTicket() throws {
    for ticket in [
      "", "<SuiteTicket></SuiteTicket>", "<SuiteTicket>\n</SuiteTicket>", "<SuiteTicket><![CDATA[]]></SuiteTicket>",
    ] {
      let callbacks = try Callbacks()
      let sealed = try callbacks.sealed(
        "<xml><SuiteId>ww1</SuiteId><InfoType>\n<![CDATA[suite_ticket]]>\n</InfoType><TimeStamp>7</TimeStamp>\(ticket)</xml>"
      )
      let refusal = error { () throws(CallbackError) in _ = try callbacks.take(sealed) }
      guard case .malformedEvent("suite_ticket", let defect) = refusal else {
        Issue.record("\(ticket): \(String(describing: refusal))")
        continue
      }
      #expect(defect.field == "SuiteTicket")
    }
  }

  @Test("verification works where a server made spaces of the pluses in `echostr`")
  func echoWithSpaces() throws {
    let callbacks = try Callbacks()
    var sealed = try callbacks.sealed("echo")
    var encrypted = ""
    repeat {
      sealed = try callbacks.sealed("echo")
      encrypted = try #require(try EventNode(xml: Array(sealed.body.utf8)).text(of: "Encrypt"))
    } while !encrypted.contains("+")
    let query = sealed.query
    let spaced = encrypted.replacing("+", with: " ")
    let direct = CallbackQuery(
      signature: query.signature, timestamp: query.timestamp, nonce: query.nonce, echo: spaced)
    #expect(try callbacks.receiver.echo(direct) == "echo")
    let text = "\(query.text)&echostr=\(spaced.replacing(" ", with: "%20").replacing("=", with: "%3D"))"
    #expect(try callbacks.receiver.echo(CallbackQuery(text)) == "echo")
  }

  // MARK: - Events

  @Test("becomes the event that its nodes say, and repeated nodes become lists")
  func events() throws {
    let callbacks = try Callbacks()
    let callback = try callbacks.take(callbacks.sealed(change))
    let event = try #require(callback.event as? FileChangeEvent)
    #expect(event.changeType == .moveFile && event.fileIDs == ["a", "b & 中<"])
    #expect(event.corpID == "ww1" && event.creationTime == 5_178_368_698)
    #expect(callback.receiver == "ww1" && callback.time == Callbacks.now)
    #expect(callback.node.text(of: "FromUserName") == "sys")
  }

  @Test("of every kind in the catalog is written and read again", arguments: weComEvents.indices)
  func roundTrip(index: Int) throws {
    let type = weComEvents[index]
    var node = EventNode("xml")
    for (name, text) in type.signature.nodes { node.children.append(EventNode(name, text: text)) }
    node.children += ["ChangeType", "SuiteId", "SuiteTicket", "SpaceId", "SpaceId"].map { EventNode($0, text: "x") }
    node.children += ["CreateTime", "TimeStamp"].map { EventNode($0, text: "7") }
    let callbacks = try Callbacks()
    let event = try callbacks.take(callbacks.sealed(node.xml)).event
    #expect(Swift.type(of: event) == type)
    let again = try callbacks.take(callbacks.sealed(EventNode(event).xml))
    #expect(Swift.type(of: again.event) == type)
    #expect(again.node == EventNode(again.event))
  }

  @Test("of a kind or with an unknown change passes through, with everything it says")
  func unknown() throws {
    let callbacks = try Callbacks()
    let message = "<xml><MsgType>event</MsgType><Event>later</Event><New><Inner>1</Inner><Inner>2</Inner></New></xml>"
    let callback = try callbacks.take(callbacks.sealed(message))
    let event = try #require(callback.event as? UnknownEvent)
    #expect(event.node["New"].first?["Inner"].map(\.text) == ["1", "2"])
    let later = change.split(separator: "move_file").joined(separator: "later_change")
    let known = try #require(try callbacks.take(callbacks.sealed(later)).event as? FileChangeEvent)
    #expect(known.changeType.rawValue == "later_change" && !known.changeType.isKnown)
  }

  @Test("that lacks what its event needs is refused by the name of the node")
  func malformedEvents() throws {
    let callbacks = try Callbacks()
    let start = "<xml><MsgType>event</MsgType><Event>wedrive_space_change</Event>"
    for (rest, field) in [
      ("", "ChangeType"), ("<ChangeType>x</ChangeType><CreateTime>soon</CreateTime>", "CreateTime"),
    ] {
      let sealed = try callbacks.sealed(start + rest + "</xml>")
      guard
        case .malformedEvent(let name, let defect) = error({ () throws(CallbackError) in _ = try callbacks.take(sealed)
        })
      else {
        Issue.record("\(rest)")
        continue
      }
      #expect(name == "wedrive_space_change" && defect.field == field)
    }
  }

  @Test("that brings a ticket shows nothing of it")
  func tickets() throws {
    let callbacks = try Callbacks()
    let message =
      "<xml><SuiteId>s</SuiteId><InfoType>suite_ticket</InfoType><TimeStamp>7</TimeStamp>"
      + "<SuiteTicket>planted</SuiteTicket></xml>"
    let callback = try callbacks.take(callbacks.sealed(message))
    let event = try #require(callback.event as? SuiteTicketEvent)
    #expect(event.ticket == "planted" && event.time == 7 && event.suiteID == "s")
    var dumped = ""
    dump(callback, to: &dumped)
    dump(callbacks.secrets, to: &dumped)
    for text in ["\(callback)", dumped, "\(event)", "\(callback.node)", String(reflecting: callback.node)] {
      #expect(!text.contains("planted") && !text.contains(Callbacks.token))
    }
  }

  // MARK: - Who sent it, and when

  @Test("that was changed anywhere is refused")
  func tampered() throws {
    let callbacks = try Callbacks()
    let sealed = try callbacks.sealed(change)
    let (query, body) = (sealed.query, sealed.body)
    let other = String(query.signature.reversed())
    let queries = [
      CallbackQuery(signature: other, timestamp: query.timestamp, nonce: query.nonce),
      CallbackQuery(signature: "", timestamp: query.timestamp, nonce: query.nonce),
      CallbackQuery(signature: query.signature + "0", timestamp: query.timestamp, nonce: query.nonce),
      CallbackQuery(signature: query.signature, timestamp: "\(Callbacks.now + 1)", nonce: query.nonce),
      CallbackQuery(signature: query.signature, timestamp: query.timestamp, nonce: query.nonce + "0"),
    ]
    for query in queries {
      #expect(
        error { () throws(CallbackError) in _ = try callbacks.receiver.callback(query, body: Array(body.utf8)) }
          == .wrongSignature)
    }
    let start = try #require(body.range(of: "<Encrypt>")).upperBound
    for offset in [0, 40, 90] {
      var changed = body
      let index = changed.index(start, offsetBy: offset)
      changed.replaceSubrange(index...index, with: changed[index] == "A" ? "B" : "A")
      #expect(
        error { () throws(CallbackError) in _ = try callbacks.receiver.callback(query, body: Array(changed.utf8)) }
          == .wrongSignature)
    }
    let stranger = try Callbacks(token: "another-token")
    #expect(error { () throws(CallbackError) in _ = try stranger.take(sealed) } == .wrongSignature)
  }

  @Test("is taken within five minutes, either way", arguments: [0, 300, -300, 301, -301, 1_000_000, -1_000_000])
  func window(distance: Int64) throws {
    let callbacks = try Callbacks()
    let sealed = try callbacks.sealed(change, at: Callbacks.now + distance)
    let found = error { () throws(CallbackError) in _ = try callbacks.take(sealed) }
    #expect(found == (abs(distance) <= 300 ? nil : .outsideTimeWindow))
  }

  @Test(
    "with a time that is no number, or one that would overflow, is refused",
    arguments: ["x", "", "9999999999999999999", "-9223372036854775808"])
  func times(time: String) throws {
    let callbacks = try Callbacks()
    let (query, body) = try callbacks.signed("AAAA", time: time)
    let found = error { () throws(CallbackError) in _ = try callbacks.receiver.callback(query, body: body) }
    #expect(found == .malformedQuery(parameter: "timestamp") || found == .outsideTimeWindow)
  }

  @Test("with a time at the end of what can be counted is taken or refused, whatever the clock and the window say")
  func extremeTimes() throws {
    let callbacks = try Callbacks()
    let extremes: [Int64] = [.min, -1, 0, .max]
    for (now, window) in extremes.flatMap({ now in extremes.map { (now, $0) } }) {
      var limits = CallbackReceiver.Limits()
      limits.timeWindow = .seconds(window)
      let receiver = CallbackReceiver(
        secrets: callbacks.secrets, receivers: ["ww1"], limits: limits, now: { now })
      for time in extremes {
        let sealed = try callbacks.sealed(change, at: time)
        let refusal = error { () throws(CallbackError) in
          _ = try receiver.callback(sealed.query, body: Array(sealed.body.utf8))
        }
        let (distance, overflow) = now.subtractingReportingOverflow(time)
        let isNear = !overflow && distance.magnitude <= window.magnitude
        #expect(refusal == (isNear ? nil : .outsideTimeWindow), "\(now) \(window) \(time)")
      }
    }
  }

  @Test("is taken once, unless dealing with it failed")
  func replayed() throws {
    let callbacks = try Callbacks()
    let sealed = try callbacks.sealed(change)
    _ = try callbacks.take(sealed)
    #expect(error { () throws(CallbackError) in _ = try callbacks.take(sealed) } == .replayed)
    let shouted = CallbackQuery(
      signature: sealed.query.signature.uppercased(), timestamp: sealed.query.timestamp, nonce: sealed.query.nonce)
    #expect(
      error { () throws(CallbackError) in _ = try callbacks.receiver.callback(shouted, body: Array(sealed.body.utf8)) }
        == .wrongSignature)
    callbacks.receiver.forget(sealed.query)
    _ = try callbacks.take(sealed)
    _ = try callbacks.take(callbacks.sealed(change))
  }

  @Test("is taken once, however many threads bring it at the same time")
  func race() async throws {
    let callbacks = try Callbacks()
    let sealed = try callbacks.sealed(change)
    let taken = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<50 { group.addTask { (try? callbacks.take(sealed)) != nil } }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(taken == 1)
  }

  @Test("is remembered in bounded room")
  func memory() throws {
    var limits = CallbackReceiver.Limits()
    limits.remembered = 3
    let callbacks = try Callbacks(limits: limits)
    let all = try (0..<5).map { _ in try callbacks.sealed(change) }
    for sealed in all { _ = try callbacks.take(sealed) }
    #expect(error { () throws(CallbackError) in _ = try callbacks.take(all[4]) } == .replayed)
    #expect(error { () throws(CallbackError) in _ = try callbacks.take(all[0]) } == nil)
  }

  @Test("for another receiver is refused, and so is the verification of another's URL")
  func receivers() throws {
    let callbacks = try Callbacks()
    for receiver in ["ww2", "", "ww1 ", "WW1"] {
      let sealed = try callbacks.sealed(change, for: receiver)
      #expect(error { () throws(CallbackError) in _ = try callbacks.take(sealed) } == .wrongReceiver)
    }
    let any = CallbackReceiver(secrets: callbacks.secrets, now: { Callbacks.now }, accepting: { $0.hasPrefix("ww") })
    let sealed = try callbacks.sealed(change, for: "ww-any")
    #expect(try any.callback(sealed.query, body: Array(sealed.body.utf8)).receiver == "ww-any")
    #expect(
      error { () throws(CallbackError) in _ = try callbacks.receiver.echo(sealed.query) }
        == .malformedQuery(parameter: "echostr"))
  }

  // MARK: - Parameters

  @Test(
    "with a query that lacks something, or says it twice, is refused by the parameter's name",
    arguments: [
      ("", "msg_signature"), ("msg_signature=a&timestamp=1", "nonce"),
      ("msg_signature=a&timestamp=&nonce=b", "timestamp"),
      ("msg_signature=a&msg_signature=b&timestamp=1&nonce=b", "msg_signature"),
      ("msg_signature=%zz&timestamp=1&nonce=b", "msg_signature"), ("msg_signature=a&timestamp=1&nonce=%FF", "nonce"),
      ("msg_signature=a&timestamp=1&nonce=%F", "nonce"), ("msg_signature&timestamp=1&nonce=b", "msg_signature"),
    ])
  func queries(text: String, parameter: String) {
    #expect(
      error { () throws(CallbackError) in _ = try CallbackQuery(text) } == .malformedQuery(parameter: parameter))
  }

  @Test("has a query that is read as it was written, with a plus as such")
  func queryText() throws {
    let query = CallbackQuery(signature: "a", timestamp: "1", nonce: "b&=%", echo: "a+/=")
    let again = try CallbackQuery(query.text + "&other=1")
    #expect(again.nonce == query.nonce && again.echo == query.echo && again.text == query.text)
    #expect(try CallbackQuery("msg_signature=a&timestamp=1&nonce=b&echostr=a+b").echo == "a+b")
  }
}
