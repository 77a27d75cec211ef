import Testing
import WeDriveRuntime

@Suite struct SealingTests {
  private let old = [UInt8](repeating: 1, count: 32)
  private let new = [UInt8](repeating: 2, count: 32)
  private let key = SharedKey(kind: "t", ["corp"])

  private func sealed(_ base: any SharedStore, _ current: [UInt8], _ previous: [[UInt8]] = []) throws -> SealedStore {
    SealedStore(base, keys: try #require(SealingKeys(current: current, previous: previous)))
  }

  @Test func storeNeverHoldsTheValue() async throws {
    let base = MemorySharedStore()
    let value = Array("token-0123456789".utf8)
    _ = try await sealed(base, old).write(value, for: key, replacing: nil, life: .seconds(60))
    let kept = try #require(try await base.read(key)).value
    #expect(!String(decoding: kept, as: UTF8.self).contains("token"))
    #expect(kept.count == value.count + 33)
  }

  @Test func aKeyCanBeChangedWhileRecordsLive() async throws {
    let base = MemorySharedStore()
    _ = try await sealed(base, old).write([7], for: key, replacing: nil, life: .seconds(60))
    #expect(try await sealed(base, new, [old]).read(key)?.value == [7])
    #expect(try await sealed(base, new).read(key) == nil)
  }

  @Test func whatNoKeyOpensCanBeReplaced() async throws {
    let base = MemorySharedStore()
    _ = try await sealed(base, old).write([7], for: key, replacing: nil, life: .seconds(60))
    let other = try sealed(base, new)
    #expect(try await other.write([8], for: key, replacing: nil, life: .seconds(60)) != nil)
    #expect(try await other.read(key)?.value == [8])
  }

  @Test func aClaimedValueThatNoKeyOpensIsClaimedAnew() async throws {
    let base = MemorySharedStore()
    let first = try sealed(base, old)
    guard
      case .yours(let fence, _) = try await first.claim(
        key, by: ClaimOwner(), lease: .seconds(9), unless: WantedValue())
    else {
      Issue.record("no claim")
      return
    }
    _ = try await first.settle(key, under: fence, with: .value([7], life: .seconds(60)))
    let claim = try await sealed(base, new).claim(key, by: ClaimOwner(), lease: .seconds(9), unless: WantedValue())
    guard case .yours(_, nil) = claim else {
      Issue.record("\(claim)")
      return
    }
  }

  @Test func aValueMovedToAnotherKeyOrChangedAnywhereIsNone() async throws {
    let base = MemorySharedStore()
    let store = try sealed(base, old)
    _ = try await store.write([7, 7, 7], for: key, replacing: nil, life: .seconds(60))
    let kept = try #require(try await base.read(key)).value
    let other = SharedKey(kind: "t", ["another corp"])
    _ = try await base.write(kept, for: other, replacing: nil, life: .seconds(60))
    #expect(try await store.read(other) == nil)
    for index in kept.indices {
      var changed = kept
      changed[index] ^= 1
      let place = SharedKey(kind: "t", ["\(index)"])
      _ = try await base.write(changed, for: place, replacing: nil, life: .seconds(60))
      #expect(try await store.read(place) == nil, "byte \(index)")
    }
  }

  @Test func keysHaveThirtyTwoBytesAndAreNotShown() throws {
    #expect(SealingKeys(current: [1, 2]) == nil)
    #expect(SealingKeys(current: old, previous: [[]]) == nil)
    var dumped = ""
    dump(try #require(SealingKeys(current: old)), to: &dumped)
    #expect(!dumped.contains("1, 1"))
  }
}
