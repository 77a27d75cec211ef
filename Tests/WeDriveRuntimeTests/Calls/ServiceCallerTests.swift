import Foundation
import Synchronization
import TestSupport
import Testing
import WeDriveHTTP

@testable import WeDriveRuntime

@Suite struct ServiceCallerTests {
  @Test func `a POST carries JSON in its body and the token in its query`() async throws {
    let server = try ScriptedServer.answering(text: #"{"errcode":0,"errmsg":"ok","name":"n","list":[{"size":3}]}"#)
    let caller = ServiceCaller(server.url, tokens: FixedToken("a&b=c+d%"))
    let reply = try await caller.send(ReadRequest(id: "x/y", limit: 5))
    #expect(reply == ReadRequest.Response(name: "n", list: [.init(size: 3)]))
    let request = try #require(server.journal.first)
    #expect(request.method == "POST")
    #expect(request.target == "/api/read?access_token=a%26b%3Dc%2Bd%25")
    #expect(request["Content-Type"] == "application/json")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"id":"x/y","limit":5}"#)
    #expect(caller.exchangesBegun == 1)
  }

  @Test func `a GET carries its fields in the query, sorted and encoded, and no token where none belongs`() async throws
  {
    let server = try ScriptedServer.answering(text: #"{"token":"t","life":7200}"#)
    let caller = ServiceCaller(server.url, tokens: nil)
    let request = TokenRequest(corp: "微 盘", secret: "s=1&x", flag: true, count: -3)
    _ = try await caller.send(request)
    let received = try #require(server.journal.first)
    #expect(received.method == "GET")
    #expect(received.target == "/api/token?corp=%E5%BE%AE%20%E7%9B%98&count=-3&flag=true&secret=s%3D1%26x")
    #expect(received.body.isEmpty)
  }

  @Test func `a broken rule is reported before anything is sent`() async throws {
    let server = try ScriptedServer.answering(text: "{}")
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller(server.url).send(ReadRequest(limit: 0))
    }
    guard case .invalidArgument(let argument) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(argument.field == "limit")
    #expect(argument.owner == "example_read")
    #expect(server.acceptedConnections == 0)
  }

  @Test func `a raw call gives the reply byte for byte, and still throws for an errcode`() async throws {
    let text = "{ \"unknown\" : [ 1.0, \"\\u00e9\" ],\n \"errcode\" : 0 }"
    let server = try ScriptedServer.answering(text: text)
    let reply = try await ServiceCaller(server.url).reply(of: .example(.create), to: Array(#"{"b":1,"a":2}"#.utf8))
    #expect(String(decoding: reply, as: UTF8.self) == text)
    #expect(String(decoding: server.journal[0].body, as: UTF8.self) == #"{"b":1,"a":2}"#)

    let refusing = try ScriptedServer.answering(text: #"{"errcode":1,"errmsg":"no"}"#)
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller(refusing.url).reply(of: .example(.read), to: [])
    }
    guard case .refused(let refusal) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.code == 1)
    #expect(refusal.advice?.name == "fatal")
    #expect(String(decoding: refusing.journal[0].body, as: UTF8.self) == "{}")
  }

  @Test func `a raw call with something other than a JSON object is not sent`() async throws {
    let server = try ScriptedServer.answering(text: "{}")
    for body in ["[1]", "x", "{\"a\":1"] {
      for method in [Endpoint.Method.post, .get] {
        let error = await failure { () async throws(WeDriveError) in
          try await ServiceCaller(server.url).reply(of: .example(.read, method: method), to: Array(body.utf8))
        }
        guard case .invalidArgument = error else {
          Issue.record("\(body): \(String(describing: error))")
          continue
        }
      }
    }
    #expect(server.acceptedConnections == 0)
  }

  @Test func `an errcode wins over the HTTP status`() async throws {
    let table: [(status: Int, text: String, code: Int?)] = [
      (500, #"{"errcode":1,"errmsg":"no"}"#, 1), (403, #"{"errcode":"1"}"#, 1), (200, #"{"errcode":1}"#, 1),
      (500, #"{"errcode":0,"name":"n"}"#, nil),
    ]
    for row in table {
      let server = try ScriptedServer.answering(row.status, text: row.text)
      let error = await failure { () async throws(WeDriveError) in
        try await ServiceCaller(server.url).send(ReadRequest())
      }
      if case .refused(let refusal) = error {
        #expect(refusal.code == row.code)
      } else {
        #expect(error == nil && row.code == nil, "\(row): \(String(describing: error))")
      }
      #expect(server.journal.count == 1)
    }
  }

  @Test func `a redirect is not followed and names its status`() async throws {
    let other = try ScriptedServer.answering(text: #"{"name":"n"}"#)
    let server = try ScriptedServer.answering(302, headers: ["Location: \(other.url)/x"], text: "")
    for endpoint in [Endpoint.example(.read), .example(.create)] {
      let error = await failure { () async throws(WeDriveError) in
        try await ServiceCaller(server.url).reply(of: endpoint, to: [])
      }
      guard case .undecodableReply(let reply) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(reply.status == 302)
    }
    #expect(other.acceptedConnections == 0)
    #expect(server.journal.count == 2)
  }

  @Test func `a field that does not fit is named by its path`() async throws {
    let server = try ScriptedServer.answering(text: #"{"errcode":0,"name":"n","list":{"size":"many"}}"#)
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller(server.url).send(ReadRequest())
    }
    guard case .undecodableReply(let reply) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reply.field == "list")
    #expect(reply.endpoint == "example_read")
    #expect(!"\(reply)".contains("many"))
  }

  @Test func `a reply that is no JSON is reported with status and beginning, and not repeated`() async throws {
    let page = "<html><body>Proxy says: session_token=abcdefgh " + String(repeating: "x", count: 500)
    for body in ["", page, #"{"errcode":0,"key":"the-secret-key"#, "\u{FEFF}[]", #"{"errcode":0} x"#] {
      let server = try ScriptedServer.answering(text: body)
      let error = await failure { () async throws(WeDriveError) in
        try await ServiceCaller(server.url).send(ReadRequest())
      }
      guard case .undecodableReply(let reply) = error else {
        Issue.record("\(body): \(String(describing: error))")
        continue
      }
      #expect(reply.status == 200)
      #expect((reply.excerpt ?? "").count <= 257)
      #expect(!(reply.excerpt ?? "").contains("abcdefgh"))
      #expect(!(reply.excerpt ?? "").contains("the-secret-key"))
      #expect(server.journal.count == 1)
    }
  }

  @Test func `plain http to another machine is refused before anything is sent`() async {
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller("http://192.0.2.1:9").send(ReadRequest())
    }
    guard case .transport(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.code == .invalidRequest)
    #expect(failure.endpoint == "example_read")
  }

  @Test func `a call that needs a token and has no provider says so`() async {
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller("http://127.0.0.1:9", tokens: nil).send(ReadRequest())
    }
    guard case .token(let failure) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(failure.endpoint == "example_read")
  }

  @Test func `content travels as base64 in a body that is otherwise JSON`() async throws {
    let server = try ScriptedServer.answering(text: #"{"errcode":0}"#)
    let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    _ = try await ServiceCaller(server.url).send(CreateRequest(name: "a\"b", content: Base64Content(content)))
    let body = try #require(server.journal.first?.body)
    struct Sent: Decodable {
      var name: String
      var content: Data
    }
    let sent = try JSONDecoder().decode(Sent.self, from: Data(body))
    #expect(sent.name == "a\"b")
    #expect(Array(sent.content) == content)
  }

  @Test func `a large body gets the bulk lane and more time, a small one does not`() async throws {
    let transport = RecordingTransport()
    let caller = ServiceCaller("http://127.0.0.1", transport: transport) { $0.timeout = .seconds(10) }
    _ = try await caller.send(CreateRequest(content: Base64Content([1, 2, 3])))
    _ = try await caller.send(CreateRequest(content: Base64Content([UInt8](repeating: 0, count: 10 << 20))))
    let requests = transport.requests
    #expect(requests.map(\.lane) == [.calls, .bulk])
    #expect(requests.first?.timeout == .seconds(10))
    #expect(requests.last?.timeout ?? .zero > .seconds(200))
    #expect(requests.allSatisfy { !$0.isRepeatable && $0.redirects == .refuse })
  }
}

/// Answers everything with success, and remembers what it was asked.
final class RecordingTransport: Transport {
  private let log = Mutex<[HTTPRequest]>([])
  var requests: [HTTPRequest] { log.withLock { $0 } }

  func perform(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPReply {
    log.withLock { $0.append(request) }
    return HTTPReply(head: HTTPReplyHead(status: 200, headers: []), body: Array(#"{"errcode":0}"#.utf8))
  }

  func stream(_ request: HTTPRequest, to sink: any ReplySink) async throws(TransportFailure) -> HTTPReplyHead {
    throw TransportFailure(.other, progress: .notSent, reason: "streams nothing")
  }
}
