import ArgumentParser
import Catalog

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension DiagnosticFormat: ExpressibleByArgument {}

/// `wedrive-spec lint`: everything that is wrong with the catalog, in one run.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Checks the catalog.",
    discussion: "Prints everything that is wrong with it and exits with 1 if anything is an error.")

  @Argument(help: "The catalog's folder.")
  var directory = "Spec"

  @Option(help: "How to print what is found: text, json or github.")
  var format = DiagnosticFormat.text

  func validate() throws { try CatalogFolder.validate(directory) }

  func run() throws {
    var bounds = LoadBounds()
    // A day more: a page may have been written where it is tomorrow already.
    let lastDay = Date.now.addingTimeInterval(86_400).formatted(.iso8601.year().month().day())
    bounds.upkeep = LoadBounds.Upkeep(lastDay: lastDay)
    let (catalog, diagnostics) = Catalog.load(directory: directory, bounds: bounds)
    SpecOutput.print(format.render(diagnostics, folder: directory), isWorkflow: format == .github)
    if format == .text { SpecOutput.print(LintSummary.line(catalog: catalog, diagnostics: diagnostics) + "\n") }
    if catalog == nil { throw ExitCode(1) }
  }
}
