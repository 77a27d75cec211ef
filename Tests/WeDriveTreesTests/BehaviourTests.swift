import Foundation
import Testing
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

/// What is not documented must not matter to trees: the same under each setting of the emulator, one at a time.
@Suite("Whatever the service does where the documentation is silent, trees", .serialized)
struct BehaviourTests {
  /// Every value of every setting but those that all other tests have.
  static let settings = ServiceBehaviour.settings.flatMap { setting in
    setting.values.dropFirst().map { "\(setting.key)=\(setting.key == "batch-limit" ? "3" : $0)" }
  }
  private static let seeds: Range<UInt64> =
    0..<(ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1" ? 300 : 1)

  private static func run(_ setting: String, _ test: (EmulatedTree) async throws -> Void) async throws {
    var configuration = EmulatorConfiguration()
    try configuration.behaviour.set(setting)
    try await EmulatedTree.run(configuration, test)
  }

  @Test("go up and come down as they are, and stay the same then", arguments: settings)
  func model(_ setting: String) async throws {
    try await Self.run(setting) { tree in
      for seed in Self.seeds {
        guard try await ModelTests.up(tree, seed), try await ModelTests.down(tree, seed) else {
          Issue.record("\(setting), seed \(seed)")
          return
        }
      }
    }
  }

  @Test("keep every name, and send nothing twice", arguments: settings)
  func names(_ setting: String) async throws {
    try await Self.run(setting) { tree in
      let names = [
        "plain.txt", "a:b", "a%3Ab", "what?", "*", "quote\"", "back\\slash", "<angle>", "pipe|", "end.", "end ", "...",
        "100%", "line\nbreak", "\u{1F600}.txt", "\u{1F600}\u{1F601}?.", "报告（终稿）.pdf", "folder?/in: it/file|",
      ]
      for name in names { try tree.write("1 \(name)", to: "up/\(name)") }
      let path = try #require(DrivePath("\(tree.space):/t"))
      let up = SyncOrder(.up(from: tree.path("up"), to: path))
      let sent = try await DriveTrees(tree.drive, state: tree.path("state")).sync(up)
      #expect(sent.sent == names.count && sent.isComplete, "\(sent)")
      let fetched = try await DriveTrees(tree.drive).sync(SyncOrder(.down(from: path, to: tree.path("down"))))
      #expect(fetched.sent == names.count && fetched.isComplete, "\(fetched)")
      #expect(try RandomProgram.files(in: tree.path("down")) == RandomProgram.files(in: tree.path("up")))
      #expect(try await DriveTrees(tree.drive).plan(SyncOrder(.up(from: tree.path("down"), to: path))).isEmpty)
      // What is replaced keeps its name, and what is new is not refused again.
      for name in names { try tree.write("2 \(name)", to: "up/\(name)") }
      try tree.write("new", to: "up/new?")
      tree.emulator.journal.clear()
      let again = try await DriveTrees(tree.drive, state: tree.path("state")).sync(up)
      #expect(again.sent == names.count + 1 && again.isComplete, "\(again)")
      #expect(!tree.emulator.journal.records().contains { $0.errcode == 640_009 })
      var down = SyncOrder(.down(from: path, to: tree.path("down")))
      down.overwritesLocalChanges = true
      _ = try await DriveTrees(tree.drive).sync(down)
      #expect(try RandomProgram.files(in: tree.path("down")) == RandomProgram.files(in: tree.path("up")))
    }
  }
}
