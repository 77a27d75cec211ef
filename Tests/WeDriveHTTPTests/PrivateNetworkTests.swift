import Foundation
import TestSupport
import Testing

@testable import WeDriveHTTP

@Suite struct PeerAddressTests {
  @Test(arguments: [
    "8.8.4.4", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.167.1.1", "223.255.255.255",
    "2001:4860:4860::8888", "::ffff:8.8.4.4", "64:ff9b::808:404", "2002:808:404::1",
  ])
  func `is public`(_ text: String) throws {
    #expect(try #require(PeerAddress(text, port: 443)).isPublic)
  }

  @Test(arguments: [
    "0.0.0.0", "127.0.0.1", "127.255.0.1", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.8", "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fd00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "2002:a00:1::1", "100::1",
  ])
  func `is not public`(_ text: String) throws {
    #expect(!(try #require(PeerAddress(text, port: 443)).isPublic))
  }

  @Test func `is an address, not a name`() {
    #expect(PeerAddress("localhost", port: 80) == nil)
    #expect(PeerAddress("", port: 80) == nil)
  }
}

#if os(Linux)
  /// Redirects between servers of which one has a public address.
  ///
  /// The scenario runs in a network namespace of its own, where this machine has that address.
  @Suite struct PrivateNetworkTests {
    private static let publicHost = "8.8.4.4"
    private static let wrapper = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c"]
    private static let preparation = "ip link set lo up && ip address add \(publicHost)/32 dev lo"

    static let scenario = Scenario(name: "a public server redirects into a private network")

    /// Whether this system lets an ordinary process have its own namespaces.
    private static let isPossible: Bool = {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = wrapper + [preparation]
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }()

    @Test(.enabled(if: Self.isPossible, "needs unshare, ip, and the right to make namespaces"))
    func `a redirect does not lead from the internet to this machine`() async throws {
      try await Self.scenario.run(within: Self.wrapper + [Self.preparation + #" && exec "$@""#, "sh"])
    }

    static let exceptions = Scenario(name: "networks that are reached without the proxy")

    @Test(.enabled(if: Self.isPossible, "needs unshare, ip, and the right to make namespaces"))
    func `no_proxy names networks, addresses and ports of both families`() async throws {
      let addresses = Self.preparation + " && ip address add fd12::1/128 dev lo nodad"
      try await Self.exceptions.run(within: Self.wrapper + [addresses + #" && exec "$@""#, "sh"])
    }

    static let movedHost = Scenario(name: "a host gets another address")

    /// A hosts file of the scenario's own, and two addresses for the host in it.
    @Test(.enabled(if: Self.isPossible, "needs unshare, ip, and the right to make namespaces"))
    func `after a lost connection the next attempt looks the host up anew`() async throws {
      let hosts = FileManager.default.temporaryDirectory.appending(path: "hosts-\(UUID().uuidString)")
      try "10.77.0.1 wedrive.example\n".write(to: hosts, atomically: false, encoding: .utf8)
      defer { try? FileManager.default.removeItem(at: hosts) }
      let addresses = "ip address add 10.77.0.1/32 dev lo && ip address add 10.77.0.2/32 dev lo"
      let preparation = "ip link set lo up && \(addresses) && mount --bind \(hosts.path()) /etc/hosts"
      try await Self.movedHost.run(
        within: ["unshare", "--user", "--map-root-user", "--net", "--mount", "sh", "-c"]
          + [preparation + #" && exec "$@""#, "sh"])
    }

    @Test(.enabled(if: Self.movedHost.isCurrent, "runs in a process of its own"))
    func `a host gets another address`() async throws {
      let server = try ScriptedServer(everywhere: true) { connection in
        while true {
          if try connection.readRequest().path == "/die" { throw ServerConnection.Ended() }
          try connection.reply(text: "ok")
        }
      }
      func request(_ path: String) -> HTTPRequest {
        HTTPRequest.get("http://wedrive.example:\(server.port)\(path)").with { $0.allowsPlainHTTP = true }
      }
      // The one lane and the other: each has connections and addresses of its own.
      let transport = CurlTransport()
      for lane in [HTTPRequest.Lane.calls, .bulk] {
        #expect(try await transport.perform(request("/").with { $0.lane = lane }).text == "ok")
      }
      // The host moves: its old address is gone, and with it its clients.
      let hosts = try FileHandle(forWritingTo: URL(filePath: "/etc/hosts"))
      try hosts.truncate(atOffset: 0)
      try hosts.write(contentsOf: Data("10.77.0.2 wedrive.example\n".utf8))
      try hosts.close()
      let removal = try Process.run(
        URL(filePath: "/usr/bin/env"), arguments: ["ip", "address", "del", "10.77.0.1/32", "dev", "lo"])
      removal.waitUntilExit()
      try #require(removal.terminationStatus == 0)
      for lane in [HTTPRequest.Lane.calls, .bulk] {
        let lost = await transport.failure(
          of: request("/die").with {
            $0.lane = lane
            $0.timeout = .seconds(1)
          })
        #expect(lost != nil)
        #expect(try await transport.perform(request("/").with { $0.lane = lane }).text == "ok", "\(lane)")
      }
    }

    @Test(.enabled(if: Self.exceptions.isCurrent, "runs in a process of its own"))
    func `networks that are reached without the proxy`() async throws {
      let proxy = try ScriptedServer { connection in
        while true {
          _ = try connection.readHead()
          try connection.reply(text: "proxy")
        }
      }
      let server = try ScriptedServer(everywhere: true) { connection in
        while true {
          _ = try connection.readHead()
          try connection.reply(text: "direct")
        }
      }
      setenv("http_proxy", proxy.url, 1)
      func reply(from host: String, exceptions: String) async -> Result<String, TransportFailure> {
        setenv("no_proxy", exceptions, 1)
        let request = HTTPRequest.get("http://\(host):\(server.port)/").with { $0.allowsPlainHTTP = true }
        do throws(TransportFailure) {
          return .success(try await CurlTransport().perform(request).text)
        } catch {
          return .failure(error)
        }
      }
      for (list, isDirect) in [
        ("8.8.0.0/16", true), ("8.8.4.4", true), ("8.8.4.4:\(server.port)", true), ("*", true),
        ("8.9.0.0/16", false), ("8.8.4.4:1", false), ("fd00::/8", false), ("", false),
      ] {
        let text = try await reply(from: Self.publicHost, exceptions: list).get()
        #expect(text == (isDirect ? "direct" : "proxy"), "\(list)")
      }
      // The server listens on IPv4 only: a direct connection to the other address is refused, and names no proxy.
      for (list, isDirect) in [
        ("fd00::/8", true), ("fd12::1", true), ("[fd12::1]:\(server.port)", true), ("[fd12::1]:1", false),
        ("fe80::/10", false), ("8.0.0.0/8", false),
      ] {
        switch await reply(from: "[fd12::1]", exceptions: list) {
        case .success(let text): #expect(text == "proxy" && !isDirect, "\(list)")
        case .failure(let failure):
          #expect(isDirect && failure.code == .cannotConnect && !"\(failure)".contains("proxy"), "\(list): \(failure)")
        }
      }
    }

    @Test(.enabled(if: Self.scenario.isCurrent, "runs in a process of its own"))
    func `a public server redirects into a private network`() async throws {
      let inside = try ScriptedServer(everywhere: true) { connection in
        while true {
          try connection.readRequest()
          try connection.reply(text: "inside")
        }
      }
      let outside = try ScriptedServer(everywhere: true) { connection in
        while true {
          // The path says where to: /127.0.0.1
          let request = try connection.readRequest()
          try connection.reply(
            302, headers: ["Location: http:/\(request.path):\(inside.port)/"], text: "")
        }
      }
      func request(from host: String, to target: String) -> HTTPRequest {
        HTTPRequest.get("http://\(host):\(outside.port)/\(target)").with {
          $0.redirects = .follow(maximum: 5)
          $0.allowsPlainHTTP = true
        }
      }
      let transport = CurlTransport()
      // The second time, the connection to the first server is one that is open already.
      for _ in 0..<2 {
        for target in ["127.0.0.1", "localhost"] {
          let failure = await transport.failure(of: request(from: Self.publicHost, to: target))
          #expect(failure?.code == .redirectRefused)
        }
      }
      #expect(inside.journal.isEmpty && inside.acceptedConnections == 0, "not even a connection was made")
      for (host, target) in [
        (Self.publicHost, Self.publicHost), ("127.0.0.1", "127.0.0.1"), ("127.0.0.1", Self.publicHost),
      ] {
        #expect(try await transport.perform(request(from: host, to: target)).text == "inside")
      }
      // Now there is an open connection to the inside: it is not used either.
      let failure = await transport.failure(of: request(from: Self.publicHost, to: "127.0.0.1"))
      #expect(failure?.code == .redirectRefused)

      var configuration = CurlTransport.Configuration()
      configuration.followsIntoPrivateNetworks = true
      let trusting = CurlTransport(configuration: configuration)
      #expect(try await trusting.perform(request(from: Self.publicHost, to: "127.0.0.1")).text == "inside")
    }
  }
#endif
