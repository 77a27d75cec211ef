import Catalog

/// The names that a catalog's declarations have in the generated module, as a program writes them.
public struct SwiftSymbols {
  private let typeIndex: TypeIndex

  /// The names of a catalog's declarations.
  public init(_ catalog: Catalog) { typeIndex = TypeIndex(catalog) }

  /// What an endpoint becomes.
  public struct Call: Sendable {
    /// The method that takes a request: `WeDriveAPI.fileList(_:)`.
    public let method: String
    /// The method that gives the items of all pages, if there are pages.
    public let items: String?
    /// The parameters of that method that may be left out.
    public let omissible: [String]
    /// The request's type: `FileListRequest`.
    public let request: String
    /// The response's type: `FileListResponse`.
    public let response: String
  }

  /// The names that an endpoint of a service has.
  public func call(_ endpoint: Endpoint, service: String) -> Call {
    let lowered = EndpointDeclarations(endpoint, service: service, typeIndex: typeIndex)
    let parameters = lowered.pagedCalls.flatMap { paged -> [String] in
      if case .function(let function) = paged.kind { function.parameters } else { [] }
    }
    let omissible = parameters.filter { $0 != lowered.configure && $0.contains(" = ") }
      .map { String($0.prefix { $0 != ":" }) }
    let api = typeIndex.api(ofService: service)
    let items = parameters.isEmpty ? nil : "\(api).\(GeneratedNames.itemsMethod(of: endpoint))"
    return Call(
      method: "\(api).\(endpoint.swiftName)(_:)", items: items, omissible: omissible,
      request: lowered.request.name, response: lowered.response.name)
  }

  /// The property of a field: `FileInfo.fileName`.
  public func property(_ field: Field, of owner: String) -> String { "\(owner).\(field.swiftName)" }

  /// The type of a field's inline object: `FileListResponse.Page`.
  public func nestedType(_ field: Field, of owner: String) -> String {
    "\(owner).\(GeneratedNames.nestedType(of: field))"
  }

  /// A static member: of an enum, an identifier, an object or the limits.
  public func member(_ swiftName: String, of owner: String) -> String { "\(owner).\(swiftName)" }

  /// The initialiser of a type.
  public func initialiser(of owner: String) -> String { "\(owner).init" }

  /// The constant of a limit.
  public func limit(_ limit: Limit) -> String { "Limits.\(limit.swiftName)" }

  /// The constant of a service.
  public func service(_ id: String) -> String { "Service.\(typeIndex.constant(ofService: id))" }

  /// The constant of a kind of token.
  public func tokenKind(_ kind: TokenKind) -> String { "TokenKind\(kind.reference)" }

  /// The errcode type of a service, if it exists.
  public func errcodeType(ofService id: String) -> String? { typeIndex.services[id]?.errcodeType }

  /// The link to a documentation page of a service.
  public func link(_ page: String, service: String) -> String { typeIndex.link(page, service: service) }
}

/// Turns a catalog into the files of the generated module.
public enum SwiftEmitter {
  /// Every file of the module, by name. The same catalog always gives the same bytes: nothing else goes in.
  public static func files(for catalog: Catalog) -> [GeneratedFile] {
    let typeIndex = TypeIndex(catalog)
    let sources = SourceFiles(typeIndex: typeIndex)
    let swift = sources.all.map { GeneratedFile(name: $0.name, text: Renderer.text(of: $0)) }
    let index = GeneratedFile(name: "API.md", text: APIIndex(sources).text)
    return (swift + [index]).sorted { $0.name < $1.name }
  }

  /// The file of the emulator that says what it checks of requests. Nothing of what it says comes from ``files(for:)``.
  public static func rules(for catalog: Catalog) -> GeneratedFile {
    let file = RuleTables(typeIndex: TypeIndex(catalog)).file
    return GeneratedFile(name: file.name, text: Renderer.text(of: file))
  }
}
