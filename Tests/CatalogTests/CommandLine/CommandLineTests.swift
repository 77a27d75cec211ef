import Foundation
import TestSupport
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
    #expect(outcome.status == 0)
    #expect(outcome.output == "4 endpoints, 2 types, 5 identifiers, 3 enums, 3 errcodes, 2 limits: nothing is wrong\n")
    #expect(outcome.errors.isEmpty)
  }

  @Test("lint prints mistakes with paths that can be opened, counts them, and exits with 1")
  func lintMistake() throws {
    try scratch { folder in
      try "limits: {a: 1}\n".write(to: folder.appending(path: "case/limits.yaml"), atomically: true, encoding: .utf8)
      let outcome = try run("lint", folder.path)
      #expect(outcome.status == 1)
      #expect(
        outcome.output == """
          \(folder.path)/case/limits.yaml:1:13: error: limit 'a' has to be a mapping, not '1' [wrong-shape]
          1 error; `wedrive-spec explain <id>` tells more about an id

          """)
      let json = try run("lint", folder.path, "--format", "json")
      #expect(json.status == 1)
      #expect((try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [Any])?.count == 1)
      let github = try run("lint", folder.path, "--format", "github")
      #expect(github.output.hasPrefix("::error file=") && github.output.split(separator: "\n").count == 1)
    }
  }

  @Test("Nothing of a file outside the folder is printed, by whatever way a catalog leads there")
  func outside() throws {
    try scratch { folder in
      let outside = folder.deletingLastPathComponent().appending(path: "outside-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: outside) }
      let secret = outside.appending(path: "secret.yaml")
      try "topsecret: [never closed\n".write(to: secret, atomically: true, encoding: .utf8)
      let links = ["case/link.yaml": secret.path, "linked": outside.path, "wecom/loop.yaml": "loop.yaml"]
      for (link, target) in links {
        try FileManager.default.createSymbolicLink(
          atPath: folder.appending(path: link).path, withDestinationPath: target)
      }
      let manifest = folder.appending(path: "catalog.yaml")
      let own = try String(contentsOf: manifest, encoding: .utf8)
      for path in ["../\(outside.lastPathComponent)/secret.yaml", secret.path, "case/link.yaml", "linked/secret.yaml"] {
        try (own + "  - \(path)\n").write(to: manifest, atomically: true, encoding: .utf8)
        for arguments in [
          ["lint", folder.path], ["generate", "--check", "--spec", folder.path], ["diff", folder.path, folder.path],
        ] {
          let outcome = try run(arguments)
          let all = outcome.output + outcome.errors
          #expect(outcome.status == (arguments[0] == "diff" ? 3 : 1))
          #expect(all.contains("'\(path)' leads out of the catalog's folder"), "\(arguments) \(path): \(all)")
          #expect(!all.contains("topsecret") && !all.contains("never closed"), "\(arguments) \(path): \(all)")
        }
      }
      // A folder that is itself reached by a link is read, and a link within it is followed.
      let alias = outside.appending(path: "alias")
      try FileManager.default.createSymbolicLink(atPath: alias.path, withDestinationPath: folder.path)
      try FileManager.default.removeItem(at: folder.appending(path: "case/link.yaml"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: "case/link.yaml").path, withDestinationPath: "../extra.txt")
      try "limits: {}\n".write(to: folder.appending(path: "extra.txt"), atomically: true, encoding: .utf8)
      try FileManager.default.removeItem(at: folder.appending(path: "wecom/loop.yaml"))
      try (own + "  - case/link.yaml\n").write(to: manifest, atomically: true, encoding: .utf8)
      let inside = try run("lint", alias.path)
      #expect(inside.status == 0, "\(inside.output)")
    }
  }

  @Test("A file's name makes no line of its own, reprograms no terminal and gives a workflow no command")
  func names() throws {
    try scratch { folder in
      let name = "a\u{1B}[31m\n::error::q\u{202E}.yaml"
      try "limits: {}\n".write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
      let shown = "a\\u001b[31m\\u000a\\u003a:error::q\\u202e.yaml"
      for format in ["text", "github", "json"] {
        let outcome = try run("lint", folder.path, "--format", format)
        #expect(outcome.status == 1)
        #expect(!outcome.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" }, "\(format)")
        #expect(!outcome.output.contains("\n::error::"), "\(format)")
        switch format {
        case "text": #expect(outcome.output.contains("\(folder.path)/\(shown):1:1: error: "))
        case "github": #expect(outcome.output.split(separator: "\n").count == 1)
        default:
          let objects = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
          #expect(objects?.first?["file"] as? String == folder.path + "/" + name)
        }
      }
      let quoted = try run("lint", "no\u{1B}[31m\n::error::folder")
      #expect(!quoted.errors.contains("\u{1B}") && !quoted.errors.contains("\n::error::"), "\(quoted.errors)")
    }
  }

  @Test("generate writes, then has nothing to do; --check tells what differs and writes nothing")
  func generate() throws {
    try scratch { folder in
      let output = folder.appending(path: "out").path
      let arguments = ["generate", "--spec", folder.path, "--output", output]
      let missing = try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], "--check")
      #expect(missing.status == 1)
      #expect(!FileManager.default.fileExists(atPath: output))
      let first = try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4])
      #expect(first.status == 0)
      #expect(first.output.contains("wrote \(output)/Files.swift"))
      #expect(first.output.contains("wrote \(output)/openapi.yaml"))
      let second = try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4])
      #expect(second.status == 0)
      #expect(second.output.hasSuffix("files are up to date\n"))
      #expect(try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], "--check").status == 0)
      let file = folder.appending(path: "out/Files.swift")
      try (String(contentsOf: file, encoding: .utf8) + "// edited\n").write(to: file, atomically: true, encoding: .utf8)
      let stale = try run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], "--check")
      #expect(stale.status == 1)
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
        #expect(outcome.status == 64)
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
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("[wrong-shape]"))
      #expect(!FileManager.default.fileExists(atPath: output))
    }
  }

  @Test("explain tells about an id, lists them all, and suggests")
  func explain() throws {
    let page = try run("explain", "unknown-key")
    #expect(page.status == 0)
    #expect(page.output.hasPrefix("unknown-key (error)\n"))
    #expect(try run("explain").output.split(separator: "\n").count > 50)
    let unknown = try run("explain", "unknown-kye")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("Did you mean 'unknown-key'?"))
  }

  @Test("A wrong option is a wrong use")
  func usage() throws {
    #expect(try run("lint", "--frobnicate").status == 64)
    #expect(try run("lint", "--format", "xml").status == 64)
  }
}
