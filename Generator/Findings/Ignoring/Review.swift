import Catalog

/// Sorts findings into what is accepted and what is not, and says which acceptances are of no use.
public struct Review {
  /// A finding that an entry of the ignore file accepts.
  public struct Accepted: Sendable {
    /// What was found.
    public let finding: Finding
    /// Why it is accepted.
    public let reason: String
  }

  package private(set) var open: [Finding] = []
  package private(set) var accepted: [Accepted] = []
  /// Findings about the entries themselves.
  package private(set) var remarks: [Finding] = []

  package init(of findings: [Finding], by entries: [IgnoreList.Entry], today: String) {
    var isUsed = entries.map { _ in false }
    for finding in findings {
      let matches = entries.indices.filter { entries[$0].match.accepts(finding) }
      for index in matches { isUsed[index] = true }
      if let index = matches.first(where: { !entries[$0].hasExpired(today) }) {
        accepted.append(Accepted(finding: finding, reason: entries[index].reason))
      } else {
        open.append(finding)
      }
    }
    for (entry, isUsed) in zip(entries, isUsed) {
      if !isUsed {
        remark(.ignoreEntryUnmatched, entry)
      } else if entry.hasExpired(today) {
        remark(.ignoreEntryExpired, entry)
      }
    }
  }

  private mutating func remark(_ rule: DriftRule, _ entry: IgnoreList.Entry) {
    remarks.append(
      Finding(
        rule: rule, target: entry.match.text, family: "ignored", old: nil, new: entry.until.map { "until \($0)" },
        head: Location(entry.position)))
  }
}

extension IgnoreList.Entry {
  /// Dates of the form YYYY-MM-DD are in the order of their characters.
  fileprivate func hasExpired(_ today: String) -> Bool { until.map { $0 < today } ?? false }
}

extension IgnoreList.Entry.Match {
  fileprivate func accepts(_ finding: Finding) -> Bool {
    switch self {
    case .fingerprint(let fingerprint): finding.fingerprint == fingerprint
    case .rule(let id, let target): finding.rule.id == id && finding.target == target
    }
  }

  fileprivate var text: String {
    switch self {
    case .fingerprint(let fingerprint): fingerprint
    case .rule(let id, let target): "\(id) of \(target)"
    }
  }
}

extension DriftRule {
  /// Entries of the file given with `--ignore`.
  package static let ignoring: [DriftRule] = [ignoreEntryUnmatched, ignoreEntryExpired]

  package static let ignoreEntryUnmatched = DriftRule(
    "ignore-entry-unmatched", .warning, .none, "accepts nothing that was found",
    mirror: .waived("It is about the review and not about a catalog, so there is no way back."),
    why: "The change was taken back, or has been released: remove the entry, so that it hides nothing later.")

  package static let ignoreEntryExpired = DriftRule(
    "ignore-entry-expired", .warning, .none, "has expired",
    mirror: .waived("It is about the review and not about a catalog, so there is no way back."),
    why: "What it accepted counts again. Decide anew: extend `until`, or undo the change.")
}
