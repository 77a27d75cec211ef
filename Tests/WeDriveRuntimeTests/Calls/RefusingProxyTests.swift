import Foundation
import TestSupport
import Testing

@testable import WeDriveRuntime

/// What a call does behind a proxy that wants another password.
@Suite struct RefusingProxyTests {
  static let scenario = Scenario(name: "a proxy that refuses its password")

  @Test func `a call that a proxy refuses is not repeated`() async throws { try await Self.scenario.run() }

  // Each repetition is another wrong password, and too many of them lock the account.
  @Test(.enabled(if: Self.scenario.isCurrent, "runs in a process of its own"))
  func `a proxy that refuses its password`() async throws {
    let proxy = try ScriptedServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n")
    }
    setenv("https_proxy", "http://user:hunter2@127.0.0.1:\(proxy.port)", 1)
    let error = await failure { () async throws(WeDriveError) in
      try await ServiceCaller("https://wedrive.invalid").send(ReadRequest())
    }
    #expect(proxy.acceptedConnections == 1)
    #expect(!everyForm(of: try #require(error)).contains("hunter2"))
  }
}
