import ArgumentParser
import Foundation

@main
struct WedriveSpec: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wedrive-spec",
    abstract:
      "Checks the catalog of the remote APIs, generates Swift from it, and compares it with others and with pages.",
    subcommands: [Lint.self, Generate.self, Diff.self, Docs.self, Explain.self])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // Where 1 says that something was found, 2 says that the command was used wrongly.
      let finds = ["diff", "docs"].contains(CommandLine.arguments.dropFirst().first)
      let code = exitCode(for: error)
      // Help and completion scripts are the program's own; all else may quote the command line.
      if code.isSuccess { exit(withError: error) }
      let text = fullMessage(for: error)
      if !text.isEmpty { SpecOutput.complain(text + "\n") }
      Foundation.exit(code == .validationFailure && finds ? 2 : code.rawValue)
    }
  }
}
