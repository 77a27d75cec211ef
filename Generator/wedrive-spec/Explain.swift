import ArgumentParser
import Catalog
import DocPages
import Drift
import Findings

/// `wedrive-spec explain`: what the id behind a message means.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explains the id behind a message.",
    discussion: "Without an id it lists all of them.")

  @Argument(help: "The id, for example unknown-key.")
  var id: String?

  func run() throws {
    guard let id else {
      SpecOutput.print(
        "Mistakes in a catalog:\n\n\(Rule.index)\nDifferences between two catalogs:\n\n\(DriftRule.index)"
          + "\nDifferences from documentation pages:\n\n\(PageRule.index)")
      return
    }
    if let rule = PageRule.named(id) {
      SpecOutput.print(rule.page)
      return
    }
    if let rule = DriftRule.named(id) {
      SpecOutput.print(rule.page)
      return
    }
    guard let rule = Rule.named(id) else {
      let suggestion =
        Rule.suggestion(for: id, or: DriftRule.all.map(\.id) + PageRule.allCases.map(\.id)).map {
          " Did you mean '\($0)'?"
        } ?? ""
      throw ValidationError("There is no id '\(id)'.\(suggestion) `wedrive-spec explain` lists all of them.")
    }
    SpecOutput.print(rule.page)
  }
}
