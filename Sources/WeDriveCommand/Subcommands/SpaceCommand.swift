import ArgumentParser
import WeDrive
import WeDriveTrees

struct SpaceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "space", abstract: "Gives spaces names, for paths to begin with.",
    discussion: """
        wedrive space add Backups s.ww123.456
        wedrive ls Backups:/2026

      The names are kept in $XDG_CONFIG_HOME/wedrive/spaces, as lines `name = id`.
      """,
    subcommands: [Add.self, Create.self, List.self, Forget.self])

  /// The file of aliases.
  static func aliases() throws(ErrorReport) -> SpaceAliases {
    guard let aliases = try ConfigurationFolder.aliases() else {
      throw ErrorReport(.usage, "there is no folder for names", advice: "Set HOME or XDG_CONFIG_HOME.")
    }
    return aliases
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Gives a space a name, after one call that asks for it.")
    @OptionGroup var service: ServiceOptions
    @Flag(help: "Do not ask the service whether there is such a space.")
    var unchecked = false
    @Argument(help: "The name.") var name: String
    @Argument(help: ArgumentHelp("The space's id.", valueName: "space id")) var id: String

    func run() async throws {
      try await reportingErrors {
        var aliases = try SpaceCommand.aliases()
        if !unchecked { _ = try await service.client().spaceInfo(spaceID: SpaceID(id)) }
        try aliases.set(name, to: SpaceID(id))
      }
    }
  }

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes a space, gives it its name here, and prints its id.")
    @OptionGroup var service: ServiceOptions
    @Option(help: ArgumentHelp("A member who may administer it. Can be given several times.", valueName: "user id"))
    var member: [String] = []
    @Argument(help: "The space's name, and the one for paths.") var name: String

    func run() async throws {
      try await reportingErrors {
        var aliases = try SpaceCommand.aliases()
        if aliases[name] != nil { throw TreeError.exists(path: name + ":") }
        // What cannot be an alias is refused before the space is made.
        let made = try await SpaceAliases.checked(name) {
          try await service.client().spaceCreate(spaceName: name) {
            if !member.isEmpty { $0.authInfo = member.map { .user(UserID($0), .spaceAdmin) } }
          }.spaceID
        }
        StandardOutput.print(made.rawValue)
        try aliases.set(name, to: made)
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ls", abstract: "Lists the names. No call.")
    func run() async throws {
      try await reportingErrors {
        let rows = try SpaceCommand.aliases().entries.map { ["\($0.name):", $0.space.rawValue] }
        for line in TextTable.lines(rows) { StandardOutput.print(line) }
      }
    }
  }

  struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Takes a name away; the space stays.")
    @Argument(help: "The name.") var name: String
    func run() async throws {
      try await reportingErrors {
        var aliases = try SpaceCommand.aliases()
        try aliases.forget(name)
      }
    }
  }
}
