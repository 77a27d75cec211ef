#if os(Linux)
  import Foundation
  import TestSupport
  import Testing
  import WeDriveRuntime

  @testable import WeDriveRedis

  /// What becomes of records and claims when a master is cut off, goes on for a while, and comes back as a replica.
  @Suite(
    .enabled(
      if: SplitNetwork.isPossible, "needs redis-server, redis-sentinel, unshare, ip, and the right to make namespaces"))
  struct SplitBrainTests {
    private let long: Duration = .seconds(60)
    private let key = SharedKey(kind: "t", ["corp"])
    private let other = SharedKey(kind: "t", ["another corp"])

    private func fence(_ claim: Claim) throws -> ClaimFence {
      guard case .yours(let fence, _) = claim else { throw RedisCommandFailed(output: "\(claim)") }
      return fence
    }

    private func becomes(_ role: String, _ network: SplitNetwork, onLosingSide isLosing: Bool) async throws {
      try await eventually("it is a \(role)") { try network.cli(onLosingSide: isLosing, "role").hasPrefix(role) }
    }

    @Test func whatTheLosingSideWroteIsGoneAndItsWritersAreToldSo() async throws {
      let network = try await SplitNetwork()
      let losing = network.store(onLosingSide: true)
      let winning = network.store(onLosingSide: false)
      let before = try #require(try await losing.write([1], for: key, replacing: nil, life: long))
      // A record with a value is kept longer than a claim, and with it the number of the last fence.
      let first = try fence(try await losing.claim(other, by: ClaimOwner(), lease: long, unless: WantedValue()))
      let refused = try await losing.settle(other, under: first, with: .value([1], life: long))
      let wanted = WantedValue(excluding: refused)
      let fenceBefore = try fence(
        try await losing.claim(other, by: ClaimOwner(), lease: .seconds(1), unless: wanted))
      for key in [key, other] { try await network.replicates(key) }

      try network.cut()
      try await becomes("master", network, onLosingSide: false)
      // Both take writes on the version that they have in common, and both give the claim once its lease is over.
      let lost = try #require(try await losing.write([2], for: key, replacing: before, life: long))
      let kept = try #require(try await winning.write([3], for: key, replacing: before, life: long))
      #expect(lost != kept)
      var fences: [ClaimFence] = []
      for store in [losing, winning] {
        try await eventually("the lease of before is over") {
          let claim = try await store.claim(other, by: ClaimOwner(), lease: long, unless: wanted)
          guard case .yours(let fence, _) = claim else { return false }
          fences.append(fence)
          return true
        }
      }
      // Both count from the same state: the owners tell the fences apart.
      try #require(fences.count == 2)
      #expect(fences[0].number == fences[1].number && fences[0] != fences[1] && fences[0] != fenceBefore)
      #expect(try await losing.settle(other, under: fences[0], with: .value([2], life: long)) != nil)

      try network.join()
      try await becomes("slave", network, onLosingSide: true)
      try await eventually("the old master has the new one's records") { try await losing.read(key)?.value == [3] }
      // The winning side's record stays, whatever is written on the losing side.
      #expect(try await winning.write([4], for: key, replacing: lost, life: long) == nil)
      #expect(try await winning.settle(other, under: fences[0], with: .value([4], life: long)) == nil)
      #expect(try await winning.read(key)?.version == kept)
      #expect(try await winning.settle(other, under: fences[1], with: .value([5], life: long)) != nil)
      #expect(try await winning.read(other)?.value == [5])
      // Who still reaches the old master only is told that it is a replica.
      do throws(StoreFailure) {
        _ = try await losing.write([6], for: key, replacing: kept, life: long)
        Issue.record("a replica took a write")
      } catch { #expect(error.kind == .readOnly) }
    }

    @Test func aMasterThatNeedsReplicasTakesNothingOnceItIsCutOff() async throws {
      let network = try await SplitNetwork()
      try network.cli(onLosingSide: true, "config", "set", "min-replicas-to-write", "1")
      try network.cli(onLosingSide: true, "config", "set", "min-replicas-max-lag", "1")
      let losing = network.store(onLosingSide: true)
      let version = try #require(try await losing.write([1], for: key, replacing: nil, life: long))
      try await network.replicates(key)
      try network.cut()
      try await eventually("it refuses") {
        do throws(StoreFailure) {
          _ = try await losing.claim(other, by: ClaimOwner(), lease: .milliseconds(1), unless: WantedValue())
          return false
        } catch { return error.kind == .readOnly }
      }
      // What it has can be read; of what is written after this, nothing can be lost.
      #expect(try await losing.read(key)?.version == version)
      try await becomes("master", network, onLosingSide: false)
      #expect(
        try await network.store(onLosingSide: false).write([2], for: key, replacing: version, life: long) != nil)
    }
  }
#endif
