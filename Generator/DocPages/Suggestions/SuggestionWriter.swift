import Catalog

/// Drafts the catalog's YAML for what pages have and it has not. What only a person can write is left empty,
/// which `lint` then calls a mistake at each place.
struct SuggestionWriter {
  let catalog: Catalog
  private let index: CatalogIndex
  var text: CatalogText
  private(set) var suggestions: [CatalogSuggestion] = []
  /// Names of types and enums that exist, or were drafted.
  var names: Set<String>
  /// Names of the objects that occur at one place only, which must not hide a type.
  private var nested: Set<String> = []
  /// Ids of calls that exist, or were drafted.
  var ids: Set<String>
  /// Service and path of a call → its draft, by index.
  var drafted: [String: Int] = [:]
  /// Name of a field → the identifier that such fields have in the catalog.
  private let identifiers: [String: String]

  static func suggestions(
    for missing: [MissingPiece], catalog: Catalog, read: @escaping (String) -> [String]?
  ) -> [CatalogSuggestion] {
    var writer = SuggestionWriter(catalog: catalog, text: CatalogText(read: read))
    for piece in missing { writer.write(piece) }
    return writer.suggestions
  }

  private init(catalog: Catalog, text: CatalogText) {
    self.catalog = catalog
    self.text = text
    index = CatalogIndex(catalog)
    names = Set(catalog.types.map(\.name) + catalog.enums.map(\.name) + catalog.identifiers.map(\.name))
    ids = Set(catalog.families.flatMap(\.endpoints).map(\.id))
    var identifiers: [String: String] = [:]
    for field in catalog.families.flatMap(\.endpoints).flatMap({ $0.request + $0.response })
      + catalog.types.flatMap(\.fields)
    {
      if case .identifier(let name) = field.type { identifiers[field.name] = name }
    }
    self.identifiers = identifiers
  }

  mutating func add(_ what: String, behind place: (file: String, line: Int), _ yaml: [String]) {
    let suggestion = CatalogSuggestion(file: place.file, line: place.line, what: what, yaml: yaml)
    if !suggestions.contains(suggestion) { suggestions.append(suggestion) }
  }

  /// Changes the lines of a draft.
  mutating func change(_ place: Int, _ change: (inout [String]) -> Void) { change(&suggestions[place].yaml) }

  private mutating func write(_ piece: MissingPiece) {
    switch piece {
    case .field(let field, let owner): write(field, owner)
    case .value(let value, let name):
      guard let last = catalog.enums.first(where: { $0.name == name })?.values.last?.position else { return }
      guard let line = text.lastLine(of: last) else { return }
      add(
        "a value of \(name)", behind: (last.file, line),
        [indent(last.column - 1) + Self.value(value, isString: false)])
    case .errcode(let code, let service):
      let codes = catalog.errcodes.first { $0.service == service }?.codes ?? []
      guard let last = codes.max(by: { $0.position < $1.position })?.position, let line = text.lastLine(of: last) else {
        return
      }
      add(
        "an errcode of \(service)", behind: (last.file, line),
        [
          indent(last.column - 1)
            + "\(code): {name: errcode_\(code < 0 ? "minus_\(-code)" : "\(code)"), about: \"\", action: fatal}"
        ])
    case .call(let call): write(call)
    case .interface(let interface): write(interface)
    }
  }

  func indent(_ count: Int) -> String { String(repeating: " ", count: count) }

  static func value(_ value: ValueMention, isString: Bool) -> String {
    let raw = value.value
    let term = value.term.isEmpty ? "" : ", term: \(quoted(value.term))"
    return "\(raw): {name: \(DraftNames.value(raw))\(term), about: \"\"}"
  }

  /// A text as YAML takes it, whatever is in it.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  // MARK: - Fields

  private mutating func write(_ field: DraftField, _ owner: MissingPiece.Owner) {
    switch owner {
    case .type(let name):
      guard let last = catalog.types.first(where: { $0.name == name })?.fields.last?.position else { return }
      write(field, behindSibling: last, isRequest: false, of: name)
    case .inline(let position):
      guard let last = inlineFields(at: position)?.last?.position else { return }
      write(field, behindSibling: last, isRequest: false, of: "the object")
    case .side(let id, let key):
      guard let (fields, owner) = fields(of: id, key: key) else { return }
      let isRequest = key == "request" || key == "parameters"
      if let last = fields.filter({ $0.position.file == owner.file }).max(by: { $0.position < $1.position }) {
        write(field, behindSibling: last.position, isRequest: isRequest, of: "\(id).\(key)")
      } else if let line = text.lastLine(of: owner) {
        let depth = owner.column - 1
        let yaml = lines(of: field, depth: depth + 4, isRequest: isRequest, near: owner.file)
        add("a field of \(id).\(key)", behind: (owner.file, line), [indent(depth + 2) + "\(key):"] + yaml)
      }
    }
  }

  /// What a call or an interface asks or answers, and where it is declared.
  private func fields(of id: String, key: String) -> (fields: [Field], owner: Position)? {
    if let endpoint = catalog.families.flatMap(\.endpoints).first(where: { $0.id == id }) {
      return (key == "request" ? endpoint.request : endpoint.response, endpoint.position)
    }
    guard let interface = catalog.clients.flatMap(\.interfaces).first(where: { $0.id == id }) else { return nil }
    let fields = ["parameters": interface.parameters, "result": interface.result, "failure": interface.failure]
    return (fields[key] ?? [], interface.position)
  }

  private func inlineFields(at position: Position) -> [Field]? {
    func search(_ fields: [Field]) -> [Field]? {
      for field in fields {
        guard case .inline(let inner) = field.type else { continue }
        if field.position == position { return inner }
        if let found = search(inner) { return found }
      }
      return nil
    }
    let tops =
      catalog.families.flatMap(\.endpoints).flatMap { [$0.request, $0.response] } + catalog.types.map(\.fields)
      + catalog.clients.flatMap(\.interfaces).flatMap { [$0.parameters, $0.result, $0.failure] }
    return tops.lazy.compactMap(search).first
  }

  private mutating func write(_ field: DraftField, behindSibling last: Position, isRequest: Bool, of what: String) {
    guard let line = text.lastLine(of: last) else { return }
    let yaml = lines(of: field, depth: last.column - 1, isRequest: isRequest, near: last.file)
    add("a field of \(what)", behind: (last.file, line), yaml)
  }

  /// A field's lines; what it needs besides is suggested, too.
  mutating func lines(
    of field: DraftField, depth: Int, isRequest: Bool, swift: String? = nil, near file: String
  ) -> [String] {
    let required = field.isRequired && isRequest ? ", required: true" : ""
    let swiftName =
      swift ?? (DraftNames.isReserved(property: field.name) ? SwiftName.lowerCamel(field.name) + "Value" : nil)
    if !field.children.isEmpty, field.type?.isList != true {
      let inner = lines(of: field.children, depth: depth + 4, isRequest: isRequest, near: file)
      let held = inner.contains { $0.last != "." }
      var given = swiftName
      let type = DraftNames.capitalised(given ?? SwiftName.lowerCamel(field.name))
      if names.contains(type) || ReservedNames.reason(against: type, as: .type) != nil {
        given = (given ?? SwiftName.lowerCamel(field.name)) + "Object"
      }
      nested.insert(DraftNames.capitalised(given ?? SwiftName.lowerCamel(field.name)))
      guard held else { return ["\(indent(depth))\(field.name): {type: string-map\(required), about: \"\"}"] + inner }
      var yaml = ["\(indent(depth))\(field.name):"]
      if let given { yaml.append("\(indent(depth + 2))swift: \(given)") }
      if field.isRequired && isRequest { yaml.append("\(indent(depth + 2))required: true") }
      return yaml + ["\(indent(depth + 2))about: \"\"", "\(indent(depth + 2))object:"] + inner
    }
    let type = type(of: field, isRequest: isRequest, near: file)
    let given = swiftName.map { ", swift: \($0)" } ?? ""
    return ["\(indent(depth))\(field.name): {type: \(type)\(required)\(given), about: \"\"}"]
  }

  /// The lines of fields that stand beside each other. What the catalog cannot hold is said in a comment.
  mutating func lines(
    of fields: [DraftField], depth: Int, isRequest: Bool, isQuery: Bool = false, near file: String
  ) -> [String] {
    var properties: Set<String> = []
    return fields.flatMap { field -> [String] in
      guard DraftNames.isWire(field.name) else {
        return ["\(indent(depth))# Left out: '\(field.name)', which is no name that a field can have."]
      }
      if field.type == .function {
        return ["\(indent(depth))# Left out: '\(field.name)', which is a function: it stays in the program that calls."]
      }
      if isQuery, !field.children.isEmpty || field.type?.isList == true {
        return ["\(indent(depth))# Left out: '\(field.name)', because a GET cannot ask with a list or an object."]
      }
      let property = SwiftName.lowerCamel(field.name)
      var given: String?
      if !properties.insert(property).inserted {
        given = DraftNames.free(property + "Field", taken: properties)
        properties.insert(given ?? property)
      }
      let remark =
        isRequest && field.isConditional
        ? [
          "\(indent(depth))# '\(field.name)' is required, says its column; in some cases only, says its description.",
          "\(indent(depth))# Take `required` away if the service does without it in the other cases.",
        ] : []
      return remark + lines(of: field, depth: depth, isRequest: isRequest, swift: given, near: file)
    }
  }

  private mutating func type(of field: DraftField, isRequest: Bool, near file: String) -> String {
    if !field.children.isEmpty { return "[\(object(field, isRequest: isRequest, near: file))]" }
    if let name = identifiers[field.name], field.type.map(\.isText) ?? true { return name }
    if field.values.count > 1, field.type?.innermost != .bool {
      let name = enumeration(field)
      return field.type?.isList == true ? "[\(name)]" : name
    }
    return field.type?.catalogType ?? "string"
  }

  // MARK: - Declarations

  private mutating func newName(for field: String, ending: String) -> String {
    let base = DraftNames.type(field)
    func isFree(_ name: String) -> Bool {
      !names.contains(name) && !nested.contains(name) && ReservedNames.reason(against: name, as: .type) == nil
        && !name.hasSuffix("Request") && !name.hasSuffix("Response")
    }
    var name = isFree(base) ? base : base + ending
    while !isFree(name) { name += "Entry" }
    names.insert(name)
    return name
  }

  private mutating func object(_ field: DraftField, isRequest: Bool, near file: String) -> String {
    let name = newName(for: field.name, ending: "Entry")
    guard let last = last(catalog.types.map(\.position), near: file), let line = text.lastLine(of: last) else {
      return name
    }
    let depth = last.column - 1
    var yaml = ["", "\(indent(depth))\(name):", "\(indent(depth + 2))about: \"\"", "\(indent(depth + 2))fields:"]
    yaml += lines(of: field.children, depth: depth + 4, isRequest: isRequest, near: file)
    add("a type", behind: (last.file, line), yaml)
    return name
  }

  private mutating func enumeration(_ field: DraftField) -> String {
    let name = newName(for: field.name, ending: "Kind")
    guard let last = catalog.enums.last?.position, let line = text.lastLine(of: last) else { return name }
    let depth = last.column - 1
    let isString =
      field.type?.innermost == .string
      || field.values.contains { value in
        Int32(value.value).map { String($0) != value.value } ?? true
      }
    let isNegative = field.values.contains { $0.value.hasPrefix("-") }
    let yaml =
      [
        "", "\(indent(depth))\(name):",
        "\(indent(depth + 2))raw: \(isString ? "string" : isNegative ? "int32" : "uint32")",
      ]
      + ["\(indent(depth + 2))about: \"\"", "\(indent(depth + 2))values:"]
      + DraftNames.distinct(field.values).map { indent(depth + 4) + Self.value($0, isString: isString) }
    add("an enum", behind: (last.file, line), yaml)
    return name
  }

  /// The last of some places, in the file beside another if there are any.
  private func last(_ places: [Position], near file: String) -> Position? {
    let folder = file.split(separator: "/").dropLast().joined(separator: "/")
    return places.filter { $0.file.hasPrefix(folder + "/") }.max() ?? places.max()
  }
}

extension PageType {
  fileprivate var isText: Bool { self == .string }

  /// The built-in type of the catalog that says the same, or the nearest.
  fileprivate var catalogType: String {
    switch self {
    case .string, .object, .named, .function: "string"
    case .bool: "bool"
    case .integer(let bits, let signed): "\(signed ?? false ? "" : "u")int\(bits ?? 32)"
    case .number: "double"
    case .list(let element): "[\(element?.catalogType ?? "string")]"
    }
  }
}
