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
