/// What can only be seen when the whole catalog is read. Each check is a function of its own, in its own file.
///
/// A catalog with errors may hold two declarations of one name: the first is what the name stands for.
enum CatalogChecks {
  static func run(on catalog: Catalog, untyped: Set<Position>, report: Report) {
    checkFamilies(catalog, report)
    checkPaths(catalog, report)
    checkMemberNames(catalog, report)
    checkTypeNames(catalog, report)
    checkRecursion(catalog, report)
    checkAllowedValues(catalog, report)
    checkEvents(catalog, report)
    checkElements(catalog, untyped, report)
    checkBlocks(catalog, report)
    checkRequired(catalog, report)
    // A mistake elsewhere is often why nothing uses a declaration: it is said of a catalog without errors only.
    if !report.hasErrors { checkUse(catalog, report) }
  }
}

extension CatalogChecks {
  /// Two events of a service, of which one message could be either.
  static func checkEvents(_ catalog: Catalog, _ report: Report) {
    for (index, event) in catalog.events.enumerated() where !event.match.isEmpty {
      for earlier in catalog.events[..<index] where earlier.service == event.service && !earlier.match.isEmpty {
        guard isPart(earlier, of: event) || isPart(event, of: earlier) else { continue }
        report.add(
          .badMatch, at: event.position, "a message that is event '\(event.id)' could be '\(earlier.id)' as well",
          notes: [(earlier.position, "'\(earlier.id)' is here")])
      }
    }
  }

  private static func isPart(_ event: Event, of other: Event) -> Bool {
    event.match.allSatisfy { node, text in other.match.contains { $0.node == node && $0.text == text } }
  }
}
