import Foundation
import TestCommand
import Testing

/// Runs the built `wedrive-spec` the way a person does.
@Suite("The command line")
struct CommandLineTests {
  private func run(_ arguments: String...) throws -> CommandRun { try run(arguments) }

  private func run(_ arguments: [String]) throws -> CommandRun { try CommandRun(arguments, in: Fixtures.package) }

  private func scratch(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "wedrive-spec-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: Fixtures.base, to: folder)
    try body(folder)
  }

  @Test("lint says how much it checked, and exits with 0")
  func lint() throws {
    let outcome = try run("lint", Fixtures.base.path)
    #expect(outcome.code == 0)
    #expect(outcome.output == "4 endpoints, 2 types, 5 identifiers, 3 enums, 3 errcodes, 2 limits: nothing is wrong\n")
    #expect(outcome.errors.isEmpty)
  }

  @Test("lint prints mistakes with paths that can be opened, counts them, and exits with 1")
  func lintMistake() throws {
    try scratch { folder in
      try "limits: {a: 1}\n".write(to: folder.appending(path: "case/limits.yaml"), atomically: true, encoding: .utf8)
      let outcome = try run("lint", folder.path)
      #expect(outcome.code == 1)
      #expect(
        outcome.output == """
          \(folder.path)/case/limits.yaml:1:13: error: limit 'a' has to be a mapping, not '1' [wrong-shape]
          1 error; `wedrive-spec explain <id>` tells more about an id

          """)
      let json = try run("lint", folder.path, "--format", "json")
      #expect(json.code == 1)
      #expect((try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [Any])?.count == 1)
      let github = try run("lint", folder.path, "--format", "github")
      #expect(github.output.hasPrefix("::error file=") && github.output.split(separator: "\n").count == 1)
    }
  }

  @Test("generate writes, then has nothing to do; --check tells what differs and writes nothing")
  func generate() throws {
    try scratch { folder in
      let output = folder.appending(path: "out").path
      let arguments = ["generate", "--spec", folder.path, "--output", output]
      let missing = try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], "--check")
      #expect(missing.code == 1)
      #expect(!FileManager.default.fileExists(atPath: output))
      let first = try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4])
      #expect(first.code == 0)
      #expect(first.output.contains("wrote \(output)/Files.swift"))
      let second = try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4])
      #expect(second.code == 0)
      #expect(second.output.hasSuffix("files are up to date\n"))
      #expect(try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], "--check").code == 0)
      let file = folder.appending(path: "out/Files.swift")
      try (String(contentsOf: file, encoding: .utf8) + "// edited\n").write(to: file, atomically: true, encoding: .utf8)
      let stale = try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], "--check")
      #expect(stale.code == 1)
      #expect(stale.output.contains("-// edited"))
      #expect(
        stale.output.hasSuffix(
          "To bring them up to date: swift run wedrive-spec generate --spec \(folder.path) --output \(output)\n"))
      let quoted = try run("generate", "--spec", folder.path, "--output", "\(output) it's", "--check")
      #expect(quoted.output.hasSuffix("generate --spec \(folder.path) --output '\(output) it'\\''s'\n"))
    }
  }

  @Test("A folder that is missing, or no folder, is a wrong use and said to be that", arguments: ["lint", "generate"])
  func noFolder(command: String) throws {
    try scratch { folder in
      let missing = folder.appending(path: "nothing").path
      let arguments = command == "lint" ? [command] : [command, "--spec"]
      for (path, reason) in [
        (missing, "There is no folder '\(missing)'."),
        (folder.path + "/catalog.yaml", "'\(folder.path)/catalog.yaml' is not a folder"),
      ] {
        let outcome = try run(arguments + [path])
        #expect(outcome.code == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      }
    }
  }

  @Test("generate refuses a catalog with mistakes and writes nothing")
  func generateMistake() throws {
    try scratch { folder in
      try "limits: {a: 1}\n".write(to: folder.appending(path: "case/limits.yaml"), atomically: true, encoding: .utf8)
      let output = folder.appending(path: "out").path
      let outcome = try run("generate", "--spec", folder.path, "--output", output)
      #expect(outcome.code == 1)
      #expect(outcome.output.contains("[wrong-shape]"))
      #expect(!FileManager.default.fileExists(atPath: output))
    }
  }

  @Test("explain tells about an id, lists them all, and suggests")
  func explain() throws {
    let page = try run("explain", "unknown-key")
    #expect(page.code == 0)
    #expect(page.output.hasPrefix("unknown-key (error)\n"))
    #expect(try run("explain").output.split(separator: "\n").count > 50)
    let unknown = try run("explain", "unknown-kye")
    #expect(unknown.code == 64)
    #expect(unknown.errors.contains("Did you mean 'unknown-key'?"))
  }

  @Test("A wrong option is a wrong use")
  func usage() throws {
    #expect(try run("lint", "--frobnicate").code == 64)
    #expect(try run("lint", "--format", "xml").code == 64)
  }
}
