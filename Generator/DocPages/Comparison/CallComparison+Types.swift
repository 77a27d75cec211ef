import Catalog

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
