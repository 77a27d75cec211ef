import ArgumentParser
import Catalog
import Drift
import Findings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ReportFormat: ExpressibleByArgument {}

/// The least severe finding that makes the command fail.
enum FailureThreshold: String, CaseIterable, ExpressibleByArgument {
  case error, warning, info, never

  var level: FindingLevel? { FindingLevel(rawValue: rawValue) }
}

/// `wedrive-spec diff`: what changed between two catalogs, and whom it breaks.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compares two catalogs: what changed, and whom it breaks.",
    discussion: """
      A side is a folder, or <revision>:<folder> for what git knows. Exits with 0 if nothing is found that is at least \
      as severe as --fail-on, with 1 otherwise, with 2 if used wrongly, and with 3 if a side does not load.
      """)

  @Argument(help: "The earlier catalog.")
  var base = "HEAD:Spec"

  @Argument(help: "The later catalog.")
  var head = "Spec"

  @Option(help: "How to print what is found: \(Self.words(ReportFormat.allCases.map(\.rawValue))).")
  var format = ReportFormat.text

  @Option(help: "Fail from this level on: \(Self.words(FailureThreshold.allCases.map(\.rawValue))).")
  var failOn = FailureThreshold.error

  @Option(help: "A file of accepted findings.")
  var ignore: String?

  @Option(
    help: ArgumentHelp(
      "A file that `wedrive --observe` wrote, to be compared with the later catalog.", valueName: "file"))
  var observed: String?

  func run() throws {
    let list = try ignore.map(accepted)
    let replies = try observed.map(observations)
    let (old, new) = try (load(base), load(head))
    let today = Date.now.formatted(.iso8601.year().month().day())
    let report = DriftReport(base: old, head: new, observed: replies, ignoring: list, today: today)
    SpecOutput.print(format.render(report), isWorkflow: format == .github)
    if let level = failOn.level, report.reaches(level) { throw ExitCode(1) }
  }

  private func load(_ argument: String) throws -> (catalog: Catalog, side: DriftReport.Side) {
    do throws(RevisionError) {
      let revision = try CatalogRevision(argument)
      let (catalog, diagnostics) = Catalog.load(try revision.sources())
      if let catalog { return (catalog, revision.side) }
      SpecOutput.complain(DiagnosticFormat.text.render(diagnostics, folder: revision.side.label))
      SpecOutput.complain("The catalog in '\(argument)' does not load.\n")
    } catch {
      SpecOutput.complain("\(error).\n")
    }
    throw ExitCode(3)
  }

  private func content(of path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("There is no file '\(path)' to read.")
    }
    return [UInt8](data)
  }

  private func observations(in path: String) throws -> ObservedReplies {
    let bytes = try content(of: path)
    do throws(ObservedReplies.Malformed) {
      return try ObservedReplies(bytes)
    } catch {
      SpecOutput.complain("\(path): \(error).\n")
      throw ExitCode(2)
    }
  }

  private func accepted(in path: String) throws -> IgnoreList {
    let (list, diagnostics) = IgnoreList.read(try content(of: path), file: path)
    guard let list else {
      SpecOutput.complain(DiagnosticFormat.text.render(diagnostics, folder: ""))
      throw ExitCode(2)
    }
    return list
  }

  private static func words(_ words: [String]) -> String {
    words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }
}
