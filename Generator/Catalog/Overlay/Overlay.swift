/// Applies corrections to the declarations' nodes, in the order of their files, before anything is read from them.
///
/// What an entry puts in keeps its own place, so that a mistake in it is reported in the overlay's file.
struct Overlay {
  private let report: Report
  /// Target and key → where an earlier entry changed it.
  private var changed: [String: Span] = [:]

  /// Applies the entries, and returns them for those who compare pages with the catalog.
  static func apply(to declarations: inout DeclarationNodes, report: Report) -> [Correction] {
    var overlay = Overlay(report: report)
    var corrections: [Correction] = []
    for node in declarations.overlay {
      guard let entry = OverlayEntry(node, report: report) else { continue }
      overlay.apply(entry, to: &declarations)
      corrections.append(entry.correction(at: report.position(entry.targetSpan)))
    }
    return corrections
  }

  private init(report: Report) { self.report = report }

  private mutating func apply(_ entry: OverlayEntry, to declarations: inout DeclarationNodes) {
    let found: OverlayTarget.Outcome
    switch entry.change {
    case .remove:
      found = OverlayTarget.remove(entry.path, from: &declarations)
    case .set(let keys):
      found = OverlayTarget.withEntries(at: entry.path, in: &declarations) { set(keys, on: &$0, entry) }
    case .add(let children):
      found = OverlayTarget.withEntries(at: entry.path, in: &declarations) { add(children, to: &$0, entry) }
    case .accept(let deviation):
      found = accept(deviation, entry, in: &declarations)
    }
    switch found {
    case .done: break
    case .noMapping(let node):
      report.add(
        .overlayMalformed, at: entry.targetSpan, "target '\(entry.target)' is \(node.kindDescription), not a mapping",
        notes: [(node.span, "it is here")])
    case .missing(let step, let candidates):
      // The target may be in a file that could not be read.
      if report.isIncomplete { return }
      if step.isEmpty {
        report.add(
          .overlayTargetMissing, at: entry.targetSpan,
          "target '\(entry.target)' names no declaration, only a kind of them")
        return
      }
      let clause = Suggestion.clause(for: step, among: candidates)
      report.add(
        .overlayTargetMissing, at: entry.targetSpan, "target '\(entry.target)' does not exist: no '\(step)'\(clause)")
    }
  }

  /// Only what the target belongs to has to exist: the page may have a field that the catalog has not.
  private mutating func accept(
    _ deviation: PageDeviation, _ entry: OverlayEntry, in declarations: inout DeclarationNodes
  ) -> OverlayTarget.Outcome {
    let name = "\(entry.target) accepts \(deviation.rawValue)"
    if let first = changed[name] {
      report.add(
        .overlayConflict, at: entry.changeSpan, "two entries accept '\(deviation.rawValue)' of '\(entry.target)'",
        notes: [(first, "it is first accepted here")])
    }
    changed[name] = entry.changeSpan
    if deviation == .endpointNotInCatalog || deviation == .errcodeNotInCatalog { return .done }
    return OverlayTarget.withEntries(at: Array(entry.path.prefix(2)), in: &declarations) { _ in }
  }

  private mutating func set(_ keys: [Node.Entry], on entries: inout [Node.Entry], _ entry: OverlayEntry) {
    for key in keys where !key.isRepeated {
      let name = "\(entry.target).\(key.key)"
      if let first = changed[name] {
        report.add(
          .overlayConflict, at: key.keySpan, "'\(name)' is set by two entries", notes: [(first, "it is first set here")]
        )
        continue
      }
      changed[name] = key.keySpan
      let index = entries.firstIndex { $0.key == key.key }
      let isSame = index.map { entries[$0].value.isSame(as: key.value) } ?? key.value.isNull
      if isSame {
        report.add(
          .overlayChangesNothing, at: key.keySpan,
          key.value.isNull ? "'\(name)' is not there already" : "'\(name)' is what this sets it to already",
          notes: index.map { [(entries[$0].keySpan, "it is here")] } ?? [])
        continue
      }
      if let index {
        if key.value.isNull { entries.remove(at: index) } else { entries[index].value = key.value }
      } else {
        entries.append(key)
      }
    }
  }

  private mutating func add(_ children: [Node.Entry], to entries: inout [Node.Entry], _ entry: OverlayEntry) {
    for child in children where !child.isRepeated {
      if let existing = entries.first(where: { $0.key == child.key }) {
        report.add(
          .overlayConflict, at: child.keySpan, "'\(entry.target).\(child.key)' exists already; 'set' changes it",
          notes: [(existing.keySpan, "it is here")])
        continue
      }
      changed["\(entry.target).\(child.key)"] = child.keySpan
      entries.append(child)
    }
  }
}
