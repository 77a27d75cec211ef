import Catalog

extension Comparison {
  mutating func compareConstraints(
    _ old: Field.Constraints, _ new: Field.Constraints, _ subject: Subject, _ symbol: String, in scope: FieldScope
  ) {
    let quotas = Pairing(old.quotas, new.quotas, by: { $0.kind })
    var shifts: [(rules: DriftRule.Constraint, shift: Shift)] = [
      (.range, Shift(old.range, new.range)), (.length, Shift(old.length, new.length)),
      (.items, Shift(old.items, new.items)), (.bytes, Shift(old.bytes, new.bytes)),
      (.weight, Shift(most: old.weight, new.weight)), (.values, Shift(old.values, new.values)),
    ]
    shifts += quotas.both.map { (.quota, Shift(most: $0.base.most, $0.head.most, of: $0.base.kind)) }
    shifts += quotas.removed.map { (.quota, Shift(most: $0.most, nil, of: $0.kind)) }
    shifts += quotas.added.map { (.quota, Shift(most: nil, $0.most, of: $0.kind)) }
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
private struct Shift {
  var isTighter = false
  var isLooser = false
  var old: String?
  var new: String?

  init(_ old: Field.Constraints.Bounds?, _ new: Field.Constraints.Bounds?) {
    let (oldLeast, newLeast) = (old?.least ?? .min, new?.least ?? .min)
    let (oldMost, newMost) = (old?.most ?? .max, new?.most ?? .max)
    isTighter = newLeast > oldLeast || newMost < oldMost
    isLooser = newLeast < oldLeast || newMost > oldMost
    self.old = old.map(\.text) ?? "no bound"
    self.new = new.map(\.text) ?? "no bound"
  }

  init(most old: Int64?, _ new: Int64?, of kind: String? = nil) {
    isTighter = (new ?? .max) < (old ?? .max)
    isLooser = (new ?? .max) > (old ?? .max)
    let suffix = kind.map { " with \($0)" } ?? ""
    self.old = (old.map { "at most \($0)" } ?? "no bound") + suffix
    self.new = (new.map { "at most \($0)" } ?? "no bound") + suffix
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

extension Field.Constraints.Bounds {
  /// `1...1000`, `1...`, `...255`
  fileprivate var text: String { "\(least.map(String.init) ?? "")...\(most.map(String.init) ?? "")" }
}

extension Field.Constraints.Quota {
  /// `type department and auth space_admin`: tells quotas of a field apart.
  fileprivate var kind: String { values.map { "\($0.field) \($0.value)" }.sorted().joined(separator: " and ") }
}
