import Foundation
import WeDriveEmulator
import TestSupport

/// An emulator of one test's own, and runs of the command that talk to it.
struct Emulated {
  let emulator: Emulator
  /// Where the runs keep tokens.
  let cache: TemporaryFolder

  static func run(_ test: (Emulated) async throws -> Void) async throws {
    let emulator = try await Emulator.start()
    do {
      try await test(Emulated(emulator: emulator, cache: TemporaryFolder()))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  func call(_ arguments: String...) async throws -> CommandRun { try await run(["call"] + arguments) }

  func run(
    _ arguments: [String], environment: [String: String] = [:], input: String = ""
  ) async throws -> CommandRun {
    try await CommandRun.of(arguments, environment: self.environment.merging(environment) { $1 }, input: input)
  }

  /// What makes a run talk to the emulator.
  var environment: [String: String] {
    [
      "WEDRIVE_ENDPOINT": emulator.baseURL, "WEDRIVE_CORP_ID": EmulatedApp.standard.corpID.rawValue,
      "WEDRIVE_CORP_SECRET": EmulatedApp.standard.secret.rawValue, "XDG_CACHE_HOME": cache.path,
    ]
  }

  /// The access token as it stands in the cache: the longest run of letters and digits in its files.
  func cachedToken() throws -> String? {
    let folder = cache.path("wedrive")
    let content = try FileManager.default.subpathsOfDirectory(atPath: folder).compactMap {
      (try? Data(contentsOf: URL(filePath: folder + "/" + $0))).map { String(decoding: $0, as: UTF8.self) }
    }.joined(separator: "\n")
    let words = content.split(whereSeparator: { !$0.isLetter && !$0.isNumber && !"._-".contains($0) })
    return words.max { $0.count < $1.count }.map(String.init)
  }
}
