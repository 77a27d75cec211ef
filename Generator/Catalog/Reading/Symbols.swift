/// The names that the catalog declares, collected before anything that refers to them is read.
///
/// A name that is declared twice stands for its first declaration; the others are read for their own mistakes only.
struct Symbols {
  enum TypeKind: String {
    case object = "type"
    case identifier = "identifier"
    case enumeration = "enum"
  }

  /// The names of types, identifiers and enums, which share one namespace.
  private(set) var types: [String: (kind: TypeKind, span: Span)] = [:]
  private(set) var endpoints: [String: Span] = [:]
  private(set) var interfaces: [String: Span] = [:]

  // Filled while the model is read.
  /// Name → value; nil if what is declared has none, which is reported.
  var limits: [String: Limit?] = [:]
  var enums: [String: EnumType] = [:]
  var identifiers: [String: IdentifierType.Raw] = [:]
  /// Identifiers that work for some time only.
  var tickets: Set<String> = []
  /// Service id → its codes and where they stand.
  var errcodes: [String: [Int: Span]] = [:]

  /// Collects the names and reports those that are declared twice or badly formed.
  static func collect(from declarations: DeclarationNodes, report: Report) -> Symbols {
    var symbols = Symbols()
    symbols.add(declarations.types, as: .object, report: report)
    symbols.add(declarations.identifiers, as: .identifier, report: report)
    symbols.add(declarations.enums, as: .enumeration, report: report)
    for family in declarations.families {
      for entry in family.endpoints {
        if let first = symbols.endpoints[entry.key] {
          if entry.isRepeated { continue }
          report.add(
            .duplicateEndpoint, at: entry.keySpan, "endpoint '\(entry.key)' is declared twice",
            notes: [(first, "'\(entry.key)' is first here")])
        } else {
          symbols.endpoints[entry.key] = entry.keySpan
          report.check(entry.key, has: .snakeCase, "endpoint id", at: entry.keySpan)
        }
      }
    }
    for entry in declarations.clients.flatMap(\.interfaces) {
      if let first = symbols.interfaces[entry.key] {
        if entry.isRepeated { continue }
        report.add(
          .duplicateInterface, at: entry.keySpan, "interface '\(entry.key)' is declared twice",
          notes: [(first, "'\(entry.key)' is first here")])
      } else {
        symbols.interfaces[entry.key] = entry.keySpan
        report.check(entry.key, has: .wire, "interface", at: entry.keySpan)
      }
    }
    return symbols
  }

  private mutating func add(_ entries: [Node.Entry], as kind: TypeKind, report: Report) {
    for entry in entries {
      if let first = types[entry.key] {
        if entry.isRepeated { continue }
        report.add(
          .duplicateType, at: entry.keySpan, "\(kind.rawValue) '\(entry.key)' has the name of another declaration",
          notes: [(first.span, "\(first.kind.rawValue) '\(entry.key)' is declared here")])
        continue
      }
      types[entry.key] = (kind, entry.keySpan)
      if TypeReference.Scalar(rawValue: entry.key) != nil {
        report.add(.badName, at: entry.keySpan, "'\(entry.key)' is a built-in type")
      } else {
        report.check(entry.key, has: .upperCamel, "\(kind.rawValue) name", at: entry.keySpan)
        if let reason = ReservedNames.reason(against: entry.key, as: .type) {
          report.add(.reservedName, at: entry.keySpan, "a type cannot be named '\(entry.key)': \(reason)")
        }
      }
    }
  }
}

extension Report {
  /// Reports a name that does not look as names of its kind have to.
  @discardableResult
  func check(_ name: String, has form: NameForm, _ what: String, at span: Span) -> Bool {
    if form.matches(name) { return true }
    add(.badName, at: span, "\(what) '\(name)' has to be \(form.description)")
    return false
  }
}
