import Foundation
import TestSupport
import Testing
import WeDriveEvents
import WeDriveRuntime

@testable import WeDriveRedis

/// A callback that the service sends again, to processes that share what they have handled.
@Suite(
  "A callback that reaches several processes",
  .enabled(if: RedisProcess.isInstalled, "redis-server and redis-cli are not installed"))
struct CallbackRelayTests {
  private static let token = "callback-token"
  private static let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

  /// A process that gets the event of a file, signed anew as a service may sign each repetition.
  private func machine(_ file: String, _ store: String, hold: Double = 0) throws -> MachineProcess {
    let message =
      "<xml><ToUserName>ww1</ToUserName><FromUserName>sys</FromUserName><CreateTime>1800000000</CreateTime>"
      + "<MsgType>event</MsgType><Event>wedrive_file_change</Event><ChangeType>move_file</ChangeType>"
      + "<FileId>\(file)</FileId></xml>"
    let secrets = try CallbackSecrets(token: Secret(Self.token), encodingKey: Secret(Self.key))
    let sealed = try secrets.sealed(message, for: "ww1", at: Int64(Date().timeIntervalSince1970))
    return try MachineProcess([
      "callback", store, "token=\(Self.token)", "key=\(Self.key)", "receiver=ww1", "hold=\(hold)",
      "query=\(sealed.query.text)", "body=\(sealed.body)",
    ])
  }

  /// What became of the event in a process of its own.
  private func outcome(_ file: String, _ store: String) async throws -> Substring? {
    let machine = try machine(file, store)
    #expect(await machine.waitForEnd() == 0, "\(machine.lines)")
    return machine.lines.last
  }

  private func expectOneOfTen(_ store: String) async throws {
    let machines = try (0..<10).map { _ in try machine("a", store, hold: 0.5) }
    for machine in machines { #expect(await machine.waitForEnd() == 0, "\(machine.lines)") }
    let lines = machines.flatMap(\.lines)
    #expect(lines.count { $0 == "handling" } == 1, "\(lines)")
    #expect(lines.count { $0 == "outcome handled" } == 1, "\(lines)")
    #expect(lines.count { $0 == "outcome underWay" || $0 == "outcome duplicate" } == 9, "\(lines)")
    #expect(try await outcome("a", store) == "outcome duplicate")
    #expect(try await outcome("b", store) == "outcome handled", "another event of the same second")
  }

  @Test("is handled by one of ten that share a Redis, and another event of its second as well")
  func redis() async throws {
    let server = try await RedisProcess()
    try await expectOneOfTen("store=redis://127.0.0.1:\(server.port)")
  }

  @Test("is handled by one of ten that share a folder, and another event of its second as well")
  func folder() async throws {
    let folder = try TemporaryFolder()
    try await expectOneOfTen("folder=\(folder.path("handled"))")
  }

  @Test("is let in again once the process that began to handle it is dead")
  func dead() async throws {
    let server = try await RedisProcess()
    let store = "store=redis://127.0.0.1:\(server.port)"
    let victim = try machine("a", store, hold: 600)
    try await eventually("it begins") { victim.lines.contains("handling") }
    #expect(try await outcome("a", store) == "outcome underWay")
    victim.signal(SIGKILL)
    try await eventually("the next repetition is let in") { try await outcome("a", store) == "outcome handled" }
    #expect(try await outcome("a", store) == "outcome duplicate")
  }
}
