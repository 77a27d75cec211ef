import ArgumentParser
import Catalog

extension DiagnosticFormat: ExpressibleByArgument {}

/// `wedrive-spec lint`: everything that is wrong with the catalog, in one run.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks the catalog.",
    discussion: "Prints everything that is wrong with it and exits with 1 if anything is an error.")

  @Argument(help: "The catalog's folder.")
  var directory = "Spec"

  @Option(help: "How to print what is found: text, json or github.")
  var format = DiagnosticFormat.text

  func validate() throws { try CatalogFolder.validate(directory) }

  func run() throws {
    let (catalog, diagnostics) = Catalog.load(directory: directory)
    SpecOutput.print(format.render(diagnostics, folder: directory), isWorkflow: format == .github)
    if format == .text { SpecOutput.print(LintSummary.line(catalog: catalog, diagnostics: diagnostics) + "\n") }
    if catalog == nil { throw ExitCode(1) }
  }
}
