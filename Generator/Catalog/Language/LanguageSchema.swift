/// The language of the catalog as a JSON Schema, for editors: what they complete, explain and underline while a file is written.
///
/// It is made of the tables that ``KeyReader`` reads by. What names refer to, what bounds fit what types, and what the overlay
/// makes of a file, only `lint` can say.
public enum LanguageSchema {
  /// Its name beside `catalog.yaml`.
  public static let fileName = "catalog.schema.json"

  /// The schema of draft 07, which every editor knows.
  ///
  /// - Parameter notice: What stands before everything else: where it comes from.
  public static func text(notice: String) -> String {
    var definitions = KeyTable.all.map { ($0.name, $0.schema) }
    definitions.append(("type-reference", typeReference))
    definitions.append(("bound", bound))
    let schema: JSONValue = [
      "$schema": "http://json-schema.org/draft-07/schema#", "$comment": .string(notice),
      "title": "A file of a catalog", "type": "object",
      "anyOf": .array(kinds.map { ["required": [.string($0.key)]] }),
      "allOf": .array(kinds.map { ["if": ["required": [.string($0.key)]], "then": reference($0.table.name)] }),
      "definitions": .object(definitions),
    ]
    return schema.text
  }

  /// The keys that tell of what kind a file is. The manifest is known by its name, which a schema does not see.
  private static var kinds: [(key: String, table: KeyTable)] {
    KeyTable.manifest.names.map { ($0, KeyTable.manifest) } + FileKind.allCases.map { ($0.rawValue, $0.table) }
  }

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/definitions/\(name)")] }

  private static let typeReference: JSONValue = [
    "description": "A built-in type, the name of an object, identifier or enum, or `[T]` for a list.",
    "anyOf": [
      ["enum": .array(TypeReference.Scalar.allCases.map { .string($0.rawValue) })],
      ["type": "string", "pattern": .string(NameForm.upperCamel.pattern)],
      ["type": "array", "minItems": 1, "maxItems": 1, "items": reference("type-reference")],
    ],
  ]

  private static let bound: JSONValue = [
    "description": "A whole number, or the name of a limit.",
    "anyOf": [
      ["type": "integer"], ["type": NameForm.snakeCase.types, "pattern": .string(NameForm.snakeCase.pattern)],
    ],
  ]
}

extension KeyTable {
  /// Every kind of mapping, the files first and then what stands in them.
  static var all: [KeyTable] {
    var tables: [KeyTable] = []
    var names: Set<String> = []
    func add(_ table: KeyTable) {
      guard names.insert(table.name).inserted else { return }
      tables.append(table)
      for key in table.keys { key.shape.tables.forEach(add) }
    }
    ([manifest] + FileKind.allCases.map(\.table)).forEach(add)
    return tables
  }

  fileprivate var schema: JSONValue {
    var schema: [(String, JSONValue)] = [
      ("type", "object"),
      (
        "properties",
        .object(keys.map { ($0.name, .object([("description", .string($0.about))] + $0.shape.keywords)) })
      ),
      ("additionalProperties", .bool(false)),
    ]
    let required = keys.filter(\.isRequired).map(\.name)
    if !required.isEmpty { schema.append(("required", .strings(required))) }
    var dependencies: [(String, JSONValue)] = []
    for condition in conditions {
      switch condition {
      case .oneOf(let names): schema.append(("oneOf", .array(names.map { ["required": [.string($0)]] })))
      case .anyOf(let names): schema.append(("anyOf", .array(names.map { ["required": [.string($0)]] })))
      case .together(let names):
        dependencies += names.map { name in (name, .strings(names.filter { $0 != name })) }
      case .needs(let name, let other): dependencies.append((name, [.string(other)]))
      }
    }
    if !dependencies.isEmpty { schema.append(("dependencies", .object(dependencies))) }
    return .object(schema)
  }
}

extension KeyShape {
  /// The kinds of mappings that stand under it.
  fileprivate var tables: [KeyTable] {
    switch self {
    case .list(let table), .mapping(let table), .entries(_, let table, _), .clients(let table): [table()]
    default: []
    }
  }

  /// What a schema says of it. A text may look like a number or a bool to an editor, which does not know that it is one.
  fileprivate var keywords: [(String, JSONValue)] {
    switch self {
    case .text: [("type", ["string", "number", "boolean"]), ("minLength", 1)]
    case .prose, .about: [("type", ["string", "number", "boolean"]), ("pattern", .string(SummaryForm.prosePattern))]
    case .summary: [("type", "string"), ("pattern", .string(SummaryForm.pattern))]
    case .flag: [("type", "boolean")]
    case .yes: [("const", .bool(true))]
    case .whole(let least): [("type", "integer"), ("minimum", .number(Int(least)))]
    case .word(let words): [("enum", .strings(words))]
    case .name(let form), .heading(let form): [("type", form.types), ("pattern", .string(form.pattern))]
    case .format(let version): [("enum", [.string(version), .number(Int(version) ?? 0)])]
    case .date: [("type", "string"), ("pattern", .string("^\(CalendarDate.pattern)$"))]
    case .dateOrVersion: version("\(CalendarDate.pattern)|\(CalendarDate.versionPattern)")
    case .version: version("any|\(CalendarDate.versionPattern)")
    case .pattern(let pattern): [("type", "string"), ("pattern", .string(pattern))]
    case .page:
      [
        ("type", ["string", "number", "boolean"]), ("pattern", .string(LinkForm.pagePattern)), ("exclusiveMinimum", 0),
      ]
    case .bound(let least):
      [("allOf", [LanguageSchema.reference("bound")]), ("minimum", .number(Int(least)))]
    case .bounds(let least): bounds(from: least)
    case .words(let words, let isEmptyAllowed):
      list(of: words.map { ["enum": .strings($0)] } ?? Self.text.schema, least: isEmptyAllowed ? 0 : 1)
        + [("uniqueItems", .bool(true))]
    case .oneOrMore(let shape): oneOrMore(shape.schema)
    case .numbers: list(of: ["type": "integer"], least: 0) + [("uniqueItems", .bool(true))]
    case .list(let table): list(of: LanguageSchema.reference(table().name), least: 0)
    case .alternatives: list(of: .object(Self.words().keywords), least: 2)
    case .mapping(let table): [("allOf", [LanguageSchema.reference(table().name)])]
    case .entries(let pattern, let table, let isEmptyAllowed):
      map(of: LanguageSchema.reference(table().name), named: pattern, least: isEmptyAllowed ? 0 : 1)
    case .texts(let isEmptyAllowed): map(of: Self.text.schema, named: nil, least: isEmptyAllowed ? 0 : 1)
    case .anything: [("type", "object"), ("minProperties", 1)]
    case .type: [("allOf", [LanguageSchema.reference("type-reference")])]
    case .allowedValues:
      [("anyOf", [Self.words().schema, .object(map(of: Self.words().schema, named: nil, least: 1))])]
    case .clients(let table):
      map(
        of: ["anyOf": [Self.version.schema, LanguageSchema.reference(table().name)]], named: NameForm.kebabCase.pattern,
        least: 0)
    }
  }

  private var schema: JSONValue { .object(keywords) }

  /// A version of two numbers is a number to an editor, and `4.0` is the same as 4.
  private func version(_ pattern: String) -> [(String, JSONValue)] {
    [("type", ["string", "number"]), ("pattern", .string("^(?:\(pattern))$")), ("exclusiveMinimum", 0)]
  }

  private func list(of element: JSONValue, least: Int) -> [(String, JSONValue)] {
    [("type", "array"), ("items", element)] + (least > 0 ? [("minItems", .number(least))] : [])
  }

  private func map(of value: JSONValue, named pattern: String?, least: Int) -> [(String, JSONValue)] {
    let values: [(String, JSONValue)] =
      pattern.map { [("patternProperties", [$0: value]), ("additionalProperties", .bool(false))] }
      ?? [("additionalProperties", value)]
    return [("type", "object")] + values + (least > 0 ? [("minProperties", .number(least))] : [])
  }

  private func oneOrMore(_ word: JSONValue) -> [(String, JSONValue)] {
    [("anyOf", [word, .object(list(of: word, least: 1) + [("uniqueItems", .bool(true))])])]
  }

  /// A pair of which one at least is no null.
  private func bounds(from least: Int64?) -> [(String, JSONValue)] {
    let open: JSONValue = ["type": "null"]
    let bound: JSONValue = .object(
      [("allOf", [LanguageSchema.reference("bound")])] + (least.map { [("minimum", .number(Int($0)))] } ?? []))
    return [
      ("type", "array"), ("minItems", 2), ("maxItems", 2), ("items", ["anyOf": [bound, open]]),
      ("contains", ["not": open]),
    ]
  }
}

extension NameForm {
  /// Some words of this form are bools to an editor.
  fileprivate var types: JSONValue { self == .upperCamel ? "string" : ["string", "boolean"] }
}

extension JSONValue {
  fileprivate static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
