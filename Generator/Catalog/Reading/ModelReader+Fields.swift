extension ModelReader {
  /// - Parameter table: What is said of a field here; some keys only make sense in one direction.
  mutating func readFields(_ entries: [Node.Entry], by table: KeyTable, of owner: String) -> [Field] {
    var fields: [Field] = []
    fields.reserveCapacity(entries.count)
    for entry in entries {
      let field = readField(entry, by: table, of: owner)
      if !entry.isRepeated { fields.append(field) }
    }
    return fields
  }

  private mutating func readField(_ entry: Node.Entry, by table: KeyTable, of owner: String) -> Field {
    let path = "\(owner).\(entry.key)"
    report.check(entry.key, has: .wire, "field", at: entry.keySpan)
    guard
      let keys = KeyReader(entry.value, table, owner: "field '\(path)'", at: entry.keySpan, report: report)
    else {
      // It is there all the same, so that naming it is no mistake.
      untyped.insert(position(entry.keySpan))
      return Field(name: entry.key, position: position(entry.keySpan))
    }
    let type = readType(of: keys, by: table, path: path)
    if type == nil { untyped.insert(position(entry.keySpan)) }
    let accepts = readAccepts(keys, type)
    return Field(
      name: entry.key, swiftName: swiftName(keys, of: entry.key, form: .wire, as: .property),
      type: type ?? .scalar(.string),
      about: about(keys), isRequired: keys.flag("required") ?? false, isAlways: keys.flag("always") ?? false,
      constraints: readConstraints(keys, type), unit: readUnit(keys, type), acceptsString: accepts.string,
      acceptsNumber: accepts.number,
      defaultValue: keys.text("default"), term: prose(keys, "term"), since: dateOrVersion(keys, "since"),
      until: dateOrVersion(keys, "until"), deprecated: prose(keys, "deprecated"), position: position(entry.keySpan))
  }

  // MARK: - Types

  /// The field's type; nil if it is not known, which is reported.
  private mutating func readType(of keys: KeyReader, by table: KeyTable, path: String) -> TypeReference? {
    if keys.has("object") {
      if let entry = keys.entry("type") {
        report.add(.conflictingKeys, at: entry.keySpan, "\(keys.owner) has both 'type' and 'object'")
      }
      guard let fields = keys.mapping("object") else { return nil }
      if fields.isEmpty, let entry = keys.entry("object") {
        report.add(.emptyDeclaration, at: entry.keySpan, "the object of \(keys.owner) has no fields")
      }
      return .inline(readFields(fields, by: table, of: path))
    }
    guard let entry = keys.required("type") else { return nil }
    return readType(entry.value, keys)
  }

  private func readType(_ node: Node, _ keys: KeyReader) -> TypeReference? {
    switch node.content {
    case .sequence(let elements) where elements.count == 1:
      return readType(elements[0], keys).map { .list($0) }
    case .scalar where node.scalarText != nil:
      return node.scalarText.flatMap { type(named: $0, at: node.span) }
    default:
      let span = keys.entry("type").map { node.isNull ? $0.keySpan : node.span } ?? node.span
      report.add(.wrongShape, at: span, "'type' of \(keys.owner) has to be a type's name, or '[Name]' for a list")
      return nil
    }
  }

  private func type(named name: String, at span: Span) -> TypeReference? {
    if let scalar = TypeReference.Scalar(rawValue: name) { return .scalar(scalar) }
    switch symbols.types[name]?.kind {
    case .object: return .object(name)
    case .identifier: return .identifier(name)
    case .enumeration: return .enumeration(name)
    case nil:
      // When a file could not be read, the name may be declared there.
      if !report.isIncomplete {
        let candidates = TypeReference.Scalar.allCases.map(\.rawValue) + symbols.types.keys
        report.add(
          .unknownType, at: span, "there is no type '\(name)'\(Suggestion.clause(for: name, among: candidates))")
      }
      return nil
    }
  }

  // MARK: - Unit and leniency

  private func readUnit(_ keys: KeyReader, _ type: TypeReference?) -> Field.Unit? {
    guard let unit = keys.word("unit", Field.Unit.self) else { return nil }
    if let type, !type.isNumber, let entry = keys.entry("unit") {
      report.add(
        .misfitConstraint, at: entry.keySpan,
        "'unit' of \(keys.owner) needs a number, and it is \(type.kindDescription)")
    }
    return unit
  }

  /// The other form in which a value may arrive: a number as a string, a bool as a number.
  private func readAccepts(_ keys: KeyReader, _ type: TypeReference?) -> (string: Bool, number: Bool) {
    guard let words = keys.distinctTexts("accepts"), let entry = keys.entry("accepts") else { return (false, false) }
    for (text, span) in words where text != "string" && text != "number" {
      report.add(.unknownValue, at: span, "'accepts' of \(keys.owner) cannot be '\(text)'; only 'string' or 'number'")
    }
    func accepts(_ word: String, _ needed: String, _ fits: (TypeReference) -> Bool) -> Bool {
      guard words.contains(where: { $0.text == word }) else { return false }
      if let type, !fits(type) {
        report.add(
          .misfitConstraint, at: entry.keySpan,
          "'accepts' of \(keys.owner) needs \(needed), and it is \(type.kindDescription)")
      }
      return true
    }
    return (accepts("string", "a number", acceptsString), accepts("number", "a bool", \.isBool))
  }

  private func acceptsString(_ type: TypeReference) -> Bool {
    switch type {
    case .identifier(let name): symbols.identifiers[name] != .string
    case .enumeration(let name): symbols.enums[name]?.raw != .string
    case .list(let element): acceptsString(element)
    default: type.isNumber
    }
  }
}

extension Field {
  /// A field of which nothing could be read but its name.
  fileprivate init(name: String, position: Position) {
    self.init(
      name: name, swiftName: SwiftName.lowerCamel(name), type: .scalar(.string), about: "", isRequired: false,
      isAlways: false, constraints: Constraints(), acceptsString: false, position: position)
  }
}

extension TypeReference {
  fileprivate var isBool: Bool {
    if case .scalar(.bool) = self { return true }
    return false
  }

  var isInteger: Bool {
    switch self {
    case .scalar(.int32), .scalar(.uint32), .scalar(.int64), .scalar(.uint64): true
    default: false
    }
  }

  var isNumber: Bool {
    if case .scalar(.double) = self { return true }
    return isInteger
  }

  /// What a message calls it.
  var kindDescription: String {
    switch self {
    case .scalar(.int32): "an int32"
    case .scalar(.int64): "an int64"
    case .scalar(.base64): "base64"
    case .scalar(let scalar): "a \(scalar.rawValue)"
    case .list: "a list"
    case .object(let name): "the object '\(name)'"
    case .identifier(let name): "the identifier '\(name)'"
    case .enumeration(let name): "the enum '\(name)'"
    case .inline: "an object"
    }
  }
}
