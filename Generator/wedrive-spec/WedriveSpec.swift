import ArgumentParser

@main
struct WedriveSpec: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wedrive-spec",
    abstract: "Checks the catalog of the remote APIs and generates Swift from it.",
    subcommands: [Lint.self, Generate.self, Docs.self, Explain.self])
}
