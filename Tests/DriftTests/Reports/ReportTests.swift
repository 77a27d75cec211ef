import Catalog
import Drift
import Findings
import Foundation
import TestSupport
import Testing

/// A report with findings of every level, one accepted, and names that mean something in every format.
enum SampleReport {
  static func make() throws -> DriftReport {
    let base = try DriftFixtures.catalog([:])
    var head = base
    let files = try #require(head.families.firstIndex { $0.name == "files" })
    let list = try #require(head.families[files].endpoints.firstIndex { $0.id == "file_list" })
    let limit = try #require(head.families[files].endpoints[list].request.firstIndex { $0.name == "limit" })
    head.families[files].endpoints[list].request[limit].constraints.range?.upper = .number(500)
    head.families[files].endpoints[list].summary = "Lists pages."
    head.families[files].endpoints.removeAll { $0.id == "file_drop" }
    for index in head.limits.indices where head.limits[index].name == "page_size" { head.limits[index].value = 500 }
    for index in head.services.indices where head.services[index].id == "drive" {
      head.services[index].host = "https://a.example.com/<b>&\"'|`,:%"
    }
    for index in head.enums.indices where head.enums[index].name == "Order" {
      var value = try #require(head.enums[index].values.first)
      value.raw = "77"
      value.name = "largest_first_of_all_the_entries_that_there_are"
      value.swiftName = "largestFirstOfAllTheEntriesThatThereAre"
      head.enums[index].values.append(value)
    }
    let accepted = IgnoreList.read(
      Array("ignore: [{id: limit-lowered, target: limits.page_size, reason: Agreed & <done>.}]".utf8), file: "a.yaml"
    ).list
    return DriftFixtures.report(base, head, ignoring: accepted)
  }
}

@Suite("Reports")
struct ReportTests {
  @Test("GitHub's commands name lines of the head, and escape what has a meaning")
  func github() throws {
    let lines = ReportFormat.github.render(try SampleReport.make()).split(separator: "\n")
    #expect(
      lines.contains { $0.hasPrefix("::error file=Spec/files.yaml,line=14,col=7,title=request-range-tightened::") })
    #expect(lines.contains { $0.hasPrefix("::notice file=Spec/files.yaml") })
    #expect(lines.contains { $0.contains("`,:%25") })
    #expect(lines.allSatisfy { $0.hasPrefix("::") })
    // What is gone stands nowhere in the head.
    #expect(lines.contains { $0.hasPrefix("::error title=endpoint-removed::") })
  }

  @Test("Markdown has a table a level, notices folded away, and cells that hold")
  func markdown() throws {
    let text = ReportFormat.markdown.render(try SampleReport.make())
    #expect(text.hasPrefix("## API drift: 3 errors and 2 notices; 1 accepted\n"))
    #expect(text.contains("### 3 errors\n") && text.contains("<details><summary>2 notices</summary>"))
    #expect(text.contains("[`request.limit of file_list`](https://docs.example.com/11)"))
    for row in text.split(separator: "\n") where row.hasPrefix("|") {
      #expect(row.replacing("\\|", with: "").filter { $0 == "|" }.count == 5, "\(row)")
    }
    #expect(!text.contains("<done>"))
  }

  @Test(
    "JSON and SARIF are as their schemas say", .enabled(if: Self.canValidate, "python3-jsonschema is not installed"))
  func schemas() throws {
    let report = try SampleReport.make()
    let shipped = DriftFixtures.package.appending(path: "Generator/Drift/Reports/drift-report.schema.json")
    let empty = DriftFixtures.report(try DriftFixtures.catalog([:]), try DriftFixtures.catalog([:]))
    var reports = [report, empty]
    for drift in DriftCase.all {
      let (base, head) = try drift.catalogs()
      reports += [DriftFixtures.report(base, head), DriftFixtures.report(head, base)]
    }
    #expect(reports.count > 250)
    try validate(reports.map(ReportFormat.json.render), against: shipped)
    #expect(throws: (any Error).self) { try validate(["{\"format\": 2}"], against: shipped) }
    // The published schema is not copied into the project: this one says what of it is used, and is stricter. The
    // published one is fetched by `.ci/setup --tests`.
    let sarif = reports.map(ReportFormat.sarif.render)
    try validate(sarif, against: DriftFixtures.folder.appending(path: "sarif-used.schema.json"))
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
    let published = URL(filePath: cache + "/wedrive/sarif-schema-2.1.0.json")
    guard FileManager.default.fileExists(atPath: published.path) else {
      print("  SARIF is not validated against the published schema: .ci/setup --tests fetches it")
      return
    }
    try validate(sarif, against: published)
    #expect(throws: (any Error).self) {
      try validate([sarif[0].replacing("\"ruleId\"", with: "\"rule\"")], against: published)
    }
  }

  @Test("SARIF refers to its rules, and suppresses what is accepted")
  func sarif() throws {
    let report = try SampleReport.make()
    let text = ReportFormat.sarif.render(report)
    let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == report.findings.count + report.accepted.count)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
    }
    #expect(results.filter { $0["suppressions"] != nil }.count == 1)
  }

  @Test("Two large catalogs are compared and rendered in a moment")
  func duration() throws {
    let own = try #require(Catalog.load(directory: DriftFixtures.package.appending(path: "Spec").path).catalog)
    let clock = ContinuousClock()
    let duration = clock.measure { _ = ReportFormat.html.render(DriftFixtures.report(Catalog(), own)) }
    // Unoptimised; the built command takes a fraction of it.
    #expect(duration < .seconds(2))
  }

  /// Debian's python3-jsonschema belongs to Debian's Python, whichever else is installed.
  private static let python = "/usr/bin/python3"
  static let canValidate = CommandRun.succeeds(python, ["-c", "import jsonschema"])

  private struct Invalid: Error { let text: String }

  private func validate(_ texts: [String], against schema: URL) throws {
    try withTemporaryFolder { folder in
      for (index, text) in texts.enumerated() {
        try text.write(to: folder.appending(path: "\(index).json"), atomically: true, encoding: .utf8)
      }
      let program = """
        import glob, json, sys, jsonschema
        schema = json.load(open(sys.argv[1]))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        validator = validator(schema)
        files = glob.glob("*.json")
        errors = [f"{f} {list(e.absolute_path)}: {e.message}" for f in files for e in validator.iter_errors(json.load(open(f)))]
        print("\\n".join(errors)); sys.exit(1 if errors or not files else 0)
        """
      let run = try CommandRun(program: Self.python, ["-c", program, schema.path], in: folder)
      if run.status != 0 { throw Invalid(text: run.output + run.errors) }
    }
  }
}
