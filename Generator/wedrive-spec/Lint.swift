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

/// The last line of a lint for people: what was checked, or how much is wrong.
enum LintSummary {
  /// One line without a line end.
  static func line(catalog: Catalog?, diagnostics: [Diagnostic]) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map(counted)
    if !counts.isEmpty {
      return "\(counts.joined(separator: " and ")); `wedrive-spec explain <id>` tells more about an id"
    }
    guard let catalog else { return "nothing could be read" }
    let contents = [
      (catalog.families.reduce(0) { $0 + $1.endpoints.count }, "endpoint"), (catalog.types.count, "type"),
      (catalog.identifiers.count, "identifier"), (catalog.enums.count, "enum"),
      (catalog.errcodes.reduce(0) { $0 + $1.codes.count }, "errcode"), (catalog.limits.count, "limit"),
    ]
    let interfaces = (catalog.clients.reduce(0) { $0 + $1.interfaces.count }, "client-side interface")
    let further = [(catalog.events.count, "event"), interfaces].filter { $0.0 > 0 }
    return (contents + further).map(counted).joined(separator: ", ")
      + ": nothing is wrong"
  }

  private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
