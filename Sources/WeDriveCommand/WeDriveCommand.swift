import ArgumentParser
import Foundation
import TerminalOutput
import WeDrive

/// The command line: one file for each subcommand, under Subcommands.
@main
struct WeDriveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wedrive",
    abstract: "Talks to WeDrive (企业微信微盘), and to an emulator of it.",
    discussion: """
      The service is named by WEDRIVE_CORP_ID, WEDRIVE_CORP_SECRET and, if it is not the official one, WEDRIVE_ENDPOINT, \
      or by options.

      \(SharedStoreOptions.help)

      Exit codes: 0 done; 1 refused by the service; 2 not reached, or a transfer or a file failed; 3 done, but not all of \
      it; 4 stopped by a guard, with nothing changed; 5 out of calls, run it again later; 64 wrong usage; \
      75 another machine or process is uploading the same file.
      """,
    subcommands: [
      SpaceCommand.self, PutCommand.self, GetCommand.self, ConcatenateCommand.self, ListCommand.self, TreeCommand.self,
      FindCommand.self, UsageCommand.self, SyncCommand.self, CheckCommand.self, InfoCommand.self,
      MakeFolderCommand.self,
      CopyCommand.self, MoveCommand.self, RemoveCommand.self, ShareCommand.self, QuotaCommand.self, BudgetCommand.self,
      DigestCommand.self, WeChatCommand.self, CallCommand.self, ProbeCommand.self,
      EndpointsCommand.self, DemoCommand.self, EmulatorCommand.self,
    ])

  @Option(
    help: ArgumentHelp(
      "Add to this file what replies hold that the catalog does not say: names and places, never values. Goes before or "
        + "behind the subcommand. Default: WEDRIVE_OBSERVE.",
      valueName: "file"))
  var observe: String?

  func validate() throws {
    if let observe { ObservationFile.choose(observe) }
  }

  /// Parses the command line and runs the subcommand. What is wrong with a command line quotes it, and passes the gate.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let code = exitCode(for: error)
      // Help and completion scripts are the program's own.
      if code.isSuccess { exit(withError: error) }
      let text = fullMessage(for: error)
      if !text.isEmpty { StandardError.print(text) }
      Foundation.exit(code.rawValue)
    }
  }
}
