import Foundation
import Synchronization
import TestSupport
import Testing

@testable import WeDriveHTTP

/// What the environment may and may not change.
@Suite struct EnvironmentTests {
  static let scenario = Scenario(name: "the environment names a proxy and a netrc file")

  @Test func `proxies of the environment are honoured, its netrc file is not`() async throws {
    try await Self.scenario.run()
  }

  @Test(.enabled(if: Self.scenario.isCurrent, "runs in a process of its own"))
  func `the environment names a proxy and a netrc file`() async throws {
    let lines = Lines()
    let proxy = try ScriptedServer { connection in
      let head = try connection.readHead()
      lines.add(head.line)
      #expect(!head.headers.contains { $0.name == "Cookie" || $0.name == "X-Any" })
      try connection.send("HTTP/1.1 403 No\r\nContent-Length: 0\r\nX-Proxy: planted\r\n\r\n")
    }
    let home = FileManager.default.temporaryDirectory.appendingPathComponent("home-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    try "default login someone password planted\n".write(
      to: home.appendingPathComponent(".netrc"), atomically: true, encoding: .utf8)
    setenv("HOME", home.path, 1)
    for name in ["http_proxy", "https_proxy", "all_proxy"] { setenv(name, proxy.url, 1) }

    let request = HTTPRequest.post("https://wedrive.invalid/?planted", [1]).with {
      $0.headers = [HTTPHeader("Cookie", "planted"), HTTPHeader("X-Any", "planted")]
    }
    let failure = try #require(await CurlTransport().failure(of: request))
    #expect(failure.code == .proxyRefused)
    #expect("\(failure)".contains("the proxy 127.0.0.1:\(proxy.port) of https_proxy"))
    #expect(failure.progress == .notSent)
    #expect(!"\(failure)".contains("planted"))
    #expect(lines.all == ["CONNECT wedrive.invalid:443 HTTP/1.1"])

    // Loopback is reached directly, and without a password.
    let server = try ScriptedServer.answering(text: "ok")
    #expect(try await CurlTransport().perform(.get(server.url)).text == "ok")
    #expect(server.journal.first?["Authorization"] == nil)

    var configuration = CurlTransport.Configuration()
    configuration.proxy = .none
    #expect(await CurlTransport(configuration: configuration).failure(of: request)?.code == .cannotResolve)
    #expect(lines.all.count == 1)
  }
}

/// Lines that several threads add to.
private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func add(_ line: String) { lines.withLock { $0.append(line) } }
}
