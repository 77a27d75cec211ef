import Foundation
import TestSupport
import Testing
import WeDriveHTTP

@Suite(.enabled(if: TLSServer.isPossible, "needs the openssl program, version 3"), .serialized)
struct TLSTests {
  private static func transport(trusting server: TLSServer?) -> CurlTransport {
    var configuration = CurlTransport.Configuration()
    configuration.certificateAuthorities = server?.certificate
    return CurlTransport(configuration: configuration)
  }

  @Test(arguments: [HTTPRequest.Lane.calls, .bulk])
  func `a server with a trusted certificate is talked to`(lane: HTTPRequest.Lane) async throws {
    let server = try await TLSServer()
    let request = HTTPRequest.get("https://127.0.0.1:\(server.port)/").with { $0.lane = lane }
    let reply = try await Self.transport(trusting: server).perform(request)
    #expect(reply.head.status == 200)
    #expect(reply.text.contains("TLSv1.3"))
  }

  @Test func `a server without a trusted certificate is refused, and nothing is sent`() async throws {
    let server = try await TLSServer(answers: false)
    let failure = await Self.transport(trusting: nil).failure(of: .post("https://127.0.0.1:\(server.port)/", [1]))
    #expect(failure?.code == .tlsFailure)
    #expect(failure?.progress == .notSent)
    #expect(!server.received.contains("POST"))
  }

  @Test(arguments: [TLSServer.Flaw.foreignHost, .expired, .oldVersion])
  func `a flawed server is refused, and nothing is sent`(flaw: TLSServer.Flaw) async throws {
    let server = try await TLSServer(flaw, answers: false)
    let transport = Self.transport(trusting: server)
    let failure = await transport.failure(of: .post("https://127.0.0.1:\(server.port)/", [1]))
    #expect(failure?.code == .tlsFailure)
    #expect(failure?.progress == .notSent)
    #expect(!server.received.contains("POST"))
  }

  @Test func `a file of authorities that is not there is a TLS failure`() async throws {
    let server = try await TLSServer()
    var configuration = CurlTransport.Configuration()
    configuration.certificateAuthorities = "/nowhere/authorities.pem"
    let failure = await CurlTransport(configuration: configuration).failure(
      of: .get("https://127.0.0.1:\(server.port)/"))
    #expect(failure?.code == .tlsFailure)
    #expect(failure?.progress == .notSent)
  }

  static let scenario = Scenario(name: "the environment names whom to trust")

  @Test func `authorities that the environment names are trusted`() async throws { try await Self.scenario.run() }

  @Test(.enabled(if: Self.scenario.isCurrent, "runs in a process of its own"))
  func `the environment names whom to trust`() async throws {
    let server = try await TLSServer()
    let request = HTTPRequest.get("https://127.0.0.1:\(server.port)/")
    for variable in ["CURL_CA_BUNDLE", "SSL_CERT_FILE"] {
      #expect(await CurlTransport().failure(of: request)?.code == .tlsFailure)
      setenv(variable, server.certificate, 1)
      #expect(try await CurlTransport().perform(request).head.status == 200)
      unsetenv(variable)
    }
    setenv("SSL_CERT_FILE", server.certificate, 1)
    setenv("CURL_CA_BUNDLE", "/nowhere/authorities.pem", 1)
    let failure = try #require(await CurlTransport().failure(of: request))
    #expect(failure.code == .tlsFailure)
    #expect(failure.reason.contains("CURL_CA_BUNDLE"), "\(failure)")
    #expect(try await Self.transport(trusting: server).perform(request).head.status == 200)
  }

  @Test(arguments: [true, false]) func `an unrequested second reply is not taken for the next call's`(
    inOnePiece: Bool
  ) async throws {
    let server = try await TLSServer(answers: false)
    defer { server.stop() }
    let transport = Self.transport(trusting: server)
    func reply(_ text: String) -> String { "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)" }
    func ask(_ path: String) -> Task<String, any Error> {
      Task { try await transport.perform(.get("https://127.0.0.1:\(server.port)\(path)")).text }
    }
    let first = ask("/first")
    #expect(await server.waits(for: "GET /first"))
    try server.send(reply("/first") + (inOnePiece ? reply("planted") : ""))
    #expect(try await first.value == "/first")
    if !inOnePiece {
      try server.send(reply("planted"))
      // Until it has arrived, nothing tells that it will.
      try await Task.sleep(for: .milliseconds(200))
    }
    let second = ask("/second")
    #expect(await server.waits(for: "GET /second"))
    try server.send(reply("/second"))
    #expect(try await second.value == "/second")
  }

  @Test func `a create whose TLS connection dies after the server acted was sent`() async throws {
    let server = try await TLSServer(answers: false)
    let transport = Self.transport(trusting: server)
    let task = Task {
      await transport.failure(of: .post("https://127.0.0.1:\(server.port)/planted", Array("body".utf8)))
    }
    let end = ContinuousClock.now + .seconds(5)
    while !server.received.contains("body") && .now < end { try await Task.sleep(for: .milliseconds(10)) }
    #expect(server.received.contains("POST /planted HTTP/1.1"))
    server.stop()
    let failure = await task.value
    #expect(failure?.code == .connectionLost)
    #expect(failure?.progress == .sent)
  }
}
