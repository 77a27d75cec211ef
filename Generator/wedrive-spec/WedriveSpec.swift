import ArgumentParser
import Catalog
import TerminalOutput

@main
struct WedriveSpec: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wedrive-spec",
    abstract:
      "Checks the catalog of the remote APIs, generates Swift from it, and compares it with others and with pages.",
    subcommands: [
      Lint.self, Generate.self, OpenAPI.self, Schema.self, Diff.self, Docs.self, Pages.self, Watch.self, Explain.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      // Where 1 says that something was found, 2 says that the command was used wrongly.
      let finds = ["diff", "docs", "pages", "watch"].contains(CommandLine.arguments.dropFirst().first)
      let code = exitCode(for: error)
      // Help and completion scripts are the program's own; all else may quote the command line.
      if code.isSuccess { exit(withError: error) }
      let text = fullMessage(for: error)
      if !text.isEmpty { SpecOutput.complain(text + "\n") }
      StandardStreams.end(with: code == .validationFailure && finds ? 2 : code.rawValue)
    }
  }
}

/// The folder that a command reads the catalog from.
enum CatalogFolder {
  /// Refuses what is no folder, which is a wrong use and not a mistake in a catalog.
  static func validate(_ path: String) throws {
    switch Folder.exists(at: path) {
    case true?: break
    case false?: throw ValidationError("'\(path)' is not a folder; a catalog is a folder of files.")
    case nil:
      throw ValidationError("There is no folder '\(path)'. The catalog's folder is 'Spec' in the package's root.")
    }
  }
}

/// Where this command prints. Everything passes the terminal's gate, line by line: a report quotes catalogs, pages and
/// names of files, and goes to a terminal or into a workflow's log. JSON keeps its meaning on the way.
enum SpecOutput {
  /// Findings, in lines with their ends.
  ///
  /// - Parameter isWorkflow: Whether the lines are workflow commands of this program's own, which are meant to be interpreted.
  static func print(_ lines: String, isWorkflow: Bool = false) {
    Swift.print(
      isWorkflow ? TerminalText.visible(workflowCommands: lines) : TerminalText.visible(lines, keepingLines: true),
      terminator: "")
  }

  /// What prevents findings, in lines with their ends.
  static func complain(_ lines: String) {
    StandardStreams.complain(TerminalText.visible(lines, keepingLines: true))
  }
}
