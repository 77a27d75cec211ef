import Catalog
import Findings

/// Tells findings that an entry of the overlay accounts for from those that nothing does, and finds entries that account for
/// nothing any more.
struct Acceptance {
  private let corrections: [Correction]
  private var used: Set<Int> = []
  /// Entry → a place on a page that should have shown what it is about.
  private var judged: [Int: Position] = [:]

  init(_ corrections: [Correction]) { self.corrections = corrections }

  mutating func judge(_ comparison: PageComparison, into report: inout PageReport) {
    let dates = Dictionary(
      comparison.compared.map { ($0.call.id, $0.updated) }, uniquingKeysWith: { first, _ in first })
    for var finding in comparison.findings {
      let date = finding.call.flatMap { dates[$0] ?? nil }
      if let index = correction(for: finding, date: date) {
        used.insert(index)
        finding.acceptance = corrections[index]
        report.accepted.append(finding)
      } else {
        report.findings.append(finding)
      }
    }
    for finding in comparison.explained {
      if let index = correction(for: finding, date: nil) { used.insert(index) }
    }
    for call in comparison.compared { expect(call) }
  }

  /// Entries that the pages should have shown a reason for, and did not.
  var obsolete: [PageFinding] {
    judged.filter { !used.contains($0.key) }.map { index, page in
      let correction = corrections[index]
      return PageFinding(
        rule: .overlayEntryObsolete, call: nil, targets: [correction.target], page: page, catalog: correction.position,
        text: "overlay entry no longer applies: the page does not show what '\(correction.target)' \(correction.verb)")
    }
  }

  // MARK: - Which entry

  private func correction(for finding: PageFinding, date: String?) -> Int? {
    guard case .differs(let deviation) = finding.rule else { return nil }
    return corrections.indices.first { index in
      let correction = corrections[index]
      if let edition = correction.edition, let date, date > edition { return false }
      return correction.covers(deviation, of: finding.targets)
    }
  }

  /// Notes the entries that a call's page has to show a reason for.
  private mutating func expect(_ call: PageComparison.ComparedCall) {
    for (index, correction) in corrections.enumerated() where judged[index] == nil && !used.contains(index) {
      guard correction.isAbout(call) else { continue }
      if let page = correction.page, !call.call.pages.contains(page) { continue }
      if let date = call.updated {
        if let edition = correction.edition {
          if date > edition { continue }
        } else if let known = call.call.updated, date < known {
          continue
        }
      } else if correction.edition != nil {
        continue
      }
      judged[index] = call.place
    }
  }
}

extension Correction {
  /// What the entry does with its target, as a message says it.
  fileprivate var verb: String {
    switch change {
    case .set, .add, .remove: "is corrected in"
    case .accept(let deviation): "is accepted for (\(deviation.rawValue))"
    }
  }

  /// Whether the call has what the entry is about.
  fileprivate func isAbout(_ call: PageComparison.ComparedCall) -> Bool {
    let parts = target.split(separator: ".")
    if parts.count >= 2, parts[0] == "endpoints" || parts[0] == "pickers" {
      return "\(parts[0]).\(parts[1])" == call.call.target
    }
    return call.targets.contains { $0 == target || $0.hasPrefix(target + ".") || target.hasPrefix($0 + ".") }
  }

  /// Whether the entry accounts for a difference.
  fileprivate func covers(_ deviation: PageDeviation, of targets: [String]) -> Bool {
    switch change {
    case .accept(let accepted):
      return accepted == deviation && targets.contains { $0 == target || $0.hasPrefix(target + ".") }
    case .remove:
      return [.fieldNotInCatalog, .valueNotInCatalog, .errcodeNotInCatalog].contains(deviation)
        && targets.contains { $0.isWithin(target) }
    case .add(let children):
      let added: [PageDeviation] = [
        .fieldNotOnPage, .fieldNotInTable, .valueNotOnPage, .errcodeNotOnPage, .endpointNotOnPage, .limitNotOnPage,
      ]
      return added.contains(deviation)
        && children.contains { child in targets.contains { $0.isWithin("\(target).\(child)") } }
    case .set(let keys):
      let isAboutKeys = !Set(keys).isDisjoint(with: deviation.keys)
      if targets.contains(target) { return isAboutKeys }
      if [.valueNotOnPage, .valueNotInCatalog].contains(deviation) {
        return isAboutKeys && targets.contains { $0.hasPrefix(target + ".values.") }
      }
      // Another type has other fields.
      let isShape = keys.contains("type") || keys.contains("object")
      let isPresence = [.fieldNotOnPage, .fieldNotInTable, .fieldNotInCatalog].contains(deviation)
      return isShape && isPresence && targets.contains { $0.isDirectly(in: target) }
    }
  }
}

extension String {
  /// Whether the path leads to a field of what the other one leads to.
  fileprivate func isDirectly(in other: String) -> Bool {
    hasPrefix(other + ".") && !dropFirst(other.count + 1).contains(".")
  }

  /// Whether the path is the other one, or leads on from there.
  fileprivate func isWithin(_ other: String) -> Bool { self == other || hasPrefix(other + ".") }
}

extension PageDeviation {
  /// The keys of a declaration that such a difference is about.
  fileprivate var keys: Set<String> {
    switch self {
    case .typeDiffers, .sampleTypeDiffers: ["type", "object", "accepts"]
    case .requiredDiffers: ["required", "always"]
    case .valueNotInCatalog, .valueNotOnPage: ["values", "where", "until", "since", "evidence"]
    case .limitNotInCatalog, .limitNotOnPage, .limitDiffers:
      ["range", "items", "length", "weight", "bytes", "at-most", "value", "docs"]
    case .pathDiffers: ["path"]
    case .methodDiffers: ["method"]
    case .errcodeNotOnPage: ["errcodes", "observed"]
    case .fieldNotOnPage, .fieldNotInTable: ["until", "since"]
    default: []
    }
  }
}
