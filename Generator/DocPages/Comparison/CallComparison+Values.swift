import Catalog

extension CallComparison {
  mutating func compareValues(_ field: ExpectedField, _ found: DocumentedField, name: String) {
    let listed = call.values.first { $0.field == name || $0.field.hasSuffix(".\(name)") }?.values
    let areWords = field.values != nil && field.shape.isText
    let declared = found.rows.flatMap(\.listedValues).map { ValueMention(value: $0.text, at: $0, term: "") }
    let mentions =
      listed ?? (declared.isEmpty ? nil : declared)
      ?? ValueMention.all(in: found.rows.flatMap(\.description), areWords: areWords)
    guard let values = field.values else {
      comparePlainValues(field, mentions, name: name)
      return
    }
    let allowed = Set(values.allowed.map(\.raw))
    let known = mentions + found.samples.flatMap { sampled($0.value, areWords: areWords) }
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

  /// The values that a sample shows. Text in capitals stands for something else: `MODE`.
  private func sampled(_ value: SampleValue, areWords: Bool) -> [ValueMention] {
    switch value.content {
    case .number(let text): return areWords ? [] : [ValueMention(value: text, at: value.at, term: "")]
    case .string(let text):
      let isWord = !text.isEmpty && text.unicodeScalars.allSatisfy(\.isNamePart) && text != text.uppercased()
      return areWords && isWord ? [ValueMention(value: text, at: value.at, term: "")] : []
    case .list(let elements): return elements.flatMap { sampled($0, areWords: areWords) }
    default: return []
    }
  }

  /// The ways in which a call ends that is no HTTP call: `name:outcome`.
  mutating func compareOutcomes() {
    guard let outcomes = expected.outcomes, let field = expected.outcomeField else { return }
    let mentions = call.outcomes(of: expected.id)
    guard let first = mentions.first else { return }
    let targets = ["\(expected.target).outcomes"]
    let allowed = Set(outcomes.allowed.map(\.raw))
    var told: Set<String> = []
    for mention in mentions where !allowed.contains(mention.value) && told.insert(mention.value).inserted {
      add(
        .valueNotInCatalog, targets.map { "\($0).\(mention.value)" }, at: mention.at, expected.position,
        "the page shows the outcome '\(mention.value)' of '\(expected.id)', which the catalog does not list",
        missing: outcomes.others.contains { $0.raw == mention.value } ? nil : .value(mention, of: outcomes.type))
    }
    let shown = Set(mentions.map(\.value))
    for value in outcomes.allowed where !shown.contains(value.raw) {
      add(
        .valueNotOnPage, targets.map { "\($0).\(value.raw)" }, at: first.at, expected.position,
        "the page does not list the outcome '\(value.raw)' of '\(expected.id)' in '\(field)'")
    }
  }
}

extension ExpectedField.Shape {
  /// Whether it is a string, or a list of strings.
  fileprivate var isText: Bool {
    switch self {
    case .string: true
    case .list(let element): element.isText
    default: false
    }
  }
}

extension CallComparison {
  mutating func compare(_ field: ExpectedField, _ found: DocumentedField, in side: Side) {
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

extension PageType {
  /// Whether a page that writes this type means what the catalog does, as far as it says.
  func matches(_ field: ExpectedField) -> Bool {
    switch self {
    case .integer, .number: field.isFlag || matches(field.shape)
    default: matches(field.shape)
    }
  }

  private func matches(_ shape: ExpectedField.Shape) -> Bool {
    switch (self, shape) {
    case (.string, .string), (.bool, .bool), (.object, .object), (.named, .object), (.number, .double): true
    case (.number, .integer): true
    case (.integer(let bits, let signed), .integer(let wantedBits, let wantedSigned)):
      (bits ?? wantedBits) == wantedBits && (signed ?? wantedSigned) == wantedSigned
    case (.list(let element), .list(let wanted)): element?.matches(wanted) ?? true
    default: false
    }
  }
}
