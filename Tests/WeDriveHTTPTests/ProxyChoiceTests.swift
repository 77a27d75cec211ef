import Foundation
import TestSupport
import Testing

@testable import WeDriveHTTP

/// Which proxy is used, and what is said of one that fails.
@Suite struct ProxyChoiceTests {
  private static let origin = RequestURL.Origin(scheme: "https", host: "wedrive.invalid", port: "443")

  @Test func `variables are asked in curl's order, and an empty one is none`() {
    func choice(_ scheme: String, _ environment: [String: String]) -> String? {
      let origin = RequestURL.Origin(scheme: scheme, host: "wedrive.invalid", port: "443")
      return ProxyChoice.of(origin) { environment[$0] }?.source
    }
    let all = ["HTTPS_PROXY": "a", "https_proxy": "b", "ALL_PROXY": "c", "all_proxy": "d", "HTTP_PROXY": "e"]
    #expect(choice("https", all) == "https_proxy")
    #expect(choice("https", all.filter { $0.key != "https_proxy" }) == "HTTPS_PROXY")
    #expect(choice("http", all) == "all_proxy")
    #expect(choice("http", ["ALL_PROXY": "c"]) == "ALL_PROXY")
    #expect(choice("http", ["HTTP_PROXY": "e"]) == nil)
    #expect(choice("https", [:]) == nil)
    #expect(choice("https", all.merging(["NO_PROXY": ".invalid"]) { $1 }) == nil)
  }

  @Test func `exceptions are names, suffixes, addresses, networks and ports`() {
    let table: [(list: String, host: String, port: String, isIncluded: Bool)] = [
      ("*", "a.example", "443", true), ("", "a.example", "443", false), ("a.example", "a.example", "443", true),
      ("example", "a.example", "443", true), (".example", "a.example", "443", true),
      ("*.example", "a.example", "443", true), ("ample", "a.example", "443", false),
      ("A.Example.", "a.example", "443", true), ("b, a.example c", "a.example", "443", true),
      ("a.example:443", "a.example", "443", true), ("a.example:8443", "a.example", "443", false),
      ("10.0.0.0/8", "10.9.8.7", "443", true), ("10.0.0.0/8", "11.0.0.1", "443", false),
      ("10.9.8.4/30", "10.9.8.7", "443", true), ("10.9.8.4/31", "10.9.8.7", "443", false),
      ("0.0.0.0/0", "10.9.8.7", "443", true), ("10.9.8.7", "10.9.8.7", "443", true),
      ("10.9.8.7:443", "10.9.8.7", "443", true), ("10.9.8.7:80", "10.9.8.7", "443", false),
      ("8.7", "10.9.8.7", "443", false), ("10.0.0.0/33", "10.9.8.7", "443", false),
      ("10.0.0.0/-1", "10.9.8.7", "443", false), ("10.0.0.0/9223372036854775807", "10.9.8.7", "443", false),
      ("fd00::/8", "[fd12::1]", "443", true), ("fd12::1", "[fd12::1]", "443", true),
      ("[fd12::1]", "[fd12::1]", "443", true), ("[fd12::1]:443", "[fd12::1]", "443", true),
      ("[fd12::1]:80", "[fd12::1]", "443", false), ("fd00::/8", "[fe80::1]", "443", false),
      ("fd12:0::1", "[fd12::1]", "443", true), ("10.0.0.0/8", "[fd12::1]", "443", false),
    ]
    for row in table {
      #expect(ProxyExceptions(row.list).include(host: row.host, port: row.port) == row.isIncluded, "\(row)")
    }
  }

  /// Each holds the password `hunter2`.
  static let unusable = [
    "http://user:hunter2#x@127.0.0.1:8080", "http://user:hunter2/x@127.0.0.1:8080",
    "http://user:x@hunter2@127.0.0.1:8080", "http://user:hunter2 x@127.0.0.1:8080",
    "http://user:hunter2@127.0.0.1:80800", "http://user:hunter2@127.0.0.1:x", "htpp://user:hunter2@127.0.0.1:8080",
    "user:hunter2#x@127.0.0.1", "http://user:12?hunter2@127.0.0.1", "http://user:hunter2\\x@127.0.0.1",
  ]

  @Test(arguments: unusable) func `a proxy that cannot be used is told by its variable alone`(text: String) throws {
    let choice = ProxyChoice(text: text, source: "ALL_PROXY")
    #expect(try #require(choice.flaw).contains("ALL_PROXY"))
    #expect(choice.name == "the proxy of ALL_PROXY")
    #expect(!"\(choice.flaw ?? "")\(choice.name)".contains("hunter2"))
  }

  @Test func `a proxy that can be used is named by its host`() {
    for text in [
      "http://user:hunter2@proxy.example:8080", "proxy.example:8080", "socks5h://u:hunter2@proxy.example:8080/",
    ] {
      let choice = ProxyChoice(text: text, source: "https_proxy")
      #expect(choice.flaw == nil)
      #expect(choice.name == "the proxy proxy.example:8080 of https_proxy")
    }
  }

  @Test func `a configured proxy is used for every host but loopback, and shows its host alone`() async throws {
    let proxy = try ScriptedServer { connection in
      while true {
        _ = try connection.readHead()
        try connection.reply(text: "through the proxy")
      }
    }
    let server = try ScriptedServer.answering(text: "direct")
    var configuration = CurlTransport.Configuration()
    configuration.proxy = .at(ProxyAddress("http://user:hunter2@127.0.0.1:\(proxy.port)"))
    let transport = CurlTransport(configuration: configuration)
    var request = HTTPRequest.get("http://wedrive.invalid/")
    request.allowsPlainHTTP = true
    #expect(try await transport.perform(request).text == "through the proxy")
    #expect(try await transport.perform(.get(server.url)).text == "direct")
    let shown = everyForm(of: configuration)
    #expect(!shown.contains("hunter2") && shown.contains("the proxy 127.0.0.1:\(proxy.port)"), "\(shown)")
    proxy.stop()
    let failure = try #require(await transport.failure(of: .get("https://wedrive.invalid/")))
    #expect("\(failure)".contains("the proxy 127.0.0.1:\(proxy.port) of the configuration"), "\(failure)")
    #expect(!everyForm(of: failure).contains("hunter2"))
  }

  @Test(arguments: unusable) func `a configured proxy that cannot be used is refused before anything is sent`(
    text: String
  ) async throws {
    var configuration = CurlTransport.Configuration()
    configuration.proxy = .at(ProxyAddress(text))
    let failure = try #require(
      await CurlTransport(configuration: configuration).failure(of: .post("https://wedrive.invalid/", [1])))
    #expect(failure.code == .invalidRequest && failure.progress == .notSent)
    #expect(!(everyForm(of: failure) + everyForm(of: configuration)).contains("hunter2"), "\(failure)")
  }

  static let scenario = Scenario(name: "proxies that fail in every way")

  @Test func `what a proxy's failure says holds no password`() async throws { try await Self.scenario.run() }

  @Test(.enabled(if: Self.scenario.isCurrent, "runs in a process of its own"))
  func `proxies that fail in every way`() async throws {
    let wanting = try ScriptedServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
    }
    let dead = try ScriptedServer.answering(text: "")
    dead.stop()
    let deaf = try DeafListener()
    let closing = try ScriptedServer { connection in _ = try connection.readHead() }
    let usable: [(UInt16, TransportFailure.Code)] = [
      (wanting.port, .proxyRefused), (dead.port, .cannotConnect), (deaf.port, .timedOut),
      (closing.port, .cannotConnect),
    ]
    for variable in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
      for (port, code) in usable {
        setenv(variable, "http://user:hunter2@127.0.0.1:\(port)", 1)
        var configuration = CurlTransport.Configuration()
        configuration.connectTimeout = .milliseconds(300)
        let failure = try #require(
          await CurlTransport(configuration: configuration).failure(of: .post("https://wedrive.invalid/", [1])))
        #expect(failure.code == code, "\(failure)")
        #expect(failure.progress == .notSent)
        #expect("\(failure)".contains("the proxy 127.0.0.1:\(port) of \(variable)"), "\(failure)")
        #expect(!everyForm(of: failure).contains("hunter2"))
      }
      for text in Self.unusable {
        setenv(variable, text, 1)
        let failure = try #require(await CurlTransport().failure(of: .post("https://wedrive.invalid/", [1])))
        #expect(failure.code == .invalidRequest, "\(failure)")
        #expect(!everyForm(of: failure).contains("hunter2"), "\(failure)")
      }
      unsetenv(variable)
    }
    // The same for plain http, where the proxy answers the request itself.
    setenv("http_proxy", "http://user:hunter2@127.0.0.1:\(wanting.port)", 1)
    var request = HTTPRequest.get("http://wedrive.invalid/")
    request.allowsPlainHTTP = true
    #expect(await CurlTransport().failure(of: request)?.code == .proxyRefused)
  }
}
