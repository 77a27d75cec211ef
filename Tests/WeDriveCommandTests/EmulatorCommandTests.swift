import Foundation
import TestSupport
import Testing
import WeDrive

@Suite("wedrive emulator")
struct EmulatorCommandTests {
  @Test("says how it is reached, keeps its state in a folder, and ends when it is interrupted")
  func running() async throws {
    let root = try TemporaryFolder()
    var space = ""
    for round in 1...2 {
      let command = try RunningCommand(["emulator", "--root", root.path])
      let environment = try await exports(of: command)
      if round == 1 {
        let run = try await CommandRun.of(["call", "space_create", "space_name=Kept"], environment: environment)
        #expect(run.status == 0, "\(run.text)")
        space = try #require(
          run.output.split(separator: "\"").first { $0.hasPrefix("s.") || $0.hasPrefix("s") && $0 != "spaceid" }.map(
            String.init))
      } else {
        let run = try await CommandRun.of(["call", "space_info", "spaceid=\(space)"], environment: environment)
        #expect(run.output.contains("Kept"), "\(run.text)")
      }
      command.interrupt()
      let end = try await command.end()
      #expect(end.status == 0, "\(end.text)")
    }
  }

  @Test("has as many calls in a month as it is told, and answers each as late")
  func limits() async throws {
    let command = try RunningCommand(["emulator", "--monthly-calls", "1", "--latency", "300"])
    let environment = try await exports(of: command)
    let start = ContinuousClock.now
    let first = try await CommandRun.of(["call", "space_create", "space_name=One"], environment: environment)
    #expect(first.status == 0, "\(first.text)")
    // The token and the call.
    #expect(ContinuousClock.now - start > .milliseconds(600))
    let second = try await CommandRun.of(["call", "space_create", "space_name=Two"], environment: environment)
    #expect(second.status == 1 && second.text.contains("640019"), "\(second.text)")
    command.interrupt()
    _ = try await command.end()
    for wrong in [["--latency", "-1"], ["--latency", "60001"], ["--monthly-calls", "-1"]] {
      #expect(try await CommandRun.of(["emulator"] + wrong).status == 64)
    }
  }

  @Test("does what it is told where the documentation is silent, and says what it can be told")
  func behaviour() async throws {
    let command = try RunningCommand(["emulator", "--service-behaviour", "taken-name=refused"])
    let environment = try await exports(of: command)
    let folder = try TemporaryFolder()
    try Data("1".utf8).write(to: URL(filePath: folder.path("a")))
    let made = try await CommandRun.of(["call", "space_create", "space_name=One"], environment: environment)
    let space = try #require(made.output.split(separator: "\"").first { $0.hasPrefix("s.") }.map(String.init))
    for status: Int32 in [0, 1] {
      let put = try await CommandRun.of(["put", "--space", space, folder.path("a")], environment: environment)
      #expect(put.status == status, "\(put.text)")
    }
    command.interrupt()
    _ = try await command.end()
    let wrong = try await CommandRun.of(["emulator", "--service-behaviour", "taken-name=gone"])
    #expect(wrong.status == 64 && wrong.errors.contains("numbered, twin, refused, replaced"), "\(wrong.text)")
  }

  @Test("has a tree as large as it is told, at once, and says in which space")
  func seeded() async throws {
    let start = ContinuousClock.now
    let command = try RunningCommand(["emulator", "--seed-tree", "1000x1000"])
    let environment = try await exports(of: command, count: 8)
    #expect(ContinuousClock.now - start < .seconds(20))
    let space = try #require(environment["WEDRIVE_SEEDED_SPACE"])
    let run = try await CommandRun.of(["cat", "\(space):/folder 00000999/file 00000999.txt"], environment: environment)
    #expect((run.status, run.output) == (0, "folder 00000999, file 00000999\n"), "\(run.text)")
    command.interrupt()
    _ = try await command.end()
    for wrong in ["x", "1000", "0x1", "1x", "-1x1", "1x1x1", "100000x100000", "99999999999999999999x1"] {
      let run = try await CommandRun.of(["emulator", "--seed-tree=\(wrong)"])
      #expect(run.status == 64 && run.errors.contains("FOLDERSxFILES"), "\(wrong): \(run.text)")
    }
    #expect(try await CommandRun.of(["emulator", "--seed-tree", "1x1", "--root", "/tmp/none"]).status == 64)
  }

  @Test("refuses a port that is none, or one that is taken")
  func badPort() async throws {
    #expect(try await CommandRun.of(["emulator", "--port", "70000"]).status == 64)
    let command = try RunningCommand(["emulator"])
    let port = try #require(try await exports(of: command)["WEDRIVE_ENDPOINT"]?.split(separator: ":").last)
    let second = try await CommandRun.of(["emulator", "--port", String(port)])
    #expect(second.status == 2)
    #expect(second.errors.hasPrefix("wedrive: the emulator cannot listen on port \(port): Address already in use\n"))
    command.interrupt()
    _ = try await command.end()
  }

  @Test("says why it cannot keep its state in a folder")
  func badRoot() async throws {
    let root = try TemporaryFolder()
    let command = try RunningCommand(["emulator", "--root", root.path])
    _ = try await exports(of: command)
    let start = "wedrive: the emulator cannot keep its state in \(root.path): "
    let second = try await CommandRun.of(["emulator", "--root", root.path])
    #expect(second.status == 2)
    #expect(second.errors == start + "another emulator is using it\n")
    command.interrupt()
    _ = try await command.end()

    let state = URL(filePath: root.path("state.jsonl"))
    var lines = try String(contentsOf: state, encoding: .utf8).split(separator: "\n").map(String.init)
    lines.append("not an emulator's")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: state)
    let third = try await CommandRun.of(["emulator", "--root", root.path])
    #expect(third.status == 2)
    #expect(third.errors == start + "line \(lines.count) of state.jsonl is not what an emulator has written\n")
  }

  /// The variables that it prints, once it does.
  private func exports(of command: RunningCommand, count: Int = 7) async throws -> [String: String] {
    for _ in 0..<500 {
      let lines = command.output.split(separator: "\n").filter { $0.hasPrefix("export ") }
      if lines.count == count {
        return Dictionary(
          uniqueKeysWithValues: lines.map { line in
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
          })
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw CancellationError()
  }
}
