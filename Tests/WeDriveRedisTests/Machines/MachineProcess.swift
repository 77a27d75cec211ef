import Foundation

/// A run of a program of this package, `machine` unless it is another, or of one with an absolute path, which dies with the test at the latest.
final class MachineProcess: @unchecked Sendable {
  // Foundation's Process is set up before anything else sees it; what signals it goes by its number.
  private let process = Process()
  private let output: URL
  private let errorOutput: URL
  private let end_: AsyncStream<Int32>

  init(_ arguments: [String], program: String = "machine", environment: [String: String] = [:]) throws {
    output = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-machine-\(UUID().uuidString)")
    errorOutput = output.appendingPathExtension("errors")
    for file in [output, errorOutput] { try Data().write(to: file) }
    let (end, ended) = AsyncStream.makeStream(of: Int32.self)
    end_ = end
    process.executableURL =
      program.hasPrefix("/") ? URL(fileURLWithPath: program) : Self.folder.appendingPathComponent(program)
    process.arguments = arguments
    process.environment = ["HOME": NSTemporaryDirectory(), "TMPDIR": NSTemporaryDirectory()].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let files = [try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: errorOutput)]
    // The process keeps them open otherwise, beyond its end.
    defer { for file in files { try? file.close() } }
    (process.standardOutput, process.standardError) = (files[0], files[1])
    process.terminationHandler = { process in
      ended.yield(process.terminationStatus)
      ended.finish()
    }
    try process.run()
  }

  deinit {
    if process.isRunning {
      signal(SIGCONT)
      signal(SIGKILL)
    }
    for file in [output, errorOutput] { try? FileManager.default.removeItem(at: file) }
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// What it has written to standard error so far.
  var errors: String { (try? String(contentsOf: errorOutput, encoding: .utf8)) ?? "" }

  /// The lines so far.
  var lines: [Substring] {
    ((try? String(contentsOf: output, encoding: .utf8)) ?? "").split(separator: "\n")
  }

  /// How often it has begun to fetch, and how often that has come to an end.
  var isFetching: Bool {
    let lines = lines
    return lines.count { $0 == "fetching" } > lines.count { $0 == "fetched" }
  }

  func waitForEnd() async -> Int32 {
    for await status in end_ { return status }
    return -1
  }

  /// The process that was started.
  var id: Int32 { process.processIdentifier }

  /// Built beside the tests.
  static var folder: URL {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
    return bundle.bundleURL.pathExtension == "xctest" ? bundle.bundleURL.deletingLastPathComponent() : bundle.bundleURL
  }
}
