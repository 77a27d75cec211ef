import Foundation
import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDriveRedis

@Suite(.enabled(if: RedisProcess.hasSentinel, "redis-server and redis-sentinel are not installed"))
struct RedisTopologyTests {
  private let key = SharedKey(kind: "t", ["corp"])

  @Test func sentinelsLeadToTheNewMasterAfterTheOldOneWasKilled() async throws {
    let master = try await RedisProcess()
    let replica = try await RedisProcess("--replicaof", "127.0.0.1", "\(master.port)")
    try await eventually("the replica has joined") {
      try replica.cli("info", "replication").contains("master_link_status:up")
    }
    let sentinel = try await RedisProcess(watching: master.port)
    try await eventually("the sentinel knows it") {
      try sentinel.cli("sentinel", "replicas", "wd").contains("\(replica.port)")
    }
    // A dead sentinel among them is passed over.
    let dead = RedisConfiguration.Address(host: "127.0.0.1", port: try RedisProcess.freePort())
    let store = RedisStore(RedisConfiguration(.sentinels([dead, sentinel.address], master: "wd")))
    let version = try #require(try await store.write([1], for: key, replacing: nil, life: .seconds(60)))
    #expect(try master.cli("wait", "1", "2000") != "")
    try await eventually("the record is replicated") { try replica.cli("exists", "wedrive:\(key)") == "1" }
    master.signal(SIGKILL)
    var successor: RecordVersion?
    try await eventually("the new master takes writes") {
      successor = try? await store.write([2], for: key, replacing: version, life: .seconds(60))
      return successor != nil
    }
    #expect(try await store.read(key)?.value == [2])
    #expect(try replica.cli("role").hasPrefix("master"))
  }

  @Test func aNameThatSentinelsDoNotKnowIsSaidToBeUnknown() async throws {
    let master = try await RedisProcess()
    let sentinel = try await RedisProcess(watching: master.port)
    let store = RedisStore(RedisConfiguration(.sentinels([sentinel.address], master: "other")))
    await #expect(throws: StoreFailure.self) { _ = try await store.read(key) }
  }

  @Test func keysOfASlotThatIsMovingAreFound() async throws {
    let nodes = try await [
      RedisProcess("--cluster-enabled", "yes"), RedisProcess("--cluster-enabled", "yes"),
    ].map { $0 }
    let slot = Redirection.slot(of: Array("wedrive:\(key)".utf8))
    try nodes[0].cli("cluster", "addslotsrange", "0", "16383")
    try nodes[0].cli("cluster", "meet", "127.0.0.1", "\(nodes[1].port)")
    for node in nodes {
      try await eventually("the cluster is ready") { try node.cli("cluster", "info").contains("cluster_state:ok") }
    }
    let store = nodes[1].store
    let version = try #require(try await store.write([1], for: key, replacing: nil, life: .seconds(60)))
    let ids = try nodes.map { try $0.cli("cluster", "myid") }
    try nodes[1].cli("cluster", "setslot", "\(slot)", "importing", ids[0])
    try nodes[0].cli("cluster", "setslot", "\(slot)", "migrating", ids[1])
    try nodes[0].cli("migrate", "127.0.0.1", "\(nodes[1].port)", "wedrive:\(key)", "0", "1000")
    #expect(try nodes[0].cli("hget", "wedrive:\(key)", "v").hasPrefix("ASK"))
    #expect(try await store.read(key)?.version == version)
    for node in nodes { try node.cli("cluster", "setslot", "\(slot)", "node", ids[1]) }
    #expect(try await store.read(key)?.version == version)
  }
}
