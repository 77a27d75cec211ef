import Foundation
import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDriveRedis

/// Servers that take each other's places: planned, by sentinels, and in a cluster.
@Suite(.enabled(if: RedisProcess.hasSentinel, "redis-server and redis-sentinel are not installed"))
struct RedisFailoverTests {
  private static let runsLongTests = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1"
  private let long: Duration = .seconds(60)
  private let key = SharedKey(kind: "t", ["corp"])

  private func failure(_ work: () async throws(StoreFailure) -> Void) async -> StoreFailure? {
    do throws(StoreFailure) {
      try await work()
      return nil
    } catch { return error }
  }

  private func follows(_ replica: RedisProcess) async throws {
    try await eventually("the replica has joined") {
      try replica.cli("info", "replication").contains("master_link_status:up")
    }
  }

  @Test func ofWhatWasAcknowledgedAroundAPlannedFailoverNothingIsLost() async throws {
    let servers = try await Self.pair()
    try await follows(servers[1])
    // Counts, at the server that takes writes, until it is told to stop; what it returns was acknowledged.
    let isOver = Mutexed("")
    let key = key
    let counting = Task {
      let stores = servers.map(\.store)
      var current = 0
      var (count, uncertain) = (0, 0)
      while isOver.value.isEmpty {
        do throws(StoreFailure) {
          let record = try await stores[current].read(key)
          let next = Int(String(decoding: record?.value ?? Array("0".utf8), as: UTF8.self)).map { $0 + 1 } ?? 0
          let value = Array(String(next).utf8)
          if try await stores[current].write(value, for: key, replacing: record?.version, life: .seconds(60)) != nil {
            count += 1
          }
        } catch {
          if error.mayBeDone { uncertain += 1 }
          current = 1 - current
        }
      }
      return (count, uncertain)
    }
    for round in 0..<(Self.runsLongTests ? 100 : 4) {
      let (master, replica) = (servers[round % 2], servers[1 - round % 2])
      try await eventually("the replica has taken over, round \(round)") {
        guard try replica.cli("role").hasPrefix("master") else {
          // Refused while one is under way or the replica is not ready for it, and given up where the replica is slow.
          _ = try master.cli("failover", "to", "127.0.0.1", "\(replica.port)", "timeout", "5000")
          return false
        }
        return try master.cli("info", "replication").contains("link_status:up")
      }
    }
    let last = try #require(try await servers[0].store.read(key))
    try await eventually("the count goes on") { try await servers[0].store.read(key)?.version != last.version }
    isOver.value = "yes"
    let (count, uncertain) = await counting.value
    #expect(count > 4)
    let counted = try #require(try await servers[0].store.read(key)).value
    let total = try #require(Int(String(decoding: counted, as: UTF8.self)))
    #expect(count <= total && total <= count + uncertain)
    print("\(count) writes acknowledged and \(uncertain) uncertain, of which \(total) are there")
  }

  @Test func aServerThatBecameAReplicaIsLeftAndAskedForAnew() async throws {
    let servers = try await Self.pair()
    try await follows(servers[1])
    let proxy = try FaultyProxy(to: servers[0].port)
    defer { proxy.stop() }
    let store = RedisStore(RedisConfiguration(.server(.init(host: "127.0.0.1", port: proxy.port))))
    let version = try #require(try await store.write([1], for: key, replacing: nil, life: long))
    #expect(proxy.connections.load(ordering: .relaxed) == 1)
    try servers[0].cli("failover")
    try await eventually("it is a replica") { try servers[0].cli("role").hasPrefix("slave") }
    let seen = await failure { () throws(StoreFailure) in
      _ = try await store.write([2], for: key, replacing: version, life: long)
    }
    #expect(seen?.kind == .readOnly)
    try await follows(servers[0])
    try servers[1].cli("failover")
    try await eventually("it is master again") { try servers[0].cli("role").hasPrefix("master") }
    #expect(try await store.write([2], for: key, replacing: version, life: long) != nil)
    #expect(proxy.connections.load(ordering: .relaxed) == 2, "the connection to the replica was used on")
  }

  @Test func aNewMasterIsSentTheScriptsThatItDoesNotKnow() async throws {
    let servers = try await Self.pair()
    try await follows(servers[1])
    let sentinel = try await RedisProcess(watching: servers[0].port)
    try await eventually("the sentinel knows the replica") {
      try sentinel.cli("sentinel", "replicas", "wd").contains("\(servers[1].port)")
    }
    let store = RedisStore(RedisConfiguration(.sentinels([sentinel.address], master: "wd")))
    let digest = String(decoding: RedisScript.write.digest, as: UTF8.self)
    var version = try await store.write([0], for: key, replacing: nil, life: long)
    for round in 1...(Self.runsLongTests ? 20 : 2) {
      let (former, successor) = (servers[1 - round % 2], servers[round % 2])
      try await eventually("the record is replicated, round \(round)") {
        try successor.cli("dump", "wedrive:\(key)") == former.cli("dump", "wedrive:\(key)")
      }
      try successor.cli("script", "flush")
      #expect(try successor.cli("script", "exists", digest) == "0")
      // The sentinel refuses for some seconds after the last failover.
      try await eventually("the sentinel begins, round \(round)") {
        try sentinel.cli("sentinel", "failover", "wd") == "OK" || successor.cli("role").hasPrefix("master")
      }
      // Until the former master is told so, it takes writes that will be lost.
      try await eventually("the servers have changed places, round \(round)") {
        try successor.cli("role").hasPrefix("master") && former.cli("role").hasPrefix("slave")
      }
      var next: RecordVersion?
      try await eventually("the new master takes the write, round \(round)") {
        next = try? await store.write([UInt8(round)], for: key, replacing: version, life: long)
        return next != nil
      }
      version = next
      #expect(try successor.cli("script", "exists", digest) == "1")
      try await follows(former)
    }
    #expect(try await store.read(key)?.value == [Self.runsLongTests ? 20 : 2])
  }

  @Test func aClusterGoesOnWithTheReplicaOfAMasterThatWasKilled() async throws {
    let cluster = try await Self.cluster()
    let replica = try await Self.node()
    let slot = Redirection.slot(of: Array("wedrive:\(key)".utf8))
    // Of 16,384 slots each of the three has a third, in order.
    let owner = cluster[slot * 3 / 16_384]
    let others = cluster.filter { $0 !== owner }
    try RedisProcess.cli([
      "--cluster", "add-node", "127.0.0.1:\(replica.port)", "127.0.0.1:\(owner.port)", "--cluster-slave",
      "--cluster-master-id", try owner.cli("cluster", "myid"),
    ])
    try await follows(replica)
    // Asked through the one that dies, and through one that does not.
    let stores = [owner.store, others[0].store]
    var version = try #require(try await stores[1].write([1], for: key, replacing: nil, life: long))
    _ = try await stores[0].read(key)
    // The client of the first has to know another node than the configured one.
    let foreign = try #require(
      (0..<100).map { SharedKey(kind: "t", ["\($0)"]) }
        .first { Redirection.slot(of: Array("wedrive:\($0)".utf8)) * 3 / 16_384 != slot * 3 / 16_384 })
    #expect(try await stores[0].read(foreign) == nil)
    try await eventually("the record is replicated") { try replica.cli("dbsize") == owner.cli("dbsize") }
    try await eventually("all know the replica") {
      try others.allSatisfy { try $0.cli("cluster", "nodes").contains(":\(replica.port)@") }
    }

    owner.signal(SIGKILL)
    for (index, store) in stores.enumerated() {
      var next: RecordVersion?
      try await eventually("the replica has taken over, store \(index)") {
        next = try? await store.write([2], for: key, replacing: version, life: long)
        return next != nil
      }
      version = try #require(next)
    }
    #expect(try replica.cli("role").hasPrefix("master"))
  }

  @Test func aClusterWithoutOneOfItsMastersIsBusyAndServesAgainWhenItIsBack() async throws {
    var cluster = try await Self.cluster()
    let slot = Redirection.slot(of: Array("wedrive:\(key)".utf8))
    let store = cluster[slot * 3 / 16_384].store
    let version = try #require(try await store.write([1], for: key, replacing: nil, life: long))
    // Stopped, not killed, for it has to come back as the node that it was.
    let stopped = cluster.remove(at: (slot * 3 / 16_384 + 1) % 3)
    stopped.signal(SIGSTOP)
    for node in cluster {
      try await eventually("the cluster is down") { try node.cli("cluster", "info").contains("cluster_state:fail") }
    }
    let start = ContinuousClock.now
    let seen = await failure { () throws(StoreFailure) in _ = try await store.read(key) }
    #expect(seen?.kind == .busy)
    #expect(ContinuousClock.now - start < .seconds(2))
    stopped.signal(SIGCONT)
    try await eventually("the cluster is back") { (try? await store.read(key))?.version == version }
  }

  @Test(arguments: ["MOVED 1 127.0.0.1:%", "ASK 1 :%", "MOVED 1 no host:0"])
  func redirectionsThatLeadNowhereEndInTheSecond(_ redirection: String) async throws {
    let server = try ScriptedPeer { port in "-\(redirection.replacing("%", with: "\(port)"))\r\n" }
    defer { server.stop() }
    let store = RedisStore(RedisConfiguration(.server(.init(host: "127.0.0.1", port: server.port))))
    let start = ContinuousClock.now
    let seen = await failure { () throws(StoreFailure) in _ = try await store.read(key) }
    #expect(seen?.kind == .busy || seen?.kind == .protocolError)
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  private static func pair() async throws -> [RedisProcess] {
    let master = try await RedisProcess()
    return [master, try await RedisProcess("--replicaof", "127.0.0.1", "\(master.port)")]
  }

  private static func node() async throws -> RedisProcess {
    try await RedisProcess("--cluster-enabled", "yes", "--cluster-node-timeout", "1000")
  }

  /// Three masters that know each other.
  private static func cluster() async throws -> [RedisProcess] {
    let nodes = try await [node(), node(), node()].map { $0 }
    try RedisProcess.cli(["--cluster", "create"] + nodes.map { "127.0.0.1:\($0.port)" } + ["--cluster-yes"])
    for node in nodes {
      try await eventually("the cluster is ready") { try node.cli("cluster", "info").contains("cluster_state:ok") }
    }
    return nodes
  }
}
