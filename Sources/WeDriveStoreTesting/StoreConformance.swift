import WeDriveRuntime

/// What a ``/WeDriveRuntime/SharedStore`` must do, case by case, for the tests of one's own store.
///
/// With Swift Testing:
/// ```swift
/// @Test(arguments: StoreConformance.cases)
/// func storeKeepsRule(_ rule: StoreConformance.Case) async throws { try await rule.run(on: MyStore()) }
/// ```
public enum StoreConformance {
  /// One rule.
  public struct Case: Sendable, CustomStringConvertible {
    /// What must hold.
    public let name: String
    private let body: @Sendable (Trial) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (Trial) async throws -> Void) {
      self.name = name
      self.body = body
    }

    /// The name.
    public var description: String { name }

    /// Tries the rule, under keys that no other run uses.
    ///
    /// - Parameters:
    ///   - store: One that works, and may hold records of others.
    ///   - second: Another view of the same records, as another machine would have it; by default the same.
    /// - Throws: ``Violation`` if the store does not keep it; what the store throws.
    public func run(on store: any SharedStore, and second: (any SharedStore)? = nil) async throws {
      try await body(Trial(rule: name, store: store, second: second ?? store))
    }
  }

  /// A rule that a store does not keep.
  public struct Violation: Error, CustomStringConvertible {
    /// The rule and what was seen instead.
    public let description: String
  }

  /// All rules. The slowest waits for three tenths of a second.
  public static let cases: [Case] = records + claims + allowances
}

/// One run of a rule.
struct Trial: Sendable {
  let rule: String
  let store: any SharedStore
  let second: any SharedStore
  /// Makes the keys of this run its own.
  private let salt = ClaimOwner().text

  func key(_ name: String = "a") -> SharedKey { SharedKey(kind: "test", [salt, name]) }

  func expect(_ condition: Bool, _ otherwise: @autoclosure () -> String) throws {
    guard condition else { throw StoreConformance.Violation(description: "\(rule): \(otherwise())") }
  }

  func expectEqual<Value: Equatable>(_ seen: Value, _ wanted: Value) throws {
    try expect(seen == wanted, "saw \(seen) instead of \(wanted)")
  }

  func require<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw StoreConformance.Violation(description: "\(rule): there is no \(what)") }
    return value
  }

  func fence(_ claim: Claim) throws -> ClaimFence {
    guard case .yours(let fence, _) = claim else {
      throw StoreConformance.Violation(description: "\(rule): saw \(claim) instead of a granted claim")
    }
    return fence
  }

  func isHeld(_ claim: Claim) -> Bool {
    if case .held = claim { return true }
    return false
  }

  func value(_ claim: Claim) -> [UInt8]? {
    if case .value(let record) = claim { return record.value }
    return nil
  }
}
