import Foundation
import TestSupport
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

  @Test(arguments: [
    "set % mine", "hset % mine 1", "lpush % mine", "sadd % mine", "zadd % 1 mine", "xadd % * mine 1", "pfadd % mine",
  ])
  func whatIsForeignIsLeftAlone(_ command: String) async throws {
    let server = try await RedisProcess()
    let name = "wedrive:\(key)"
    let fence = ClaimFence(number: 1, owner: ClaimOwner())
    let words = command.split(separator: " ").map { $0 == "%" ? name : String($0) }
    try RedisProcess.cli(["-p", "\(server.port)"] + words)
    let before = try server.cli("dump", name)
    let store = server.store
    let life = Duration.seconds(9)
    #expect(await kind { _ = try await store.read(key) } == .foreign)
    #expect(await kind { _ = try await store.write([1], for: key, replacing: nil, life: life) } == .foreign)
    #expect(await kind { _ = try await store.write([1], for: key, replacing: .unique(), life: life) } == .foreign)
    #expect(
      await kind { _ = try await store.claim(key, by: fence.owner, lease: life, unless: WantedValue()) } == .foreign)
    let allowance = Allowance(key: key, limit: 9, life: life)
    #expect(await kind { _ = try await store.take(1, from: allowance, request: ClaimOwner()) } == .foreign)
    // Neither has anything to do there; where the type says so, they say it, too.
    _ = await kind { _ = try await store.settle(key, under: fence, with: .value([1], life: life)) }
    _ = await kind { _ = try await store.remove(key, version: .unique()) }
    #expect(try server.cli("dump", name) == before)
    #expect(try server.cli("pttl", name) == "-1")
  }

  @Test func aFullServerRefusesWritesAndLosesNothing() async throws {
    let server = try await RedisProcess("--maxmemory-policy", "noeviction")
    let store = server.store
    let life = Duration.seconds(60)
    let version = try #require(try await store.write([1], for: key, replacing: nil, life: life))
    let claimed = SharedKey(kind: "t", ["claimed"])
    let owner = ClaimOwner()
    guard case .yours(let fence, _) = try await store.claim(claimed, by: owner, lease: life, unless: WantedValue())
    else {
      Issue.record("no claim")
      return
    }
    let allowance = Allowance(key: SharedKey(kind: "b", ["corp"]), limit: 9, life: life)
    try server.cli("config", "set", "maxmemory", "1")
    #expect(await kind { _ = try await store.write([2], for: key, replacing: version, life: life) } == .full)
    #expect(await kind { _ = try await store.claim(claimed, by: owner, lease: life, unless: WantedValue()) } == .full)
    #expect(await kind { _ = try await store.settle(claimed, under: fence, with: .value([2], life: life)) } == .full)
    #expect(await kind { _ = try await store.take(1, from: allowance, request: ClaimOwner()) } == .full)
    // What takes no room is done: others learn who has the claim, and room can be made.
    let claim = try await store.claim(claimed, by: ClaimOwner(), lease: life, unless: WantedValue())
    guard case .held = claim else {
      Issue.record("\(claim)")
      return
    }
    #expect(try await store.read(key)?.value == [1])
    #expect(try await store.remove(key, version: version))
    try server.cli("config", "set", "maxmemory", "0")
    #expect(try await store.settle(claimed, under: fence, with: .value([2], life: life)) != nil)
  }

  @Test(arguments: [
    "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl", "allkeys-lru", "allkeys-lfu", "allkeys-random",
  ])
  func whatAServerEvictsIsLikeNone(_ policy: String) async throws {
    let server = try await RedisProcess("--maxmemory-policy", policy)
    let store = server.store
    let life = Duration.seconds(60)
    let version = try #require(try await store.write([1], for: key, replacing: nil, life: life))
    let claimed = SharedKey(kind: "t", ["claimed"])
    guard
      case .yours(let lost, _) = try await store.claim(claimed, by: ClaimOwner(), lease: life, unless: WantedValue())
    else {
      Issue.record("no claim")
      return
    }
    try server.cli("config", "set", "maxmemory", "1")
    try await eventually("all is evicted") {
      _ = await kind { _ = try await store.write([2], for: SharedKey(kind: "t", ["b"]), replacing: nil, life: life) }
      return try server.cli("dbsize") == "0"
    }
    try server.cli("config", "set", "maxmemory", "0")
    #expect(try await store.read(key) == nil)
    #expect(try await store.write([2], for: key, replacing: version, life: life) == nil)
    #expect(try await store.write([2], for: key, replacing: nil, life: life) != nil)
    guard
      case .yours(let kept, nil) = try await store.claim(claimed, by: ClaimOwner(), lease: life, unless: WantedValue())
    else {
      Issue.record("an evicted claim holds others up")
      return
    }
    #expect(try await store.settle(claimed, under: lost, with: .value([1], life: life)) == nil)
    #expect(try await store.settle(claimed, under: kept, with: .value([2], life: life)) != nil)
  }

  @Test func aServerThatCannotWriteItsDiskTakesNoWrites() async throws {
    let server = try await RedisProcess("--stop-writes-on-bgsave-error", "yes")
    let store = server.store
    let version = try #require(try await store.write([1], for: key, replacing: nil, life: .seconds(60)))
    try server.cli("config", "set", "save", "3600 1")
    try FileManager.default.removeItem(atPath: server.folder)
    try server.cli("bgsave")
    try await eventually("saving has failed") {
      try server.cli("info", "persistence").contains("rdb_last_bgsave_status:err")
    }
    #expect(await kind { _ = try await store.write([2], for: key, replacing: version, life: .seconds(60)) } == .full)
    #expect(try await store.read(key)?.version == version)
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
