import Catalog

/// Which declaration goes into which file: one file for each family, and few others, because a compiler is slowed
/// down by one large file as well as by a hundred small ones.
struct SourceFiles {
  typealias LoweredFamily = (family: Family, endpoints: [EndpointDeclarations])

  let typeIndex: TypeIndex
  let families: [LoweredFamily]
  /// Those of all families.
  private let endpoints: [EndpointDeclarations]
  let loweredEvents: [EventDeclarations]
  let interfaces: [InterfaceDeclarations]

  init(typeIndex: TypeIndex) {
    self.typeIndex = typeIndex
    families = typeIndex.catalog.families.map { family in
      (family, family.endpoints.map { EndpointDeclarations($0, service: family.service, typeIndex: typeIndex) })
    }
    endpoints = families.flatMap(\.endpoints)
    loweredEvents = typeIndex.catalog.events.map { EventDeclarations($0, typeIndex: typeIndex) }
    interfaces = typeIndex.catalog.clients.flatMap { family in
      family.interfaces.map { InterfaceDeclarations($0, of: family, typeIndex: typeIndex) }
    }
  }

  var catalog: Catalog { typeIndex.catalog }

  var all: [SourceFile] {
    var files = catalog.services.map(api) + [services]
    if !catalog.identifiers.isEmpty || !catalog.types.isEmpty { files.append(types) }
    if !catalog.enums.isEmpty { files.append(enums) }
    if !catalog.errcodes.isEmpty { files.append(errcodes) }
    if !catalog.events.isEmpty { files.append(events) }
    if !interfaces.isEmpty { files.append(pickers) }
    if let dates { files.append(dates) }
    return files + familyFiles
  }

  /// Calls first, then what they send and receive.
  private var familyFiles: [SourceFile] {
    let fixed = Set(
      ["Services", "Types", "Enums", "Errcodes", "Events", "Pickers", "Dates", "API"] + catalog.services.map(\.apiType))
    var uses = Dictionary(families.map { (SwiftNaming.joined($0.family.name), 1) }, uniquingKeysWith: +)
    for name in fixed { uses[name, default: 0] += 1 }
    return families.map { family, endpoints in
      let stem = SwiftNaming.joined(family.name)
      // Two services may have a family of the same name.
      let name = uses[stem] == 1 ? stem : typeIndex.stem(ofService: family.service) + stem
      let calls = Declaration(
        .scope("extension \(typeIndex.api(ofService: family.service))", endpoints.flatMap(\.calls)),
        DocText.stopped(family.about))
      let models = endpoints.flatMap(\.models)
      let uploads = endpoints.compactMap { $0.blockUpload(among: self.endpoints) }
      return SourceFile(
        name: name + ".swift", origin: "Spec/\(family.position.file)",
        declarations: [calls, Declaration(.mark("Models"))] + models
          + (uploads.isEmpty ? [] : [Declaration(.mark("Uploads in blocks"))] + uploads))
    }
  }

  /// The protocol of a service, what it does by default, and the table of routes.
  private func api(_ service: Service) -> SourceFile {
    let api = service.apiType
    let routes = "public let \(SwiftNaming.lower(String(api.dropLast(3))))Routes: [Route<any \(api)>]"
    let endpoints = families.filter { $0.family.service == service.id }.flatMap(\.endpoints)
    let summary = [
      "Every call of the service `\(service.id)`. "
        + "A client sends them, a server answers them, a stub does what a test needs.",
      DocText.stopped(service.about),
    ]
    let hook = Function(
      head: "func perform<Request: APIRequest>", parameters: ["_ request: Request"],
      tail: "async throws(WeDriveError) -> Request.Response")
    let hookDocumentation = "Carries out a request for which there is no method of its own: by default, not at all."
    var refuse = hook
    refuse.head = "public " + hook.head
    refuse.body = [.text("throw .notImplemented(endpoint: Request.endpoint.name)")]
    var send = hook
    send.head = "public " + hook.head
    send.body = [.text("try await send(request)")]
    return SourceFile(
      name: api + ".swift", origin: "Spec",
      declarations: [
        Declaration(
          .scope(
            "public protocol \(api): Sendable",
            [Declaration(.function(hook), hookDocumentation)] + endpoints.map(\.requirement)),
          documentation: summary),
        Declaration(
          .scope(
            "extension \(api)",
            [Declaration(.function(refuse), "Carries out nothing: throws `WeDriveError.notImplemented(endpoint:)`.")])
        ),
        Declaration(
          .scope("extension \(api) where Self: APICaller", [Declaration(.function(send), "Sends the request.")])),
        Declaration(
          .scope("extension \(api)", endpoints.map(\.implementation)),
          documentation: [],
          attributes: [
            .text("// DocC shows the documentation of the requirements, above, for these, too."),
            .text("// swift-format-ignore: AllPublicDeclarationsHaveDocumentation"),
          ]),
        Declaration(
          // A service may have no calls yet.
          endpoints.isEmpty ? .stored(routes, value: .text("[]")) : .table(routes, endpoints.map(\.route)),
          "Every call of the service as a server sees it, in the order of the catalog."),
      ])
  }

  private var services: SourceFile {
    let guardLine = Declaration(
      .stored("private typealias Runtime = GeneratedCodeVersion1", value: nil),
      attributes: [
        .text("// If this line does not compile, the generated files and WeDriveRuntime do not belong together:"),
        .text("// run `\(GeneratedFile.command)` with the generator of the same revision."),
      ])
    var declarations = [
      guardLine,
      Declaration(.scope("extension Service", catalog.services.map { $0.declaration(typeIndex) })),
      Declaration(.scope("extension TokenKind", tokenKinds.map(\.declaration))),
    ]
    if !catalog.limits.isEmpty {
      declarations.append(
        Declaration(
          .scope("public enum Limits", catalog.limits.map { $0.declaration(typeIndex) }),
          "Numbers that the documentation promises or enforces."))
    }
    return SourceFile(name: "Services.swift", origin: "Spec/catalog.yaml", declarations: declarations)
  }

  /// Services share the kinds of one name.
  private var tokenKinds: [TokenKind] {
    var names: Set<String> = []
    return catalog.services.flatMap(\.tokens).filter { names.insert($0.name).inserted }
  }

  private var types: SourceFile {
    SourceFile(
      name: "Types.swift", origin: "Spec",
      declarations: titled("Identifiers", catalog.identifiers.map(\.declaration))
        + titled("Objects", catalog.types.map { $0.declaration(typeIndex) }))
  }

  private func titled(_ title: String, _ declarations: [Declaration]) -> [Declaration] {
    declarations.isEmpty ? [] : [Declaration(.mark(title))] + declarations
  }

  private var pickers: SourceFile {
    let hosts = Declaration(
      .scope("extension ClientHost", catalog.clients.flatMap { $0.hosts.map(\.declaration) }),
      "Where a page can be shown.")
    return SourceFile(
      name: "Pickers.swift", origin: "Spec", declarations: [hosts] + interfaces.map(\.declaration))
  }

  private var enums: SourceFile {
    SourceFile(name: "Enums.swift", origin: "Spec", declarations: catalog.enums.map { $0.declaration(typeIndex) })
  }

  /// One table for each service, and the events.
  private var events: SourceFile {
    let tables = catalog.services.compactMap { service -> Declaration? in
      let own = loweredEvents.filter { $0.event.service == service.id }
      guard !own.isEmpty else { return nil }
      return Declaration(
        .table(
          "public let \(typeIndex.constant(ofService: service.id))Events: [any CallbackEvent.Type]", own.map(\.entry)),
        "What the service `\(service.id)` tells an app about by calling it back, in the order of the catalog.")
    }
    return SourceFile(name: "Events.swift", origin: "Spec", declarations: tables + loweredEvents.map(\.declaration))
  }

  private var errcodes: SourceFile {
    SourceFile(
      name: "Errcodes.swift", origin: "Spec", declarations: catalog.errcodes.flatMap { $0.declarations(typeIndex) })
  }
}
