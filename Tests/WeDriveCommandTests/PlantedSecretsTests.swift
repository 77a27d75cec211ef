import Foundation
import TestSupport
import Testing
import WeDriveGenerated

/// What a command tells a person when something goes wrong with what is secret. Whatever holds ``Mishap/word`` is.
@Suite("A planted secret is on no command's standard error")
struct PlantedSecretsTests {
  static let commands: [[String]] = [
    ["call", "file_info", "fileid=f"], ["call", "file_download", "selected_ticket=-"], ["get", "f", "@"],
    ["ls", "--space", "s"],
    ["put", "--space", "s", "@file"],
  ]

  @Test("whatever a service repeats", arguments: commands)
  func replies(_ command: [String]) async throws {
    let folder = try TemporaryFolder()
    try Data("content".utf8).write(to: URL(filePath: folder.path("file")))
    let arguments = command.map { $0 == "@" ? folder.path("got") : $0 == "@file" ? folder.path("file") : $0 }
    // Whether the token's reply is the one that goes wrong matters once: every command fetches it alike.
    let cases = Mishap.allCases.filter { ![.silence, .tls, .unreachable].contains($0) }
      .flatMap { mishap in (command == Self.commands[0] ? [true, false] : [false]).map { (mishap, $0) } }
    // Most of the time of a run is spent in waits before repetitions.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (mishap, isToken) in cases {
        group.addTask {
          let run = try await Self.run(arguments, mishap, isToken: isToken, state: folder.path("\(mishap)-\(isToken)"))
          #expect(!run.errors.contains(Mishap.word), "\(command) \(mishap): \(run.errors)")
        }
      }
      try await group.waitForAll()
    }
  }

  /// Runs a command against a service whose replies, or whose reply that brings the token, go wrong.
  private static func run(
    _ arguments: [String], _ mishap: Mishap, isToken: Bool, state: String
  ) async throws -> CommandRun {
    let server = try ScriptedServer.answering { request, connection in
      guard !isToken, request.path == GetTokenRequest.endpoint.path else {
        return try mishap.answer(request, by: connection)
      }
      try connection.reply(text: #"{"errcode":0,"access_token":"PLANTED-access-token","expires_in":7200}"#)
    }
    return try await CommandRun.of(
      arguments,
      environment: [
        "WEDRIVE_ENDPOINT": server.url, "WEDRIVE_CORP_ID": "ww1", "WEDRIVE_CORP_SECRET": "PLANTED-secret",
        "XDG_STATE_HOME": state,
      ], input: "PLANTED-ticket\n")
  }

  @Test(
    "in a proxy's address that works, or does not, or is none",
    arguments: [
      "http://user:PLANTED@127.0.0.1:@", "http://user:PLANTED@127.0.0.1:1", "http://user:PLANTED#x@127.0.0.1:@",
      "http://user:PLANTED/x@127.0.0.1:@", "http://user:PLANTED x@127.0.0.1:@", "http://user:x@PLANTED@127.0.0.1:@",
      "http://user:PLANTED@127.0.0.1:808080", "htpp://user:PLANTED@127.0.0.1:@", "user:PLANTED#@127.0.0.1",
      "http://PLANTED:@:@", "http://user:PLANTED@", "PLANTED@", ":PLANTED@127.0.0.1:@",
      "http://user:PLANTED%zz@127.0.0.1:@",
    ])
  func proxies(_ address: String) async throws {
    let proxy = try ScriptedServer { connection in
      let head = try connection.readHead()
      // Everything comes back, the password too.
      let headers = head.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\r\nX-")
      try connection.send(
        "HTTP/1.1 407 \(head.line)\r\nX-\(headers)\r\nProxy-Authenticate: Basic realm=\"PLANTED\"\r\n\r\n")
    }
    let address = address.hasSuffix(":@") ? address.dropLast() + "\(proxy.port)" : address
    for variable in ["https_proxy", "ALL_PROXY"] {
      let run = try await CommandRun.of(
        ["call", "file_info", "fileid=f"],
        environment: [
          "WEDRIVE_ENDPOINT": "https://wedrive.invalid", "WEDRIVE_CORP_ID": "ww1",
          "WEDRIVE_CORP_SECRET": "PLANTED-secret",
          variable: address,
        ])
      #expect(run.status != 0, "\(run.text)")
      #expect(!run.text.contains(Mishap.word), "\(address): \(run.text)")
      #expect(run.errors.contains(variable), "\(run.text)")
    }
    let argument = try await CommandRun.of(
      ["call", "file_info", "fileid=f", "--proxy", address],
      environment: [
        "WEDRIVE_ENDPOINT": "https://wedrive.invalid", "WEDRIVE_CORP_ID": "ww1",
        "WEDRIVE_CORP_SECRET": "PLANTED-secret",
      ])
    #expect(argument.status == 64)
    #expect(argument.errors.contains("--proxy") && !argument.text.contains(Mishap.word), "\(argument.text)")
  }

  @Test("--proxy names a proxy for every call, or none")
  func proxyOption() async throws {
    let proxy = try ScriptedServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
    }
    func run(_ option: String) async throws -> CommandRun {
      try await CommandRun.of(
        ["call", "file_info", "fileid=f", "--proxy", option],
        environment: [
          "WEDRIVE_ENDPOINT": "https://wedrive.invalid", "WEDRIVE_CORP_ID": "ww1", "WEDRIVE_CORP_SECRET": "s",
          "https_proxy": "http://127.0.0.1:1",
        ])
    }
    let named = try await run("127.0.0.1:\(proxy.port)")
    #expect(named.errors.contains("the proxy 127.0.0.1:\(proxy.port) of the configuration refuses"), "\(named.errors)")
    let none = try await run("none")
    #expect(!none.errors.contains("proxy"), "\(none.errors)")
  }
}
