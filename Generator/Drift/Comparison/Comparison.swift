import Catalog
import SwiftEmitter

/// Compares two checked catalogs, declaration by declaration.
///
/// Nothing depends on files, order or layout, except the order of what has to be given: that is the order of parameters.
/// A further kind of declaration is compared in a file of its own, called from ``findings(from:to:)``.
public struct Comparison {
  let base: CatalogSide
  let head: CatalogSide
  /// Which types only changed their names.
  var names = TypeNames()
  private(set) var findings: [Finding] = []

  private init(_ base: Catalog, _ head: Catalog) {
    self.base = CatalogSide(base)
    self.head = CatalogSide(head)
  }

  /// Every difference, and what was observed that the head does not say, the most severe first.
  public static func findings(
    from base: Catalog, to head: Catalog, observed: ObservedReplies? = nil
  ) -> [Finding] {
    var comparison = Comparison(base, head)
    // Types first: a field whose type was renamed has not changed.
    comparison.compareDeclaredTypes()
    comparison.compareEndpoints()
    comparison.compareErrcodes()
    comparison.compareLimits()
    comparison.compareServices()
    if let observed { comparison.compareObserved(observed) }
    return comparison.findings.sorted()
  }

  mutating func report(
    _ rule: DriftRule, _ subject: Subject, old: String? = nil, new: String? = nil, symbol: String? = nil,
    replies: Int? = nil
  ) {
    findings.append(
      Finding(
        rule: rule, target: subject.target, family: subject.family, call: subject.call, field: subject.field,
        direction: subject.direction, old: old, new: new, base: subject.base.map { Location($0) },
        head: subject.head.map { Location($0) }, symbol: symbol, page: subject.page, usedBy: subject.usedBy,
        replies: replies))
  }

  /// Reports a value that has changed.
  mutating func reportChange(
    _ rule: DriftRule, _ subject: Subject, _ old: String?, _ new: String?, symbol: String? = nil
  ) {
    if old != new { report(rule, subject, old: old ?? "none", new: new ?? "none", symbol: symbol) }
  }

  /// Reports something that is on one side and not on the other.
  mutating func reportToggle(
    _ off: DriftRule, _ on: DriftRule, _ subject: Subject, _ old: Bool, _ new: Bool, symbol: String? = nil
  ) {
    if old != new { report(new ? on : off, subject, symbol: symbol) }
  }

  /// Reports a reworded description: what was and what is said does not matter here.
  mutating func reportText(_ subject: Subject, _ old: [String?], _ new: [String?], symbol: String? = nil) {
    if old != new { report(.textChanged, subject, symbol: symbol) }
  }
}
