import Catalog
import Findings
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
    comparison.compareClientHosts()
    comparison.comparePickers()
    comparison.compareEvents()
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

  /// Reports what holds for many kinds of things: another name, another id, other apps, a deprecation or its end.
  mutating func reportTraits(
    _ traits: DriftTraits, _ subject: Subject, symbol: String?, swiftName: (String, String),
    identity: (String, String)? = nil, apps: (old: [Endpoint.AppKind], new: [Endpoint.AppKind])? = nil,
    deprecated: (old: String?, new: String?)? = nil
  ) {
    if let rule = traits.swiftNameChanged {
      reportChange(rule, subject, swiftName.0, swiftName.1, symbol: symbol)
    }
    if let rule = traits.identityChanged, let identity {
      reportChange(rule, subject, identity.0, identity.1, symbol: symbol)
    }
    if let rules = traits.apps, let apps {
      reportSets(
        rules.removed, rules.added, subject, apps.old.map(\.rawValue), apps.new.map(\.rawValue), symbol: symbol)
    }
    if let rules = traits.deprecation, let deprecated {
      reportToggle(
        rules.undeprecated, rules.deprecated, subject, deprecated.old != nil, deprecated.new != nil, symbol: symbol)
    }
  }

  /// The words of a deprecation that stays, to be compared as text; its coming and going is reported by itself.
  static func rewording(_ old: String?, _ new: String?) -> (old: String?, new: String?) {
    old != nil && new != nil ? (old, new) : (nil, nil)
  }

  /// Reports a reworded description: what was and what is said does not matter here.
  mutating func reportText(_ subject: Subject, _ old: [String?], _ new: [String?], symbol: String? = nil) {
    if old != new { report(.textChanged, subject, symbol: symbol) }
  }

  mutating func reportSets(
    _ less: DriftRule, _ more: DriftRule, _ subject: Subject, _ old: [String], _ new: [String], symbol: String?
  ) {
    let (gone, come) = (old.filter { !new.contains($0) }, new.filter { !old.contains($0) })
    if !gone.isEmpty { report(less, subject, old: gone.joined(separator: ", "), symbol: symbol) }
    if !come.isEmpty { report(more, subject, new: come.joined(separator: ", "), symbol: symbol) }
  }

  /// Reports other pages, and another date of them.
  mutating func reportPages(_ subject: Subject, _ old: Pages, _ new: Pages, symbol: String?) {
    let isElsewhere = old.service != new.service
    reportChange(
      .pagesChanged, subject, old.text(namingService: isElsewhere), new.text(namingService: isElsewhere),
      symbol: symbol)
    let (before, after) = (old.documentation.updated, new.documentation.updated)
    guard before != after else { return }
    // Dates of the form YYYY-MM-DD are in the order of their characters; no date comes before all of them.
    report(
      (after ?? "") > (before ?? "") ? .pageDateAdvanced : .pageDateWentBack, subject, old: before ?? "none",
      new: after ?? "none")
  }
}

/// Where something is documented.
struct Pages {
  let documentation: Endpoint.Documentation
  /// The service whose pages they are, where nothing else tells that it has changed.
  let service: String?
  /// What has no page number.
  let link: String?

  init(_ documentation: Endpoint.Documentation, of service: String? = nil, link: String? = nil) {
    self.documentation = documentation
    self.service = service
    self.link = link
  }

  /// `internal 93657, agency 96847`
  fileprivate func text(namingService: Bool) -> String? {
    let prefix = namingService ? (service ?? "no service") + " " : ""
    let pages = documentation.pages.map { "\(prefix)\($0.kind.rawValue) \($0.page)" } + (link.map { [$0] } ?? [])
    return pages.isEmpty ? nil : pages.joined(separator: ", ")
  }
}

/// What a finding is about, apart from what has changed: it is handed down from a declaration to its parts.
struct Subject {
  /// The documentation family, or the kind of a shared declaration.
  var family: String
  /// In the words of the overlay.
  var target: String
  var call: Finding.Call?
  /// Path of names below the call.
  var field: String?
  var direction: Finding.Direction?
  var page: String?
  var usedBy: [String] = []
  /// Where the declaration stands, or its owner, if it stands on one side only.
  var base: Position?
  var head: Position?

  /// A part of it, named by keys of the catalog.
  func part(_ keys: String..., base: Position?, head: Position?) -> Subject {
    var part = self
    part.target = ([target] + keys).joined(separator: ".")
    if call != nil { part.field = (field.map { [$0] } ?? []).appending(keys).joined(separator: ".") }
    if let base { part.base = base }
    if let head { part.head = head }
    return part
  }
}

extension [String] {
  fileprivate func appending(_ others: [String]) -> [String] { self + others }
}
