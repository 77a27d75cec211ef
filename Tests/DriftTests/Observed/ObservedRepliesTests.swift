import Findings
import TestSupport
import Testing

@testable import Catalog
@testable import Drift

@Suite("Observed replies against the catalog")
struct ObservedRepliesTests {
  private func findings(_ observations: String) throws -> [String] {
    let catalog = try DriftFixtures.catalog([:])
    let observed = try ObservedReplies(Array(#"{"format":1,"observations":[\#(observations)]}"#.utf8))
    return Comparison.findings(from: catalog, to: catalog, observed: observed).map { finding in
      "\(finding.level.rawValue) \(finding.rule.id) \(finding.target): \(finding.text)"
    }
  }

  @Test("is settled where the catalog has learnt it, and a finding everywhere else")
  func findings() throws {
    let found = try findings(
      """
      {"endpoint":"file_get","kind":"unknown-field","path":"url","replies":1},
      {"endpoint":"file_list","kind":"unknown-field","path":"page.entries[].kind","replies":1},
      {"endpoint":"file_get","kind":"unknown-errcode","errcode":404,"replies":1},
      {"endpoint":"file_get","kind":"unknown-errcode","errcode":405,"replies":7},
      {"endpoint":"file_list","kind":"unknown-field","path":"page.entries[].colour","replies":1},
      {"endpoint":"file_list","kind":"unknown-value","path":"page.entries[].kind","replies":3},
      {"endpoint":"file_get","kind":"tolerated-type","path":"size","replies":2},
      {"endpoint":"file_get","kind":"undecodable","path":"url","replies":1},
      {"endpoint":"file_get","kind":"behaviour","path":"taken-name","finding":"twin","replies":2},
      {"endpoint":"file_lock","kind":"unknown-errcode","errcode":1,"replies":1}
      """)
    #expect(
      found == [
        "error observed-undecodable endpoints.file_get.response.url: response.url of file_get was missing or could not "
          + "be read, so that calls failed (1 reply)",
        "warning observed-errcode endpoints.file_get: file_get was refused with an errcode that the catalog does not "
          + "list: 405 (7 replies)",
        "warning observed-field endpoints.file_list.response.page.entries.colour: response.page.entries.colour of "
          + "file_list came in replies and is not in the catalog (1 reply)",
        "warning observed-value endpoints.file_list.response.page.entries.kind: response.page.entries.kind of "
          + "file_list had values that its enum does not list (3 replies)",
        "info observed-behaviour endpoints.file_get: file_get was found to do what no page says: taken-name=twin",
        "info observed-type endpoints.file_get.response.size: response.size of file_get came with another JSON type, "
          + "which is accepted (2 replies)",
        "info observed-unknown-call endpoints.file_lock: endpoints.file_lock was observed and is not in the catalog "
          + "(1 reply)",
      ])
  }

  @Test("leads to the declaration, and has a fingerprint that does not depend on how often it was seen")
  func place() throws {
    let catalog = try DriftFixtures.catalog([:])
    let found = try [3, 4].map { replies in
      let text =
        #"{"format":1,"observations":[{"endpoint":"file_list","kind":"unknown-value","#
        + #""path":"page.entries[].kind","replies":\#(replies)}]}"#
      return try #require(
        Comparison.findings(from: catalog, to: catalog, observed: ObservedReplies(Array(text.utf8))).first)
    }
    #expect(found[0].head?.file == "types.yaml")
    #expect(found[0].fingerprint == found[1].fingerprint)
  }

  @Test("is part of what diff prints, and counts for its exit code")
  func command() throws {
    try withTemporaryFolder { folder in
      let base = DriftFixtures.folder.appending(path: "base").path
      let text = #"{"format":1,"observations":[{"endpoint":"file_get","kind":"unknown-field","path":"a","replies":2}]}"#
      try text.write(to: folder.appending(path: "seen.json"), atomically: true, encoding: .utf8)
      try "?".write(to: folder.appending(path: "odd.json"), atomically: true, encoding: .utf8)
      let arguments = ["diff", base, base, "--fail-on", "warning"]
      #expect(try CommandRun(arguments, in: folder).status == 0)
      let run = try CommandRun(arguments + ["--observed", "seen.json"], in: folder)
      #expect(run.status == 1)
      #expect(
        run.output.contains(
          "warning: response.a of file_get came in replies and is not in the catalog (2 replies) [observed-field]"))
      let odd = try CommandRun(arguments + ["--observed", "odd.json"], in: folder)
      #expect(odd.status == 2 && odd.errors == "odd.json: it is not JSON.\n", "\(odd.errors)")
    }
  }

  @Test("says what a file holds that is none")
  func malformed() {
    for (text, expected) in [
      ("", "it is not JSON"), ("[]", " has the wrong type"), ("{}", "format is missing"),
      (#"{"format":2,"observations":[]}"#, "format 2 is not known, only 1"),
      (#"{"format":1,"observations":[{"kind":"undecodable","replies":1}]}"#, "observations[0].endpoint is missing"),
      (
        #"{"format":1,"observations":[{"endpoint":"e","kind":"odd","replies":1}]}"#,
        "observations[0].kind has a value that is not known"
      ),
    ] {
      do throws(ObservedReplies.Malformed) {
        _ = try ObservedReplies(Array(text.utf8))
        Issue.record("\(text) was read")
      } catch {
        #expect(error.description == expected)
      }
    }
  }
}
