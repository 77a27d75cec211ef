import Foundation

/// A program that was run to its end.
public struct CommandRun {
  /// The exit code.
  public let status: Int32
  /// What it wrote to its standard output.
  public let output: String
  /// What it wrote to its standard error.
  public let errors: String
  /// Both.
  public var text: String { output + errors }

  /// The folder of built products: the one that holds the running test bundle.
  public static let products: URL = {
    #if canImport(Darwin)
      for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
        return bundle.bundleURL.deletingLastPathComponent()
      }
    #endif
    return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }()

  /// Runs the built `wedrive-spec` the way a person does.
  public init(_ arguments: [String], in folder: URL? = nil) throws {
    try self.init(program: Self.products.appending(path: "wedrive-spec").path, arguments, in: folder)
  }

  /// Runs a program of the search path.
  ///
  /// - Parameter folder: Where it runs; nil: where the tests do.
  public init(program: String, _ arguments: [String], in folder: URL? = nil) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    if let folder { process.currentDirectoryURL = folder }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // A program that hangs is killed: its test fails, and the others go on.
    let id = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(id, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 600, execute: watchdog)
    defer { watchdog.cancel() }
    self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    self.errors = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    for pipe in [output, errors] { try? pipe.fileHandleForReading.close() }
    process.waitUntilExit()
    status = process.terminationStatus
  }

  /// Runs the built `wedrive` with nothing of this process's environment but what is given.
  ///
  /// - Parameter output: A file that takes the place of standard output.
  public static func of(
    _ arguments: [String], environment: [String: String] = [:], input: String = "", output: String? = nil
  ) async throws -> CommandRun {
    try await RunningCommand(arguments, environment: environment, input: input, output: output).end()
  }

  init(status: Int32, output: String, errors: String) {
    (self.status, self.output, self.errors) = (status, output, errors)
  }

  /// Whether a program can be run with these arguments.
  public static func succeeds(_ program: String, _ arguments: [String]) -> Bool {
    (try? CommandRun(program: program, arguments).status) == 0
  }
}
