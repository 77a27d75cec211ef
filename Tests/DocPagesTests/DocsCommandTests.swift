import Foundation
import TestSupport
import Testing

@testable import DocPages

/// Runs the built `wedrive-spec docs` the way a person does.
@Suite("wedrive-spec docs")
struct DocsCommandTests {
  private func run(_ arguments: String...) throws -> CommandRun { try CommandRun(["docs"] + arguments) }

  /// A catalog and a page in a folder of their own.
  private func scratch(_ page: String, _ body: (_ spec: String, _ page: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for (path, text) in TinyCatalog.files {
        let file = folder.appending(path: "Spec/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try (text + "\n").write(to: file, atomically: true, encoding: .utf8)
      }
      let file = folder.appending(path: "page.md")
      try page.write(to: file, atomically: true, encoding: .utf8)
      try body(folder.appending(path: "Spec").path, file.path)
    }
  }

  @Test("exits with 0 if nothing differs, and says what it read")
  func same() throws {
    try scratch(TinyCatalog.page) { spec, page in
      let outcome = try run(page, "--spec", spec)
      #expect(outcome.status == 0)
      #expect(
        outcome.output.contains("read 1 call, 2 tables of fields, 0 tables of values, 12 rows, 2 samples (0 repaired)"))
      #expect(outcome.output.contains("\n0 errors, 0 warnings, 0 remarks; 0 accepted"))
    }
  }

  @Test("exits with 1 from the threshold on, with places on both sides, in every format")
  func findings() throws {
    let changed = TinyCatalog.page.replacing("| order | 否 | uint32 |", with: "| order | 否 | string |")
    try scratch(changed) { spec, page in
      let outcome = try run(page, "--spec", spec)
      #expect(outcome.status == 1)
      #expect(outcome.output.hasPrefix("\(page):21:15: error: the page types 'order'"))
      #expect(outcome.output.contains("[page-type-differs]\n\(spec)/case/calls.yaml:11:7: note: "))
      #expect(try run(page, "--spec", spec, "--fail-on", "never").status == 0)
      let json = try run(page, "--spec", spec, "--format", "json")
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      let finding = try #require((object?["findings"] as? [[String: Any]])?.first)
      #expect(finding["id"] as? String == "page-type-differs" && finding["call"] as? String == "shelf_list")
      #expect((finding["page"] as? [String: Any])?["line"] as? Int == 21)
      #expect((finding["catalog"] as? [String: Any])?["line"] as? Int == 11)
      #expect(((object?["pages"] as? [[String: Any]])?.first)?["rows"] as? Int == 12)
      let fingerprint = try #require(finding["fingerprint"] as? String)
      #expect(fingerprint.count == 16 && fingerprint.allSatisfy(\.isHexDigit))
      let github = try run(page, "--spec", spec, "--format", "github")
      #expect(github.output.hasPrefix("::error file=\(page),line=21,col=15,title=page-type-differs::"))
    }
  }

  @Test("shows what a page holds that a terminal or a workflow's log would interpret")
  func terminal() throws {
    let changed = TinyCatalog.page.replacing("| order | 否 | uint32 |", with: "| order | 否 | s\u{202E}t\u{200E} |")
    try scratch(changed) { spec, page in
      let odd = page.replacing("page.md", with: "a\n::error::\u{1B}b.md")
      try FileManager.default.copyItem(atPath: page, toPath: odd)
      for format in ["text", "github", "json"] {
        let outcome = try run(page, odd, odd + "x", "--spec", spec, "--format", format)
        let bad = outcome.output.unicodeScalars.first {
          $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
        }
        #expect(bad == nil && !outcome.output.contains("\n::error::\\"), "\(format): \(outcome.output)")
      }
      let missing = try run(odd + "x", "--spec", spec).output
      #expect(missing.contains("a\\u000a\\u003a:error::\\u001bb.mdx: error: there is no such page"), "\(missing)")
    }
  }

  @Test("warnings fail as well, unless only errors are to")
  func threshold() throws {
    try scratch(TinyCatalog.page.replacing("条数, 不超过40", with: "条数")) { spec, page in
      let (all, errors) = try (run(page, "--spec", spec), run(page, "--spec", spec, "--fail-on", "error"))
      #expect(all.status == 1 && errors.status == 0)
    }
    try scratch(TinyCatalog.page.replacing("2024/05/06", with: "2024/05/05")) { spec, page in
      let (usual, strict) = try (run(page, "--spec", spec), run(page, "--spec", spec, "--fail-on", "info"))
      #expect(usual.status == 0 && strict.status == 1)
    }
  }

  @Test("exits with 2 for a wrong use and with 3 for what cannot be read")
  func trouble() throws {
    try scratch(TinyCatalog.page) { spec, page in
      for wrong in [["--frobnicate"], ["--format", "xml"], ["--spec", spec + "/nothing"]] {
        let outcome = try run(page, wrong[0], wrong.count > 1 ? wrong[1] : "--help-me")
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.output.isEmpty && outcome.errors.contains("Error:"))
      }
      let missing = try run(page + ".gone", "--spec", spec)
      #expect(missing.status == 3 && missing.output.contains("there is no such page"))
      try "limits: {a: 1}\n".write(toFile: spec + "/case/limits.yaml", atomically: true, encoding: .utf8)
      let broken = try run(page, "--spec", spec)
      #expect(broken.status == 3 && broken.output.contains("[wrong-shape]"))
    }
  }

  @Test("--suggest prints YAML, and nothing where nothing is missing")
  func suggest() throws {
    try scratch(TinyCatalog.page) { spec, page in
      let outcome = try run(page, "--spec", spec, "--suggest")
      #expect(outcome.status == 0 && outcome.output.isEmpty)
    }
    try scratch(TinyCatalog.page.replacing("1:甲 2:乙", with: "1:甲 2:乙 3:丙")) { spec, page in
      let outcome = try run(page, "--spec", spec, "--suggest")
      #expect(outcome.output.hasPrefix("# a value of BookOrder: \(spec)/case/enums.yaml, behind line 7\n"))
    }
  }
}
