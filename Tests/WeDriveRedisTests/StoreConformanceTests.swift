import Foundation
import TestSupport
import Testing
import WeDriveRuntime
import WeDriveStoreTesting

@testable import WeDriveRedis

@Suite struct StoreConformanceTests {
  private static let keys = [UInt8](repeating: 3, count: 32)

  @Test(arguments: StoreConformance.cases)
  func memoryKeepsRule(_ rule: StoreConformance.Case) async throws { try await rule.run(on: MemorySharedStore()) }

  @Test(arguments: StoreConformance.cases)
  func filesKeepRule(_ rule: StoreConformance.Case) async throws {
    let folder = NSTemporaryDirectory() + "wedrive-store-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await rule.run(on: FileSharedStore(folder: folder), and: FileSharedStore(folder: folder))
  }

  @Test(arguments: StoreConformance.cases)
  func sealedAndGuardedStoreKeepsRule(_ rule: StoreConformance.Case) async throws {
    let keys = try #require(SealingKeys(current: Self.keys))
    try await rule.run(on: SealedStore(GuardedStore(MemorySharedStore()), keys: keys))
  }

  @Suite(.enabled(if: RedisProcess.isInstalled, "redis-server and redis-cli are not installed"))
  struct OfRedis {
    @Test func redisKeepsEveryRule() async throws {
      let server = try await RedisProcess()
      try await Self.runAll(on: server.store, and: server.store)
    }

    @Test func redisBehindAUnixSocketKeepsEveryRule() async throws {
      let path = NSTemporaryDirectory() + "wdr-\(UUID().uuidString.prefix(8)).sock"
      let server = try await RedisProcess("--unixsocket", path)
      let store = RedisStore(RedisConfiguration(.socket(path)))
      try await Self.runAll(on: store, and: server.store)
    }

    @Test func sealedRedisKeepsEveryRule() async throws {
      let server = try await RedisProcess()
      let keys = try #require(SealingKeys(current: StoreConformanceTests.keys))
      try await Self.runAll(on: SealedStore(server.store, keys: keys), and: SealedStore(server.store, keys: keys))
    }

    @Test func threeNodesOfAClusterKeepEveryRule() async throws {
      let options = ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"]
      let nodes = try await [
        RedisProcess(options[0], options[1], options[2], options[3]),
        RedisProcess(options[0], options[1], options[2], options[3]),
        RedisProcess(options[0], options[1], options[2], options[3]),
      ].map { $0 }
      let addresses = nodes.map { "127.0.0.1:\($0.port)" }
      try RedisProcess.cli(["--cluster", "create"] + addresses + ["--cluster-yes"])
      for node in nodes {
        try await eventually("the cluster is ready") { try node.cli("cluster", "info").contains("cluster_state:ok") }
      }
      try await Self.runAll(on: nodes[0].store, and: nodes[1].store)
    }

    static func runAll(on store: any SharedStore, and second: any SharedStore) async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for rule in StoreConformance.cases { group.addTask { try await rule.run(on: store, and: second) } }
        try await group.waitForAll()
      }
    }
  }
}
