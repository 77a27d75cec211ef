import Foundation
import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDriveRedis

/// What networks and machines do to a connection.
@Suite(.enabled(if: RedisProcess.isInstalled, "redis-server and redis-cli are not installed"))
struct RedisFaultTests {
  private let long: Duration = .seconds(60)

  private func key(_ name: String) -> SharedKey { SharedKey(kind: "t", [name]) }

  private func failure(_ work: () async throws(StoreFailure) -> Void) async -> StoreFailure? {
    do throws(StoreFailure) {
      try await work()
      return nil
    } catch { return error }
  }

  @Test func everyOperationIsDoneOnceThoughItsReplyIsCutAnywhere() async throws {
    let server = try await RedisProcess()
    let proxy = try FaultyProxy(to: server.port)
    defer { proxy.stop() }
    let store = RedisStore(RedisConfiguration(.server(.init(host: "127.0.0.1", port: proxy.port))))
    let life = long
    for cut in 0..<40 {
      let key = key("\(cut)")
      proxy.set(.cutOnce(after: cut))
      let version = try #require(try await store.write([1], for: key, replacing: nil, life: life), "cut \(cut)")
      proxy.set(.cutOnce(after: cut))
      #expect(try await store.read(key)?.version == version, "cut \(cut)")
      proxy.set(.cutOnce(after: cut))
      #expect(try await store.remove(key, version: version), "cut \(cut)")

      let owner = ClaimOwner()
      proxy.set(.cutOnce(after: cut))
      guard case .yours(let fence, _) = try await store.claim(key, by: owner, lease: life, unless: WantedValue()) else {
        Issue.record("no claim, cut \(cut)")
        continue
      }
      proxy.set(.cutOnce(after: cut))
      #expect(try await store.settle(key, under: fence, with: .value([2], life: life)) != nil, "cut \(cut)")

      let allowance = Allowance(key: self.key("sum \(cut)"), limit: 50, life: life)
      proxy.set(.cutOnce(after: cut))
      let taken = try await store.take(20, from: allowance, request: ClaimOwner())
      #expect(taken == Taken(granted: 20, used: 20), "cut \(cut)")
    }
    #expect(proxy.connections.load(ordering: .relaxed) > 100)
  }

  @Test func everyOperationIsDoneOnceThoughItsCommandIsCutAnywhere() async throws {
    let server = try await RedisProcess()
    let proxy = try FaultyProxy(to: server.port)
    defer { proxy.stop() }
    let store = RedisStore(RedisConfiguration(.server(.init(host: "127.0.0.1", port: proxy.port))))
    let life = long
    // The scripts are known: a command has some 200 bytes then.
    _ = try await StoreConformanceTests.OfRedis.runAll(on: store, and: store)
    for cut in stride(from: 0, to: 240, by: 7) {
      for isReset in [false, true] {
        let key = key("\(cut) \(isReset)")
        let fault = FaultyProxy.Fault.cutCommandOnce(after: cut, isReset: isReset)
        proxy.set(fault)
        guard
          case .yours(let fence, _) = try await store.claim(key, by: ClaimOwner(), lease: life, unless: WantedValue())
        else {
          Issue.record("no claim, \(fault)")
          continue
        }
        proxy.set(fault)
        #expect(try await store.settle(key, under: fence, with: .value([2], life: life)) != nil, "\(fault)")
        let allowance = Allowance(key: self.key("sum \(cut) \(isReset)"), limit: 50, life: life)
        proxy.set(fault)
        let taken = try await store.take(20, from: allowance, request: ClaimOwner())
        #expect(taken == Taken(granted: 20, used: 20), "\(fault)")
      }
    }
    #expect(proxy.connections.load(ordering: .relaxed) > 200)
  }

  @Test func aConnectionThatIsResetIsMadeAnew() async throws {
    let server = try await RedisProcess()
    let proxy = try FaultyProxy(to: server.port)
    defer { proxy.stop() }
    let store = RedisStore(RedisConfiguration(.server(.init(host: "127.0.0.1", port: proxy.port))))
    let version = try #require(try await store.write([1], for: key("a"), replacing: nil, life: long))
    for cut in 0..<20 {
      proxy.set(.cutOnce(after: cut, isReset: true))
      #expect(try await store.read(key("a"))?.version == version, "cut \(cut)")
    }
  }

  @Test func everyRuleHoldsThoughRepliesArriveByteByByte() async throws {
    let server = try await RedisProcess()
    let proxy = try FaultyProxy(to: server.port)
    defer { proxy.stop() }
    proxy.set(.drip)
    var configuration = RedisConfiguration(.server(.init(host: "127.0.0.1", port: proxy.port)))
    // A hundred thousand bytes, one at a time, take longer than a second.
    configuration.timeout = .seconds(20)
    let store = RedisStore(configuration)
    try await StoreConformanceTests.OfRedis.runAll(on: store, and: server.store)
  }

  @Test func aReplyThatNeverComesFailsInASecondAndTheNextConnectionWorks() async throws {
    let server = try await RedisProcess()
    let proxy = try FaultyProxy(to: server.port)
    defer { proxy.stop() }
    let store = RedisStore(RedisConfiguration(.server(.init(host: "127.0.0.1", port: proxy.port))))
    _ = try await store.read(key("a"))
    proxy.set(.swallow)
    let start = ContinuousClock.now
    let seen = await failure { () throws(StoreFailure) in _ = try await store.read(key("a")) }
    #expect(seen?.kind == .unreachable && seen?.mayBeDone == true)
    #expect(ContinuousClock.now - start < .seconds(2))
    proxy.set(.none)
    #expect(try await store.read(key("a")) == nil)
  }

  @Test func slowRepliesReachTheTasksThatWaitForThem() async throws {
    let server = try await RedisProcess()
    let proxy = try FaultyProxy(to: server.port)
    defer { proxy.stop() }
    proxy.set(.delay(30))
    let client = RedisClient(RedisConfiguration(.server(.init(host: "127.0.0.1", port: proxy.port))))
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        group.addTask { try await client.send([Array("ECHO".utf8), Array("\(number)".utf8)]).text == "\(number)" }
      }
      for try await isOwn in group { #expect(isOwn) }
    }
    #expect(proxy.connections.load(ordering: .relaxed) == 1)
  }

  @Test func aStoppedServerCostsASecondOnceAndNothingBehindTheGuard() async throws {
    let server = try await RedisProcess()
    let store = GuardedStore(server.store)
    _ = try await store.read(key("a"))
    server.signal(SIGSTOP)
    let start = ContinuousClock.now
    #expect(await failure { () throws(StoreFailure) in _ = try await store.read(key("a")) }?.kind == .unreachable)
    let first = ContinuousClock.now
    #expect(first - start < .seconds(2))
    #expect(await failure { () throws(StoreFailure) in _ = try await store.read(key("a")) } != nil)
    #expect(ContinuousClock.now - first < .milliseconds(100))
    server.signal(SIGCONT)
    try await eventually("it heals") { (try? await store.read(key("a"))) != nil || store.health == .available }
  }

  @Test func aKilledServerIsNoticedAtOnceAndItsSuccessorFound() async throws {
    var server: RedisProcess? = try await RedisProcess()
    let port = try #require(server?.port)
    let store = try #require(server?.store)
    _ = try await store.write([1], for: key("a"), replacing: nil, life: long)
    server = nil
    let start = ContinuousClock.now
    #expect(await failure { () throws(StoreFailure) in _ = try await store.read(key("a")) }?.kind == .unreachable)
    #expect(ContinuousClock.now - start < .milliseconds(500))
    server = try await RedisProcess(port: port)
    #expect(try await store.read(key("a")) == nil)
  }

  @Test(arguments: [
    "HTTP/1.1 400 no\r\n", "$536870912\r\n", String(repeating: "*1\r\n", count: 20), ":1\r\n:1\r\n", "$3\r\nabcd\r\n",
  ])
  func whatIsNoReplyEndsTheConnection(_ reply: String) async throws {
    let peer = try ScriptedPeer { _ in reply }
    defer { peer.stop() }
    let store = RedisStore(RedisConfiguration(.server(.init(host: "127.0.0.1", port: peer.port))))
    let seen = await failure { () throws(StoreFailure) in _ = try await store.read(key("a")) }
    #expect(seen?.kind == .protocolError)
  }

  @Test func whatWasClaimedBeforeEverythingWasLostIsNotTakenForALaterClaim() async throws {
    let server = try await RedisProcess()
    let store = server.store
    guard
      case .yours(let lost, _) = try await store.claim(key("a"), by: ClaimOwner(), lease: long, unless: WantedValue())
    else {
      Issue.record("no claim")
      return
    }
    let allowance = Allowance(key: key("sum"), limit: 50, life: long)
    _ = try await store.take(20, from: allowance, request: ClaimOwner())
    try server.cli("flushall")
    #expect(try await store.settle(key("a"), under: lost, with: .value([1], life: long)) == nil)
    guard
      case .yours(let kept, nil) = try await store.claim(key("a"), by: ClaimOwner(), lease: long, unless: WantedValue())
    else {
      Issue.record("the claim that was lost holds others up")
      return
    }
    #expect(try await store.settle(key("a"), under: lost, with: .value([1], life: long)) == nil)
    #expect(try await store.settle(key("a"), under: kept, with: .value([2], life: long)) != nil)
    #expect(try await store.read(key("a"))?.value == [2])
    // What was used is not known any more; what is given back does not become a credit.
    #expect(try await store.take(-20, from: allowance, request: ClaimOwner()) == Taken(granted: 0, used: 0))
  }

  @Test func aServerThatIsLoadingIsWaitedFor() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wdr-\(UUID().uuidString.prefix(8))")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var server: RedisProcess? = try await RedisProcess("--dir", folder, "--enable-debug-command", "local")
    let port = try #require(server?.port)
    let version = try #require(try await server?.store.write([1], for: key("a"), replacing: nil, life: long))
    try server?.cli("debug", "populate", "3000")
    try server?.cli("save")
    server = nil
    // A thousandth of a second for each key, so that loading takes three.
    let successor = try await RedisProcess(
      "--dir", folder, "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024", port: port)
    let start = ContinuousClock.now
    let seen = await failure { () throws(StoreFailure) in _ = try await successor.store.read(key("a")) }
    #expect(seen?.kind == .busy)
    #expect(ContinuousClock.now - start < .seconds(2))
    try await eventually("it has loaded") { (try? await successor.store.read(key("a")))?.version == version }
  }

  @Test func anEndedClientLeavesNoConnectionBehind() async throws {
    let server = try await RedisProcess()
    do {
      let client = RedisClient(server.configuration)
      _ = try await client.send([Array("PING".utf8)])
    }
    try await eventually("it is gone") { try server.cli("client", "list").split(separator: "\n").count == 1 }
  }

  @Test func plainTextToAnotherMachineIsRefusedUnlessAskedFor() async throws {
    var configuration = RedisConfiguration(.server(.init(host: "192.0.2.1")))
    configuration.timeout = .milliseconds(100)
    let store = RedisStore(configuration)
    #expect(await failure { () throws(StoreFailure) in _ = try await store.read(key("a")) }?.kind == .denied)
    configuration.allowsPlainText = true
    let asked = RedisStore(configuration)
    #expect(await failure { () throws(StoreFailure) in _ = try await asked.read(key("a")) }?.kind == .unreachable)
  }

  @Test func nothingSecretIsSeenByAMonitorOfASealedStore() async throws {
    let server = try await RedisProcess()
    let keys = try #require(SealingKeys(current: [UInt8](repeating: 5, count: 32)))
    let store = SealedStore(server.store, keys: keys)
    let secret = "token-of-a-corp"
    let monitor = try LocalSocket.connect(to: server.port)
    defer { close(monitor) }
    _ = LocalSocket.send("MONITOR\r\n".utf8, to: monitor)
    let key = SharedKey(kind: "t", ["wwcorp", "corp-secret"])
    let claim = try await store.claim(key, by: ClaimOwner(), lease: long, unless: WantedValue())
    guard case .yours(let fence, _) = claim else {
      Issue.record("\(claim)")
      return
    }
    _ = try await store.settle(key, under: fence, with: .value(Array(secret.utf8), life: long))
    var room = [UInt8](repeating: 0, count: 65_536)
    var seen = ""
    try await eventually("the monitor shows it") {
      let count = recv(monitor, &room, room.count, Int32(MSG_DONTWAIT))
      if count > 0 { seen += String(decoding: room[..<count], as: UTF8.self) }
      return seen.contains("value")
    }
    for word in [secret, "wwcorp", "corp-secret"] { #expect(!seen.contains(word)) }
  }

  @Test(arguments: [
    "http://h", "redis://", "redis://u:p@h", "redis://h:99999", "redis://h/x", "redis://h:", "redis://h h", "unix://",
  ])
  func aWrongURLIsRefusedWithoutBeingRepeated(_ url: String) {
    do {
      _ = try RedisConfiguration(url: url)
      Issue.record("\(url) was taken")
    } catch { #expect(url.count < 9 || !"\(error)".contains(url)) }
  }

  @Test func aURLSaysHostPortUserDatabaseAndTLS() throws {
    let remote = try RedisConfiguration(url: "rediss://me@cache.example:6380/3")
    #expect(remote.place == .server(.init(host: "cache.example", port: 6380)))
    #expect(remote.user == "me" && remote.database == 3 && remote.tls != nil)
    #expect(try RedisConfiguration(url: "redis://[::1]").place == .server(.init(host: "::1")))
    #expect(try RedisConfiguration(url: "unix:///run/redis.sock").place == .socket("/run/redis.sock"))
  }
}
