import Catalog
import Findings
import Foundation
import TestSupport
import Testing

@testable import Drift

@Suite("Where a side is read from")
struct RevisionTests {
  /// A repository with two revisions of the fixtures' catalog, in a folder with a long name.
  private func withRepository(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(
        at: DriftFixtures.folder.appending(path: "base"), to: folder.appending(path: "Spec"))
      func git(_ arguments: String...) throws {
        let identity = [
          "-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "init.defaultBranch=main",
        ]
        let run = try CommandRun(program: "git", identity + arguments, in: folder)
        try #require(run.status == 0, "\(run.errors)")
      }
      let limits = folder.appending(path: "Spec/limits.yaml")
      try git("init", "-q")
      try git("add", ".")
      try git("commit", "-qm", "before")
      try git("tag", "before")
      let text = try String(contentsOf: limits, encoding: .utf8)
      try text.replacing("value: 1000", with: "value: 500").write(to: limits, atomically: true, encoding: .utf8)
      try body(folder)
    }
  }

  @Test("A program may write more to either of its outputs than a pipe holds", .timeLimit(.minutes(1)))
  func fullPipes() throws {
    let script = "head -c 300000 /dev/zero >&2; head -c 200000 /dev/zero; head -c 300000 /dev/zero >&2; exit 3"
    let result = try ProgramResult(of: ["sh", "-c", script])
    #expect(result.output.count == 200_000 && result.errors.count == 600_000 && result.status == 3)
    let failure = #expect(throws: ProgramFailure.self) { try ProgramResult(of: ["there-is-no-such-program"]) }
    #expect(failure?.isMissing == true)
  }

  @Test("A revision is compared with the working tree, by default and when it is named")
  func revision() throws {
    try withRepository { folder in
      for arguments in [["diff"], ["diff", "before:Spec"], ["diff", "before:Spec", "./Spec"]] {
        let run = try CommandRun(arguments, in: folder)
        #expect(run.status == 1, "\(run.errors)")
        #expect(
          run.output.contains("Spec/limits.yaml:2:3: error: limits.page_size is lower: 1000 → 500 [limit-lowered]"))
        #expect(run.output.contains("Spec/limits.yaml:2:3: note: before;"))
      }
      let same = try CommandRun(["diff", "before:Spec", "HEAD:Spec"], in: folder)
      #expect(same.status == 0 && same.output == "before:Spec → HEAD:Spec: no differences\n")
    }
  }

  @Test("A file with a very long path is read from a revision")
  func longPath() throws {
    try withRepository { folder in
      let name = String(repeating: "long-", count: 30) + "name.yaml"
      let spec = folder.appending(path: "Spec")
      try FileManager.default.moveItem(at: spec.appending(path: "enums.yaml"), to: spec.appending(path: name))
      let manifest = spec.appending(path: "catalog.yaml")
      let text = try String(contentsOf: manifest, encoding: .utf8)
      try text.replacing("enums.yaml", with: name).write(to: manifest, atomically: true, encoding: .utf8)
      for arguments in [
        ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-qm", "x"],
      ] {
        #expect(try CommandRun(program: "git", arguments, in: folder).status == 0)
      }
      let run = try CommandRun(["diff", "HEAD:Spec", "Spec"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test(
    "What cannot be read ends with 3 and says why",
    arguments: [
      (["nowhere"], "there is no folder 'nowhere'; a revision is written <revision>:<folder>, as HEAD:Spec."),
      (["nothing:Spec"], "git cannot read 'nothing:Spec': fatal: not a valid object name"),
      (["HEAD:nothing"], "git cannot read 'HEAD:nothing': fatal: not a valid object name"),
      (["before:Spec", "Spec/limits.yaml"], "'Spec/limits.yaml' is not a folder"),
    ])
  func unreadable(arguments: [String], message: String) throws {
    try withRepository { folder in
      let run = try CommandRun(["diff"] + arguments, in: folder)
      #expect(run.status == 3 && run.output.isEmpty)
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }

  @Test("Outside of a repository, and without git, a revision is refused with the reason")
  func noRepository() throws {
    try withTemporaryFolder { folder in
      let run = try CommandRun(["diff", "HEAD:Spec", "."], in: folder)
      #expect(run.status == 3 && run.errors.contains("git cannot read 'HEAD:Spec': fatal: not a git repository"))
      let program = CommandRun.products.appending(path: "wedrive-spec").path
      let poor = try CommandRun(program: "env", ["PATH=/nowhere", program, "diff", "HEAD:Spec", "."], in: folder)
      #expect(poor.status == 3 && poor.errors.contains("needs git, which is not installed"), "\(poor.errors)")
    }
  }

  @Test("A catalog with mistakes ends with 3 and shows them with its side")
  func mistakes() throws {
    try withRepository { folder in
      try "limits: {a: 1}\n".write(to: folder.appending(path: "Spec/limits.yaml"), atomically: true, encoding: .utf8)
      let run = try CommandRun(["diff"], in: folder)
      #expect(run.status == 3 && run.errors.contains("Spec/limits.yaml:1:13: error: limit 'a' has to be a mapping"))
      #expect(run.errors.hasSuffix("The catalog in 'Spec' does not load.\n"))
    }
  }

  @Test("The exit code follows the threshold, and wrong use ends with 2")
  func exitCodes() throws {
    try withRepository { folder in
      #expect(try CommandRun(["diff", "--fail-on", "never"], in: folder).status == 0)
      #expect(try CommandRun(["diff", "--fail-on", "warning"], in: folder).status == 1)
      #expect(try CommandRun(["diff", "HEAD:Spec", "HEAD:Spec", "--fail-on", "info"], in: folder).status == 0)
      #expect(try CommandRun(["diff", "--format", "xml"], in: folder).status == 2)
      #expect(try CommandRun(["diff", "--frobnicate"], in: folder).status == 2)
      #expect(try CommandRun(["diff", "--ignore", "nowhere.yaml"], in: folder).status == 2)
      #expect(try CommandRun(["lint", "--frobnicate"], in: folder).status == 64)
      let list = folder.appending(path: "accepted.yaml")
      try "ignore: 1\n".write(to: list, atomically: true, encoding: .utf8)
      let run = try CommandRun(["diff", "--ignore", "accepted.yaml"], in: folder)
      #expect(run.status == 2 && run.errors.contains("accepted.yaml:1:9: error:"))
      try """
      ignore:
        - {id: limit-lowered, target: limits.page_size, reason: Agreed.}
      """.write(to: list, atomically: true, encoding: .utf8)
      #expect(try CommandRun(["diff", "--ignore", "accepted.yaml"], in: folder).status == 0)
    }
  }

  @Test("Both kinds of ids are explained")
  func explain() throws {
    try withTemporaryFolder { folder in
      let page = try CommandRun(["explain", "limit-lowered"], in: folder)
      #expect(page.status == 0 && page.output.hasPrefix("limit-lowered (error of `wedrive-spec diff`)\n"))
      #expect(page.output.contains("The way back is limit-raised."))
      let index = try CommandRun(["explain"], in: folder).output
      for id in DriftRule.all.map(\.id) + Rule.all.map(\.id) { #expect(index.contains("\n\(id) ")) }
      #expect(try CommandRun(["explain", "limit-lowred"], in: folder).errors.contains("Did you mean 'limit-lowered'?"))
    }
  }
}
