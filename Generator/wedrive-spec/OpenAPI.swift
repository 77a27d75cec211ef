import ArgumentParser
import Catalog
import OpenAPIEmitter

/// `wedrive-spec openapi`: the catalog for tools of other languages.
struct OpenAPI: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "openapi",
    abstract: "Prints the catalog as an OpenAPI 3.1 document.",
    discussion: """
      `generate` writes the document of all services beside the generated module. A document of one service names its \
      server once, for tools that do not read an operation's own.
      """)

  @Option(help: ArgumentHelp("Only the calls and events of this service.", valueName: "id"))
  var service: String?

  @Option(help: "The catalog's folder.")
  var spec = "Spec"

  @Option(help: "How to print what is wrong with the catalog: text, json or github.")
  var format = DiagnosticFormat.text

  func validate() throws { try CatalogFolder.validate(spec) }

  func run() throws {
    let (catalog, diagnostics) = Catalog.load(directory: spec)
    // The document alone goes to standard output, where it can be sent on.
    let found = format.render(diagnostics, folder: spec)
    guard let catalog else {
      SpecOutput.print(found, isWorkflow: format == .github)
      throw ExitCode(1)
    }
    if !diagnostics.isEmpty { SpecOutput.complain(found) }
    if let service, !catalog.services.contains(where: { $0.id == service }) {
      let ids = catalog.services.map { "'\($0.id)'" }.joined(separator: ", ")
      throw ValidationError("The catalog has no service '\(service)'. It has \(ids).")
    }
    SpecOutput.print(OpenAPIEmitter.text(for: catalog, service: service))
  }
}
