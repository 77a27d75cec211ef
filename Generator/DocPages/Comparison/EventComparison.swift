import Catalog

/// Compares a message that a page shows with the catalog's events.
struct EventComparison {
  let event: Event
  let page: PageEvent
  let catalog: Catalog
  private(set) var differences: [Difference] = []

  struct Difference {
    var deviation: PageDeviation
    var targets: [String]
    var at: Excerpt
    var position: Position
    var text: String
  }

  /// The event that a message tells of: all nodes by which it is told have their texts.
  static func event(of page: PageEvent, in catalog: Catalog) -> Event? {
    catalog.events.first { event in
      event.match.allSatisfy { node in page.message.nodes.contains { $0.path == [node.node] && $0.text == node.text } }
    }
  }

  init(_ page: PageEvent, event: Event, catalog: Catalog) {
    self.page = page
    self.event = event
    self.catalog = catalog
    compareNodes()
    compareFields()
  }

  private func row(of name: String) -> FieldRow? { page.rows.first { $0.name == name } }

  private func place(of name: String) -> Excerpt? {
    row(of: name)?.at ?? page.message.nodes.first { $0.path == [name] }?.at
  }

  private mutating func add(
    _ deviation: PageDeviation, _ name: String, at: Excerpt, _ position: Position, value: String? = nil,
    type: String? = nil,
    _ text: String
  ) {
    let target = "events.\(event.id).fields.\(name)"
    var targets = [value.map { "\(target).values.\($0)" } ?? target]
    if let value, let type { targets.append("enums.\(type).values.\(value)") }
    differences.append(Difference(deviation: deviation, targets: targets, at: at, position: position, text: text))
  }

  /// Nodes of the page that the catalog's event lacks.
  private mutating func compareNodes() {
    let known = Set(event.fields.map(\.name) + event.match.map(\.node))
    let shown =
      page.message.nodes.filter { $0.path.count == 1 }.map { ($0.name, $0.at) } + page.rows.map { ($0.name, $0.at) }
    var told: Set<String> = []
    for (name, at) in shown where !known.contains(name) && told.insert(name).inserted {
      // What is the same in every message tells nothing.
      if isConstant(name) { continue }
      add(
        .fieldNotInCatalog, name, at: row(of: name)?.at ?? at, event.position,
        "the catalog has no node '\(name)' in the event '\(event.id)'")
    }
  }

  /// Whether the page says that a node has one text in all messages, which is no name of something.
  private func isConstant(_ name: String) -> Bool {
    guard let row = row(of: name) else { return page.message.text(of: name) == "sys" }
    return row.description.contains { text in ["固定为", "固定值"].contains(where: text.contains) || text.contains("sys") }
  }

  private mutating func compareFields() {
    // An event with several pages of one kind has a page for each change, which shows the nodes of that one.
    let isWhole = event.documentation.kinds.allSatisfy { kind in
      event.documentation.pages.count { $0.kind == kind } == 1
    }
    for field in event.fields {
      guard let at = place(of: field.name) else {
        if !isWhole && !field.isAlways || field.until != nil { continue }
        add(
          .fieldNotOnPage, field.name, at: page.table ?? page.message.at, field.position,
          "the page does not show the node '\(field.name)' of the event '\(event.id)'")
        continue
      }
      if case .identifier = field.type, isConstant(field.name) {
        add(
          .typeDiffers, field.name, at: at, field.position,
          "the page says that '\(field.name)' of the event '\(event.id)' has one text in all messages, the catalog that it names something"
        )
      }
      compareValues(of: field)
    }
  }

  /// The values of a node whose field is an enum: what has changed.
  private mutating func compareValues(of field: Field) {
    guard case .enumeration(let name) = field.type, let known = catalog.enums.first(where: { $0.name == name }) else {
      return
    }
    let mentions = row(of: field.name).map { ValueMention.all(in: $0.description, areWords: true) } ?? []
    let node = page.message.nodes.first { $0.path == [field.name] }
    // A text with `xxx` in it stands for any.
    let sampled = node.flatMap { node in
      node.text.contains("xx") || node.text.isEmpty ? nil : ValueMention(value: node.text, at: node.at, term: "")
    }
    var told: Set<String> = []
    for mention in mentions + [sampled].compactMap({ $0 })
    where !known.values.contains(where: { $0.raw == mention.value }) && told.insert(mention.value).inserted {
      add(
        .valueNotInCatalog, field.name, at: mention.at, known.position, value: mention.value, type: name,
        "the page shows the value '\(mention.value)' of '\(field.name)' of the event '\(event.id)'; \(name) has no such value"
      )
    }
    guard mentions.count > 1, let place = mentions.first?.at else { return }
    for value in known.values where !mentions.contains(where: { $0.value == value.raw }) && value.until == nil {
      add(
        .valueNotOnPage, field.name, at: place, value.position, value: value.raw, type: name,
        "the page does not list the value '\(value.raw)' of '\(field.name)' of the event '\(event.id)'")
    }
  }
}
