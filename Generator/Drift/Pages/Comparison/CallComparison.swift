import Catalog

/// Compares the fields of one call.
struct CallComparison {
  let expected: ExpectedCall
  let call: PageCall
  /// The page's own date.
  let updated: String?
  /// Values of the limits that the catalog finds on the call's pages.
  let namedLimits: Set<Int64>
  /// Where findings go.
  var output: PageComparison
  /// Every bound that the page names for the call.
  private var limitsOnPage: Set<Int64>

  init(
    expected: ExpectedCall, call: PageCall, updated: String?, namedLimits: Set<Int64>, output: PageComparison
  ) {
    self.expected = expected
    self.call = call
    self.updated = updated
    self.namedLimits = namedLimits
    self.output = output
    let rows = (call.request.tables + call.response.tables + call.failure.tables).flatMap(\.rows)
    let mentions = call.limits + rows.flatMap { $0.description.flatMap(LimitMention.all) }
    limitsOnPage = Set(mentions.map(\.value))
  }

  mutating func add(
    _ rule: PageRule, _ targets: [String], at: Excerpt, _ catalog: Position?, _ text: String, isExplained: Bool = false,
    missing: MissingPiece? = nil
  ) {
    output.add(
      rule, call: expected.id, targets, at: at, catalog, text, isExplained: isExplained, missing: missing)
  }

  /// Whether something had ended before the page was written.
  private func isOver(_ until: String?) -> Bool {
    guard let until else { return false }
    return updated.map { until <= $0 } ?? true
  }

  // MARK: - Presence

  mutating func run() {
    compare(expected.request, call.request, part: .request)
    compare(expected.response, call.response, part: .response)
    if !expected.failure.isEmpty, !call.failure.isEmpty {
      compare(expected.failure, call.failure, part: .failure)
    }
    compareOutcomes()
    compareLimits()
  }

  /// What is asked, answered, or answered if it fails.
  private enum Part: String {
    case request
    case response = "reply"
    case failure = "failed reply"
  }

  private mutating func compare(_ fields: [ExpectedField], _ side: PageSide, part: Part) {
    let roots: [String]
    switch part {
    case .request: roots = [expected.target + (expected.route == nil ? ".parameters" : ".request")]
    case .response: roots = [expected.target + (expected.route == nil ? ".result" : ".response")]
    case .failure: roots = [expected.target + ".failure"]
    }
    let documented = DocumentedSide(
      side, known: fields.unfolded.map(\.path), leavingOut: part == .request ? expected.notAsked : expected.notAnswered,
      wrapper: part == .response ? expected.wrapper : nil)
    compare(
      fields, of: nil, roots: roots, bounds: [],
      in: Side(documented: documented, tables: side.tables, part: part, expected: fields))
  }

  /// A request or reply while it is compared.
  private struct Side {
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
    let type = object?.type
    for field in fields {
      guard let found = side.documented[field.path] else {
        if type.map({ side.shown.contains("\($0).\(field.name)") }) == true { continue }
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
    guard let object else {
      return expected.route == nil ? nil : .side(call: expected.id, key: side.isRequest ? "request" : "response")
    }
    return object.type.map { .type($0) } ?? .inline(object.position)
  }

  /// Where a page speaks of an object, or of the call, for what it does not say at all.
  private func place(of path: [String], in side: Side) -> Excerpt {
    if let at = side.documented[path]?.at { return at }
    return side.tables.first?.at ?? call.at
  }

  // MARK: - One field

  private mutating func compareTable(_ field: ExpectedField, _ found: DocumentedField, in side: Side) {
    guard found.rows.isEmpty, side.documented.hasTables, let at = found.at else { return }
    add(
      .fieldNotInTable, field.targets, at: at, field.position,
      "the table of the \(side.name) of '\(expected.id)' leaves out '\(field.path.joined(separator: "."))', which the sample shows",
      isExplained: isOver(field.until))
  }

  private mutating func compare(_ field: ExpectedField, _ found: DocumentedField, in side: Side) {
    let name = field.path.joined(separator: ".")
    for row in found.rows {
      if let (type, at) = row.type, !type.matches(field) {
        add(
          .typeDiffers, field.targets, at: at, field.position,
          "the page types '\(name)' of '\(expected.id)' as \(type), the catalog as \(field.shape)")
      }
      compareRequired(field, row, name: name, in: side)
    }
    compareSamples(field, found, name: name)
    compareValues(field, found, name: name)
  }

  private mutating func compareRequired(_ field: ExpectedField, _ row: FieldRow, name: String, in side: Side) {
    guard let (marker, at) = row.required else { return }
    // Replies promise little in the catalog, whatever their pages promise.
    let differs = side.isRequest ? (marker == .yes) != field.isRequired : marker == .no && field.isRequired
    guard differs else { return }
    let page = marker == .yes ? "required" : marker == .no ? "optional" : "required in some cases"
    add(
      .requiredDiffers, field.targets, at: at, field.position,
      "'\(name)' of '\(expected.id)' is \(page) on the page and \(field.isRequired ? "required" : "optional") in the catalog"
    )
  }

  private mutating func compareSamples(_ field: ExpectedField, _ found: DocumentedField, name: String) {
    for (_, value) in found.samples {
      guard !value.content.fits(field) else { continue }
      let isExplained =
        switch value.content {
        case .string: field.acceptsString
        case .number: field.acceptsNumber
        default: false
        }
      add(
        .sampleTypeDiffers, field.targets, at: value.at, field.position,
        "the sample shows \(value.kind) for '\(name)' of '\(expected.id)', the catalog has \(field.shape)",
        isExplained: isExplained)
      return
    }
  }

  // MARK: - Values

  private mutating func compareValues(_ field: ExpectedField, _ found: DocumentedField, name: String) {
    let listed = call.values.first { $0.field == name || $0.field.hasSuffix(".\(name)") }?.values
    let mentions = listed ?? ValueMention.all(in: found.rows.flatMap(\.description))
    guard let values = field.values else {
      comparePlainValues(field, mentions, name: name)
      return
    }
    let allowed = Set(values.allowed.map(\.raw))
    let known = mentions + found.samples.compactMap { sampled($0.value) }
    var told: Set<String> = []
    for mention in known where !allowed.contains(mention.value) && told.insert(mention.value).inserted {
      let other = values.others.first { $0.raw == mention.value }
      let what =
        other.map { "'\($0.name)' of \(values.type) is not allowed here" } ?? "\(values.type) has no such value"
      add(
        .valueNotInCatalog,
        field.targets.map { "\($0).values.\(mention.value)" } + ["enums.\(values.type).values.\(mention.value)"],
        at: mention.at, other?.position ?? field.position,
        "the page shows the value \(mention.value) of '\(name)' of '\(expected.id)'; \(what)",
        missing: other == nil ? .value(mention, of: values.type) : nil)
    }
    guard let row = found.rows.first else { return }
    let shown = Set(mentions.map(\.value))
    let place = mentions.first?.at ?? row.at
    for value in values.allowed where !shown.contains(value.raw) {
      add(
        .valueNotOnPage,
        field.targets.map { "\($0).values.\(value.raw)" } + ["enums.\(values.type).values.\(value.raw)"],
        at: place, value.position,
        "the page does not list the value \(value.raw) ('\(value.name)') of '\(name)' of '\(expected.id)'",
        isExplained: isOver(value.until))
    }
  }

  /// Values that a page lists for a field that the catalog has no enum for.
  private mutating func comparePlainValues(_ field: ExpectedField, _ mentions: [ValueMention], name: String) {
    guard mentions.count > 1, field.shape != .bool, !field.isFlag, let first = mentions.first else { return }
    add(
      .valueNotInCatalog, field.targets.map { "\($0).values" }, at: first.at, field.position,
      "the page lists the values \(mentions.map(\.value).joined(separator: ", ")) of '\(name)' of '\(expected.id)', which is no enum in the catalog"
    )
  }

  private func sampled(_ value: SampleValue) -> ValueMention? {
    guard case .number(let text) = value.content else { return nil }
    return ValueMention(value: text, at: value.at, term: "")
  }

  /// The ways in which a call ends that is no HTTP call: `name:outcome`.
  private mutating func compareOutcomes() {
    guard let outcomes = expected.outcomes, let field = expected.outcomeField else { return }
    let mentions = call.outcomes(of: expected.id)
    guard let first = mentions.first else { return }
    let targets = ["\(expected.target).outcomes"]
    let allowed = Set(outcomes.allowed.map(\.raw))
    var told: Set<String> = []
    for mention in mentions where !allowed.contains(mention.value) && told.insert(mention.value).inserted {
      add(
        .valueNotInCatalog, targets.map { "\($0).\(mention.value)" }, at: mention.at, expected.position,
        "the page shows the outcome '\(mention.value)' of '\(expected.id)', which the catalog does not list")
    }
    let shown = Set(mentions.map(\.value))
    for value in outcomes.allowed where !shown.contains(value.raw) {
      add(
        .valueNotOnPage, targets.map { "\($0).\(value.raw)" }, at: first.at, expected.position,
        "the page does not list the outcome '\(value.raw)' of '\(expected.id)' in '\(field)'")
    }
  }

  // MARK: - Limits

  private mutating func compareRowLimits(_ field: ExpectedField, _ found: DocumentedField, around: Set<Int64>) {
    let own = field.constraints.bounds
    for mention in found.rows.flatMap(\.description).flatMap(LimitMention.all) {
      let isKnown =
        own.contains(mention.value) || field.uses.contains(mention.value) || around.contains(mention.value)
        || namedLimits.contains(mention.value)
        || field.shape.largest == mention.value
      if isKnown { continue }
      compareUnknown(mention, field)
    }
    guard let row = found.rows.first else { return }
    for bound in own.sorted() where !limitsOnPage.contains(bound) {
      add(
        .limitNotOnPage, field.targets, at: row.at, field.position,
        "the page does not name the bound \(bound) of '\(field.path.joined(separator: "."))' of '\(expected.id)'")
    }
  }

  private mutating func compareUnknown(_ mention: LimitMention, _ field: ExpectedField) {
    let name = field.path.joined(separator: ".")
    if let bound = field.constraints.bounds.max() {
      add(
        .limitDiffers, field.targets, at: mention.at, field.position,
        "the page bounds '\(name)' of '\(expected.id)' by \(mention.value), the catalog by \(bound)")
    } else {
      add(
        .limitNotInCatalog, field.targets, at: mention.at, field.position,
        "the catalog does not bound '\(name)' of '\(expected.id)' by \(mention.value)")
    }
  }

  /// Bounds that the text beside the tables names.
  private mutating func compareLimits() {
    let known = expected.fields.unfolded.reduce(into: namedLimits) {
      $0.formUnion($1.constraints.bounds.union($1.uses))
    }
    for mention in call.limits where !known.contains(mention.value) {
      add(
        .limitNotInCatalog, [expected.target], at: mention.at, expected.position,
        "the catalog has no bound \(mention.value) for '\(expected.id)'")
    }
  }
}

extension Field.Constraints {
  /// Upper ends that a page may name.
  fileprivate var bounds: Set<Int64> {
    let ends = [range?.most, weight, length?.most, items?.most, bytes?.most].compactMap { $0 }
    return Set((ends + quotas.map(\.most)).filter { $0 > 0 })
  }
}

extension ExpectedField.Shape {
  /// The largest whole number of the type, which needs no bound.
  fileprivate var largest: Int64? {
    guard case .integer(let bits, let signed) = self, bits < 64 || signed else { return nil }
    return signed ? Int64.max >> (64 - Int64(bits)) : (1 << Int64(bits)) - 1
  }
}

extension SampleValue.Content {
  /// Whether the value can stand where the catalog has that field.
  fileprivate func fits(_ field: ExpectedField) -> Bool {
    if case .number = self, field.isFlag { return true }
    return fits(field.shape)
  }

  private func fits(_ shape: ExpectedField.Shape) -> Bool {
    switch (self, shape) {
    case (.placeholder, .list), (.placeholder, .object): false
    case (.placeholder, _), (.null, _), (.function, _): true
    case (.string, .string), (.bool, .bool), (.object, .object): true
    case (.number(let text), .integer): Int64(text) != nil || UInt64(text) != nil
    case (.number, .double): true
    case (.list(let elements), .list(let element)): elements.allSatisfy { $0.content.fits(element) }
    default: false
    }
  }
}
