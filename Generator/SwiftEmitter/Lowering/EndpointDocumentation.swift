import Catalog

extension EndpointDeclarations {
  /// The whole documentation, or for a further method of the same endpoint what it has of its own.
  func documentation(_ summary: String, _ parameters: [Member], isFirst: Bool) -> [String] {
    var result = [summary]
    if isFirst, let about = endpoint.about { result.append(Wording.stopped(about)) }
    result.append(isFirst ? "\(behaviour) \(pages)" : behaviour)
    result.append("- Parameters:")
    result += parameters.map { "  - \($0.name): \(Wording.named($0.field.about, term: $0.field.term))" }
    result.append("  - configure: Sets what is optional.")
    if isFirst, !endpoint.errcodes.isEmpty {
      let codes = endpoint.errcodes.map { code in
        lexicon.errcode(code, service: service).map { "\(code) (`\($0.name)`)" } ?? "\(code)"
      }
      result.append("- Throws: ``WeDriveError``; refused with errcode \(Wording.list(codes, "or")).")
    }
    return result
  }

  /// Method, path and effect.
  private var behaviour: String {
    let effect =
      switch endpoint.effect {
      case .read: "Reads"
      case .replace: "Replaces"
      case .append: "Adds"
      case .delete: "Removes"
      case .create: "Creates"
      }
    let why = endpoint.repeatableWhy.map { " " + Wording.stopped($0) } ?? ""
    let repetition = endpoint.isRepeatable ? "sent again if the reply is lost" : "never sent again by itself"
    return "`\(endpoint.method.rawValue) \(endpoint.path)`. \(effect); \(repetition).\(why)\(token)"
  }

  /// Which token it carries, unless it is the usual one or none.
  private var token: String {
    guard !carriesUsualToken, !endpoint.tokens.isEmpty else { return "" }
    return " Carries the \(Wording.list(endpoint.tokens.map { "`\($0.name)`" }, "or"))."
  }

  /// Where it is documented, and for which kinds of apps.
  private var pages: String {
    let links = endpoint.documentation.pages.map { kind, page in
      "[\(kind.rawValue)](\(lexicon.link(page, service: service)))"
    }
    let documented = Set(endpoint.documentation.pages.map(\.kind))
    let apps = Wording.list(endpoint.apps.map(\.rawValue), "and")
    let isSame = documented == Set(endpoint.apps)
    return "Documented for \(Wording.list(links, "and")) apps" + (isSame ? "." : "; open to \(apps) apps.")
  }
}
