import TestSupport

#if os(Linux)
  import Foundation
  import Testing
  import WeDriveEmulator

  /// How much memory commands over large trees take, beside one over a small folder: that of `wedrive` itself, against an emulator in
  /// another process. Set WEDRIVE_LONG_TESTS=1 for a million entries.
  @Suite("The memory of a large tree", .serialized)
  struct ScaleTests {
    /// A tree, and how much more memory than a small one it may take.
    struct Shape: Sendable, CustomTestStringConvertible {
      let tree: String
      let allowance: Int
      var testDescription: String { tree }
    }

    static let shapes =
      ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1"
      ? [Shape(tree: "1000x1000", allowance: 32 << 20), Shape(tree: "1x1000000", allowance: 160 << 20)]
      : [Shape(tree: "40x250", allowance: 32 << 20), Shape(tree: "1x10000", allowance: 32 << 20)]

    @Test("is bounded by that of its largest folder, whether it is walked or compared", arguments: shapes)
    func peaks(_ shape: Shape) async throws {
      let folder = try TemporaryFolder()
      let emulator = try RunningCommand(["emulator", "--seed-tree", shape.tree])
      defer { _ = emulator.kill() }
      try await eventually("the emulator runs") { emulator.output.contains("WEDRIVE_SEEDED_SPACE") }
      let environment = Dictionary(
        uniqueKeysWithValues: emulator.output.split(separator: "\n").map { line in
          let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
          return (String(parts[0]), String(parts[1]))
        }
      ).merging(["XDG_STATE_HOME": folder.path("state")]) { $1 }
      let started = try #require(emulator.peakMemory)

      let root = "\(SeededTree.space):"
      let baseline = try await run(environment, "ls", "--sort", "name", "-d", root)
      let walked = try await run(environment, "find", root, "--type", "f", "--name", "none")
      let summed = try await run(environment, "du", "-s", root)
      // With one file here, which is the same.
      try FileManager.default.createDirectory(
        atPath: folder.path("here/\(SeededTree.folderName(0))"), withIntermediateDirectories: true)
      try Data(SeededTree.content(folder: 0, file: 0)).write(
        to: URL(filePath: folder.path("here/\(SeededTree.folderName(0))/\(SeededTree.fileName(0))")))
      let compared = try await run(environment, status: 3, "check", "-q", folder.path("here"), root)
      let planned = try await run(environment, "sync", "-n", "-q", folder.path("here"), root)
      for peak in [walked, summed, compared, planned] {
        #expect(peak <= baseline + shape.allowance, "\(peak >> 20) MiB beside \(baseline >> 20) MiB")
      }
      print(
        """
        \(shape.tree): \(baseline >> 20) MiB at least; find \(walked >> 20), du \(summed >> 20), check \(compared >> 20), \
        sync -n \(planned >> 20); the emulator \(started >> 20) at first, \((emulator.peakMemory ?? 0) >> 20) in the end
        """)
    }

    private func run(_ environment: [String: String], status: Int32 = 0, _ arguments: String...) async throws -> Int {
      let start = ContinuousClock.now
      let running = try RunningCommand(arguments, environment: environment, output: "/dev/null")
      var peak = 0
      while let now = running.peakMemory {
        peak = max(peak, now)
        try await Task.sleep(for: .milliseconds(5))
      }
      let run = try await running.end()
      #expect(run.status == status, "\(arguments): \(run.errors.prefix(500))")
      print("\(arguments[0]): \(peak >> 20) MiB, \(ContinuousClock.now - start)")
      return peak
    }
  }
#endif
