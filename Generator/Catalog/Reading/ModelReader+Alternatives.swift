extension ModelReader {
  /// `exactly-one-of`: alternatives of which a request fills one.
  func readAlternatives(_ keys: KeyReader, _ request: [Field]) -> [[String]] {
    guard let nodes = keys.list("exactly-one-of"), let entry = keys.entry("exactly-one-of") else { return [] }
    var alternatives: [(names: [String], span: Span)] = []
    for node in nodes {
      guard case .sequence(let elements) = node.content else {
        report.add(
          .wrongShape, at: node.span,
          "'exactly-one-of' of \(keys.owner) has to hold lists of request fields, not \(node.kindDescription)")
        continue
      }
      var words: [(text: String, span: Span)] = []
      for element in elements {
        if let text = element.scalarText {
          words.append((text, element.span))
        } else {
          report.add(
            .wrongShape, at: element.span, "an alternative holds names of fields, not \(element.kindDescription)")
        }
      }
      if elements.isEmpty { report.add(.badChoice, at: node.span, "an alternative of \(keys.owner) is empty") }
      let distinct = report.distinct(words, in: "an alternative of \(keys.owner)")
      for (name, span) in distinct { checkChoice(name, span, keys, request) }
      alternatives.append((distinct.map(\.text), node.span))
    }
    if nodes.count < 2 {
      report.add(.badChoice, at: entry.keySpan, "'exactly-one-of' of \(keys.owner) needs two alternatives or more")
    }
    checkOverlap(alternatives, keys)
    return alternatives.map(\.names)
  }

  private func checkChoice(_ name: String, _ span: Span, _ keys: KeyReader, _ request: [Field]) {
    guard let field = request.first(where: { $0.name == name }) else {
      let clause = Suggestion.clause(for: name, among: request.map(\.name))
      report.add(.unknownField, at: span, "the request of \(keys.owner) has no field '\(name)'\(clause)")
      return
    }
    if field.isRequired {
      report.add(
        .requiredInChoice, at: field.position,
        "'\(name)' of \(keys.owner) is required and one of several alternatives; it can only be one of them",
        notes: [(position(span), "the alternative is here")])
    }
  }

  /// An alternative that another one contains could never be told from it.
  private func checkOverlap(_ alternatives: [(names: [String], span: Span)], _ keys: KeyReader) {
    for (index, alternative) in alternatives.enumerated() where !alternative.names.isEmpty {
      for (otherIndex, other) in alternatives.enumerated() where otherIndex != index {
        guard Set(alternative.names).isSubset(of: other.names) else { continue }
        // Two equal ones are reported once, at the later one.
        if alternative.names.count == Set(other.names).count, index < otherIndex { continue }
        report.add(
          .badChoice, at: alternative.span,
          "an alternative of \(keys.owner) is part of another: \(alternative.names.joined(separator: " + "))",
          notes: [(other.span, "the other one is here")])
        break
      }
    }
  }
}
