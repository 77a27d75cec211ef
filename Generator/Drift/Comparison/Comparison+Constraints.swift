import Catalog
import Findings

extension Comparison {
  mutating func compareConstraints(
    _ old: Field.Constraints, _ new: Field.Constraints, _ subject: Subject, _ symbol: String, in scope: FieldScope
  ) {
    let shifts: [(rules: DriftRule.Constraint, shift: Shift)] = [
      (.range, Shift(old.range, new.range)), (.length, Shift(old.length, new.length)),
      (.items, Shift(old.items, new.items)), (.bytes, Shift(old.bytes, new.bytes)),
      (.weight, Shift(upper: old.weightBound, new.weightBound)), (.values, Shift(old.values, new.values)),
      (.values, Shift(old.choices, new.choices)),
      (.quota, Shift(old.quotas, new.quotas)),
    ]
    for (rules, shift) in shifts {
      if shift.isTighter {
        report(
          scope.rule(rules.tightened, .responseConstraintTightened), subject, old: shift.old, new: shift.new,
          symbol: symbol)
      }
      if shift.isLooser {
        report(
          scope.rule(rules.relaxed, .responseConstraintRelaxed), subject, old: shift.old, new: shift.new,
          symbol: symbol)
      }
    }
  }
}

/// How a constraint has moved: one end may have become tighter while the other became looser.
///
/// A bound that is the same limit on both sides has not moved: a change of the limit is told once, where it is declared.
private struct Shift {
  var isTighter = false
  var isLooser = false
  var old: String?
  var new: String?

  init(_ old: Field.Constraints.Bounds?, _ new: Field.Constraints.Bounds?) {
    let lower = Field.Bound.move(old?.lower, new?.lower, open: .min)
    let upper = Field.Bound.move(old?.upper, new?.upper, open: .max)
    isTighter = lower > 0 || upper < 0
    isLooser = lower < 0 || upper > 0
    self.old = old.map(\.text) ?? "no bound"
    self.new = new.map(\.text) ?? "no bound"
  }

  init(upper old: Field.Bound?, _ new: Field.Bound?) {
    let upper = Field.Bound.move(old, new, open: .max)
    isTighter = upper < 0
    isLooser = upper > 0
    self.old = old.map { "at most \($0.value)" } ?? "no bound"
    self.new = new.map { "at most \($0.value)" } ?? "no bound"
  }

  /// Only the kinds that have changed are told.
  init(_ old: [Field.Constraints.Quota], _ new: [Field.Constraints.Quota]) {
    let pairing = Pairing(old, new, by: { $0.kind })
    let moves = pairing.both.map { ($0, Field.Bound.move($0.base.bound, $0.head.bound, open: .max)) }
    let changed = moves.filter { $0.1 != 0 }.map(\.0)
    isTighter = !pairing.added.isEmpty || moves.contains { $0.1 < 0 }
    isLooser = !pairing.removed.isEmpty || moves.contains { $0.1 > 0 }
    func text(_ quotas: [Field.Constraints.Quota]) -> String {
      let parts = quotas.sorted { $0.kind < $1.kind }.map { "at most \($0.maximum) with \($0.kind)" }
      return parts.isEmpty ? "no bound" : parts.joined(separator: ", ")
    }
    self.old = text(pairing.removed + changed.map(\.base))
    self.new = text(pairing.added + changed.map(\.head))
  }

  /// Only the fields whose choice has changed are told.
  init(_ old: [Field.Constraints.Choice], _ new: [Field.Constraints.Choice]) {
    let names = Set((old + new).map(\.field)).sorted()
    for name in names {
      let shift = Shift(old.first { $0.field == name }?.values, new.first { $0.field == name }?.values)
      guard shift.isTighter || shift.isLooser else { continue }
      isTighter = isTighter || shift.isTighter
      isLooser = isLooser || shift.isLooser
      self.old = [self.old, shift.old.map { "\(name) \($0)" }].compactMap { $0 }.joined(separator: "; ")
      self.new = [self.new, shift.new.map { "\(name) \($0)" }].compactMap { $0 }.joined(separator: "; ")
    }
  }

  init(_ old: [String]?, _ new: [String]?) {
    switch (old, new) {
    case (nil, nil): return
    case (nil, _?): isTighter = true
    case (_?, nil): isLooser = true
    case (let old?, let new?):
      isTighter = !Set(old).isSubset(of: new)
      isLooser = !Set(new).isSubset(of: old)
    }
    self.old = old.map { $0.joined(separator: ", ") } ?? "any value"
    self.new = new.map { $0.joined(separator: ", ") } ?? "any value"
  }
}

extension Field.Bound {
  /// Whether a bound went up, 1, or down, -1; 0 if it stayed or is the same limit as before.
  ///
  /// - Parameter open: What stands for no bound.
  static func move(_ old: Self?, _ new: Self?, open: Int64) -> Int {
    if let limit = old?.limit, limit.name == new?.limit?.name { return 0 }
    let (old, new) = (old?.value ?? open, new?.value ?? open)
    return (new > old ? 1 : 0) - (new < old ? 1 : 0)
  }
}

extension Field.Constraints.Bounds {
  /// `1...1000`, `1...`, `...255`
  fileprivate var text: String { "\(minimum.map(String.init) ?? "")...\(maximum.map(String.init) ?? "")" }
}

extension Field.Constraints.Quota {
  /// `type department and auth space_admin`: tells quotas of a field apart.
  fileprivate var kind: String { values.map { "\($0.field) \($0.value)" }.sorted().joined(separator: " and ") }
}
