import Foundation
import Testing
import WeDriveRuntime
import WeDriveStoreTesting

@testable import WeDriveRedis

/// What a server may refuse, and what becomes of it.
@Suite(.enabled(if: RedisProcess.isInstalled, "redis-server and redis-cli are not installed"))
struct RedisRefusalTests {
  private let key = SharedKey(kind: "t", ["corp"])
  private static let rules = "on ~wedrive:* -@all +eval +evalsha +hmget +hset +hlen +del +pexpire +time"

  private func kind(_ work: () async throws -> Void) async -> StoreFailure.Kind? {
    do {
      try await work()
      return nil
    } catch { return (error as? StoreFailure)?.kind }
  }

  private func server(withUser password: String, rules: String) async throws -> RedisProcess {
    let server = try await RedisProcess()
    let words =
      ["-p", "\(server.port)", "acl", "setuser", "wd", ">\(password)"] + rules.split(separator: " ").map(String.init)
    #expect(try RedisProcess.cli(words) == "OK")
    return server
  }

  private func signedIn(_ server: RedisProcess, _ password: String) -> RedisStore {
    var configuration = server.configuration
    configuration.user = "wd"
    configuration.password = { Secret(rawValue: password) }
    return RedisStore(configuration)
  }

  @Test func theDocumentedRulesOfAUserAreEnough() async throws {
    let server = try await server(withUser: "right", rules: Self.rules)
    let store = signedIn(server, "right")
    try await StoreConformanceTests.OfRedis.runAll(on: store, and: store)
  }

  @Test(arguments: ["+evalsha", "+hmget", "+hset", "+hlen", "+del", "+pexpire", "+time", "~wedrive:*"])
  func noneOfTheRulesCanBeLeftOut(_ rule: String) async throws {
    let server = try await server(withUser: "right", rules: Self.rules.replacing(" \(rule)", with: ""))
    let store = signedIn(server, "right")
    let denied = await kind { try await StoreConformanceTests.OfRedis.runAll(on: store, and: store) }
    #expect(denied == .denied)
  }

  @Test func aWrongPasswordOrNoneIsDeniedAndTheNextConnectionAsksAgain() async throws {
    let server = try await RedisProcess("--requirepass", "right")
    #expect(await kind { _ = try await server.store.read(key) } == .denied)
    let password = Mutexed("wrong")
    var configuration = server.configuration
    configuration.password = { Secret(rawValue: password.value) }
    let store = RedisStore(configuration)
    #expect(await kind { _ = try await store.read(key) } == .denied)
    password.value = "right"
    #expect(try await store.read(key) == nil)
  }

  @Test func whatIsForeignIsLeftAlone() async throws {
    let server = try await RedisProcess()
    let name = "wedrive:\(key)"
    let fence = ClaimFence(number: 1, owner: ClaimOwner())
    for command in [["set", name, "mine"], ["hset", name, "mine", "1"]] {
      try RedisProcess.cli(["-p", "\(server.port)", "del", name])
      try RedisProcess.cli(["-p", "\(server.port)"] + command)
      let store = server.store
      #expect(await kind { _ = try await store.read(key) } == .foreign)
      #expect(await kind { _ = try await store.write([1], for: key, replacing: nil, life: .seconds(9)) } == .foreign)
      #expect(
        await kind { _ = try await store.claim(key, by: fence.owner, lease: .seconds(9), unless: WantedValue()) }
          == .foreign)
      let allowance = Allowance(key: key, limit: 9, life: .seconds(9))
      #expect(await kind { _ = try await store.take(1, from: allowance, request: ClaimOwner()) } == .foreign)
      #expect(try server.cli("exists", name) == "1")
      #expect(try server.cli("pttl", name) == "-1")
    }
  }

  @Test func aFullServerRefusesWritesAndLosesNothing() async throws {
    let server = try await RedisProcess("--maxmemory-policy", "noeviction")
    let store = server.store
    let version = try #require(try await store.write([1], for: key, replacing: nil, life: .seconds(60)))
    try server.cli("config", "set", "maxmemory", "1")
    #expect(
      await kind { _ = try await store.write([2], for: key, replacing: version, life: .seconds(60)) } == .full)
    #expect(try await store.read(key)?.value == [1])
  }

  @Test(arguments: ["volatile-lru", "allkeys-lru", "volatile-ttl"])
  func anEvictedRecordIsLikeNone(_ policy: String) async throws {
    let server = try await RedisProcess("--maxmemory-policy", policy)
    let store = server.store
    _ = try await store.write([1], for: key, replacing: nil, life: .seconds(60))
    try server.cli("config", "set", "maxmemory", "1")
    try await eventually("it is evicted") {
      _ = await kind {
        _ = try await store.write([2], for: SharedKey(kind: "t", ["b"]), replacing: nil, life: .seconds(60))
      }
      return try await store.read(key) == nil
    }
  }

  @Test func aReplicaIsReadOnly() async throws {
    let master = try await RedisProcess()
    let replica = try await RedisProcess("--replicaof", "127.0.0.1", "\(master.port)")
    #expect(
      await kind { _ = try await replica.store.write([1], for: key, replacing: nil, life: .seconds(9)) } == .readOnly)
  }

  @Test func scriptsThatAServerHasForgottenAreSentAgain() async throws {
    let server = try await RedisProcess()
    let store = server.store
    let version = try await store.write([1], for: key, replacing: nil, life: .seconds(60))
    try server.cli("script", "flush")
    #expect(try await store.write([2], for: key, replacing: version, life: .seconds(60)) != nil)
  }

  @Test func aBusyServerIsWaitedForWithinTheSecond() async throws {
    let server = try await RedisProcess("--lua-time-limit", "50")
    let store = server.store
    _ = try await store.read(key)
    let port = server.port
    let hog = Task.detached { try RedisProcess.cli(["-p", "\(port)", "eval", "while true do end", "0"]) }
    try await eventually("it is busy") { try server.cli("ping").contains("BUSY") }
    let start = ContinuousClock.now
    #expect(await kind { _ = try await store.read(key) } == .busy)
    #expect(ContinuousClock.now - start < .seconds(2))
    try server.cli("script", "kill")
    _ = try await hog.value
    #expect(try await store.read(key) == nil)
  }

  @Test func whatTheServerSaysIsNotRepeated() {
    let failure = ServerRefusal.failure("ERR AUTH secret-password something")
    #expect(!"\(failure)".contains("secret"))
    #expect(
      ServerRefusal.failure("ERR Error running script (call to f_1): @user_script:2: WRONGTYPE Oper").kind == .foreign)
  }
}

/// A value that one test changes while another thread reads it.
final class Mutexed: @unchecked Sendable {
  // All access is under the lock.
  private let lock = NSLock()
  private var stored: String
  init(_ value: String) { stored = value }
  var value: String {
    get { lock.withLock { stored } }
    set { lock.withLock { stored = newValue } }
  }
}
