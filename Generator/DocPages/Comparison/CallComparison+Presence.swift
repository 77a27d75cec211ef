import Catalog

extension CallComparison {
  /// What is asked, answered, or answered if it fails.
  enum Part: String {
    case request
    case response = "reply"
    case failure = "failed reply"
  }

  mutating func compare(_ fields: [ExpectedField], _ side: PageSide, part: Part) {
    let documented = DocumentedSide(
      side, known: fields.unfolded.map(\.path), leavingOut: part == .request ? expected.notAsked : expected.notAnswered,
      wrapper: part == .response ? expected.wrapper : nil)
    // Samples alone need not show all that there is; what they show has to be known.
    if call.isSampled, documented.children(of: []).isEmpty { return }
    compare(
      fields, of: nil, roots: ["\(expected.target).\(key(of: part))"], bounds: [],
      in: Side(documented: documented, tables: side.tables, part: part, expected: fields))
  }

  /// What the catalog calls it.
  private func key(of part: Part) -> String {
    switch part {
    case .request: expected.route == nil ? "parameters" : "request"
    case .response: expected.route == nil ? "result" : "response"
    case .failure: "failure"
    }
  }

  /// A request or reply while it is compared.
  struct Side {
    let documented: DocumentedSide
    let tables: [FieldTable]
    let part: Part
    var name: String { part.rawValue }
    var isRequest: Bool { part == .request }
    /// Fields of shared objects that the side shows at one place at least: `AuthInfo.auth`. They need not be shown at each.
    let shown: Set<String>
    /// Those among them that a table lists at one place at least.
    let listed: Set<String>

    init(documented: DocumentedSide, tables: [FieldTable], part: Part, expected: [ExpectedField]) {
      self.documented = documented
      self.tables = tables
      self.part = part
      var shown: Set<String> = []
      var listed: Set<String> = []
      for object in expected.unfolded {
        guard let type = object.type else { continue }
        for field in object.children {
          guard let found = documented[field.path] else { continue }
          shown.insert("\(type).\(field.name)")
          if !found.rows.isEmpty { listed.insert("\(type).\(field.name)") }
        }
      }
      self.shown = shown
      self.listed = listed
    }
  }

  /// - Parameters:
  ///   - object: What the fields belong to; nil: to the request or reply itself.
  ///   - roots: What the targets of the fields begin with.
  ///   - bounds: What the objects around bound.
  ///   - isLeftOut: Whether the tables leave out the object with everything in it, which has been told.
  private mutating func compare(
    _ fields: [ExpectedField], of object: ExpectedField?, roots: [String], bounds: Set<Int64>,
    isLeftOut: Bool = false,
    in side: Side
  ) {
    let path = object?.path ?? []
    // What a page describes at one place it need not describe at each; but a place with rows of its own is compared as it is.
    let isDescribedHere = side.documented.children(of: path).contains { !$0.rows.isEmpty }
    let type = isDescribedHere ? nil : object?.type
    for field in fields {
      guard let found = side.documented[field.path] else {
        if type.map({ side.shown.contains("\($0).\(field.name)") }) == true { continue }
        if call.isSampled, !field.isRequired || !side.isRequest { continue }
        let at = place(of: path, in: side)
        add(
          .fieldNotOnPage, field.targets, at: at, field.position,
          "the page does not show '\(field.path.joined(separator: "."))' in the \(side.name) of '\(expected.id)'",
          isExplained: isOver(field.until))
        continue
      }
      let isListedElsewhere = type.map { side.listed.contains("\($0).\(field.name)") } ?? false
      if !isLeftOut && !isListedElsewhere { compareTable(field, found, in: side) }
      compare(field, found, in: side)
      compareDeprecation(of: field, found)
      compareRowLimits(field, found, around: bounds)
      let hasRows =
        !found.rows.isEmpty || field.children.unfolded.contains { side.documented[$0.path]?.rows.isEmpty == false }
      compare(
        field.children, of: field, roots: field.inside, bounds: bounds.union(field.constraints.bounds),
        isLeftOut: !hasRows, in: side)
    }
    let known = Set(fields.map(\.name))
    for found in side.documented.children(of: path) where !known.contains(found.path.last ?? "") {
      guard let at = found.at else { continue }
      let name = found.path.joined(separator: ".")
      let clause = Suggestion.nearest(to: found.path.last ?? "", among: known).map { "; did you mean '\($0)'?" } ?? ""
      let source = found.rows.isEmpty ? " (in a sample only)" : ""
      add(
        .fieldNotInCatalog, roots.map { "\($0).\(found.path.last ?? "")" }, at: at,
        object?.position ?? expected.position,
        "the catalog has no '\(name)' in the \(side.name) of '\(expected.id)'\(source)\(clause)",
        missing: owner(of: object, in: side).map { owner in
          .field(DraftField(found, in: side.documented, isRequest: side.isRequest && object?.type == nil), owner: owner)
        })
    }
  }

  /// What a field that the catalog lacks would belong to.
  private func owner(of object: ExpectedField?, in side: Side) -> MissingPiece.Owner? {
    guard let object else { return .side(call: expected.id, key: key(of: side.part)) }
    return object.type.map { .type($0) } ?? .inline(object.position)
  }

  /// Where a page speaks of an object, or of the call, for what it does not say at all.
  private func place(of path: [String], in side: Side) -> Excerpt {
    if let at = side.documented[path]?.at { return at }
    return side.tables.first?.at ?? call.at
  }

  private mutating func compareTable(_ field: ExpectedField, _ found: DocumentedField, in side: Side) {
    guard found.rows.isEmpty, !found.samples.isEmpty, side.documented.hasTables, let at = found.at else { return }
    add(
      .fieldNotInTable, field.targets, at: at, field.position,
      "the table of the \(side.name) of '\(expected.id)' leaves out '\(field.path.joined(separator: "."))', which the sample shows",
      isExplained: isOver(field.until))
  }
}
