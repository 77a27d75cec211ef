import Foundation

/// A program that was run to its end.
struct CommandRun {
  let code: Int32
  let output: String
  let errors: String

  /// The folder of built products: the one that holds the running test bundle.
  static let products: URL = {
    #if canImport(Darwin)
      for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
        return bundle.bundleURL.deletingLastPathComponent()
      }
    #endif
    return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }()

  /// Runs the built `wedrive-spec` the way a person does.
  init(_ arguments: [String], in folder: URL) throws {
    try self.init(program: Self.products.appending(path: "wedrive-spec").path, arguments, in: folder)
  }

  /// Runs a program of the search path.
  init(program: String, _ arguments: [String], in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = folder
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    self.errors = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationStatus
  }

  /// Whether a program can be run with these arguments.
  static func succeeds(_ program: String, _ arguments: [String]) -> Bool {
    (try? CommandRun(program: program, arguments, in: FileManager.default.temporaryDirectory).code) == 0
  }
}

/// A folder that is gone afterwards.
func withScratchFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "drift-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
