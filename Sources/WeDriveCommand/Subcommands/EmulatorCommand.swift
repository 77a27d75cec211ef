import ArgumentParser
struct EmulatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "emulator"); func run() async throws {}
}
