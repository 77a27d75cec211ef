import ArgumentParser
import WeDrive
import WeDriveEmulator

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Shows a whole story against an emulator of its own: nothing leaves this machine.",
    discussion: "Needs no account, keeps nothing, and takes a few seconds.")

  func run() async throws {
    try await reportingErrors {
      let emulator = try await Emulator.start()
      do {
        try await DemoStory(emulator, DemoPrinter(hasColours: StandardOutput.hasColours)).tell()
      } catch {
        await emulator.stop()
        throw error
      }
      await emulator.stop()
    }
  }
}
