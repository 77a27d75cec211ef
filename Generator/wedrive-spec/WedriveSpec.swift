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
      if exitCode(for: error) == .validationFailure, finds {
        FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
        Foundation.exit(2)
      }
      exit(withError: error)
    }
  }
}
