import ArgumentParser
import Catalog
import DocPages
import Findings

extension PageReportFormat: ExpressibleByArgument {}

/// `wedrive-spec docs`: what documentation pages say that the catalog does not, and the other way round.
struct Docs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs", abstract: "Compares documentation pages with the catalog.",
    discussion: """
      Reads pages as Markdown, plain text, HTML, POD, TypeScript declarations, or the documentation centre's reply in JSON, \
      one call in each or many. Lines that changed since a page was reviewed and that no finding is about are told from \
      `pages.lock` in the catalog's folder. Exits with 0 if nothing reaches the threshold, with 1 if something does, with 2 \
      for a wrong use, and with 3 if the catalog or a page cannot be read.
      """)

  /// From which level on findings make the command fail.
  enum Threshold: String, CaseIterable, ExpressibleByArgument {
    case error, warning, info, never

    func isReached(by level: FindingLevel) -> Bool {
      switch self {
      case .error: level >= .error
      case .warning: level >= .warning
      case .info: true
      case .never: false
      }
    }
  }

  @Argument(help: "The pages; '-' is standard input.")
  var pages: [String]

  @Option(help: "The catalog's folder.")
  var spec = "Spec"

  @Option(help: "How to print what is found: text, json, github, markdown, sarif or html.")
  var format = PageReportFormat.text

  @Option(help: "Exit with 1 if anything is at least this: error, warning, info or never.")
  var failOn = Threshold.warning

  @Flag(help: "Print the catalog's YAML for what it lacks instead of the findings.")
  var suggest = false

  @Flag(help: "Keep the pages as they are now in pages.lock, once their differences are dealt with.")
  var reviewed = false

  func validate() throws {
    try CatalogFolder.validate(spec)
    if pages.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input can be given once.") }
    if suggest && reviewed { throw ValidationError("--suggest and --reviewed do not go together.") }
  }

  func run() throws {
    let (catalog, diagnostics) = Catalog.load(directory: spec)
    guard let catalog else {
      SpecOutput.print(DiagnosticFormat.text.render(diagnostics, folder: spec))
      throw ExitCode(3)
    }
    var lock = try LockFile.read(in: spec)
    let report = PageCheck.run(pages.map(PageInput.read), catalog: catalog, lock: lock)
    if suggest {
      let suggestions = CatalogSuggestion.all(for: report, catalog: catalog, directory: spec)
      SpecOutput.print(CatalogSuggestion.render(suggestions, folder: spec))
    } else {
      SpecOutput.print(format.render(report, folder: spec), isWorkflow: format == .github)
    }
    if reviewed { try LockFile.update(&lock, with: report, in: spec) }
    if !report.failures.isEmpty { throw ExitCode(3) }
    if report.findings.contains(where: { failOn.isReached(by: $0.level) }) { throw ExitCode(1) }
  }
}
