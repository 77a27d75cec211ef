import Foundation

/// A run of `wedrive` that has not ended yet.
public final class RunningCommand {
  private let process = Process()
  private let folder: URL
  private let end_: AsyncStream<Int32>
  private static var executable: URL { CommandRun.products.appending(path: "wedrive") }

  /// Starts `wedrive` with nothing of this process's environment but what is given.
  ///
  /// - Parameters:
  ///   - output: A file that takes the place of standard output.
  ///   - wrapper: A command that is given the program and its arguments to run; none: it is run as it is.
  public init(
    _ arguments: [String], environment: [String: String] = [:], input: String = "", output: String? = nil,
    within wrapper: [String] = []
  ) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Files, not pipes, which would have to be read while it runs.
    for name in ["out", "err"] { try Data().write(to: folder.appendingPathComponent(name)) }
    try Data(input.utf8).write(to: folder.appendingPathComponent("in"))
    let (end, ended) = AsyncStream.makeStream(of: Int32.self)
    end_ = end
    if wrapper.isEmpty {
      process.executableURL = Self.executable
      process.arguments = arguments
    } else {
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = wrapper + [Self.executable.path] + arguments
    }
    process.environment = ["HOME": folder.path, "XDG_CACHE_HOME": folder.path + "/cache"]
      .merging(environment) { $1 }
    let files = [
      try FileHandle(forReadingFrom: folder.appendingPathComponent("in")),
      try FileHandle(forWritingTo: output.map { URL(filePath: $0) } ?? folder.appendingPathComponent("out")),
      try FileHandle(forWritingTo: folder.appendingPathComponent("err")),
    ]
    // A process is not deallocated with its end. What it would keep open is closed here, for with more than a thousand open
    // files Foundation reads beyond their list when it starts the next one.
    defer { for file in files { try? file.close() } }
    (process.standardInput, process.standardOutput, process.standardError) = (files[0], files[1], files[2])
    process.terminationHandler = { process in
      ended.yield(process.terminationStatus)
      ended.finish()
    }
    try process.run()
  }

  deinit {
    _ = kill()
    try? FileManager.default.removeItem(at: folder)
  }

  /// What it has written to its standard output so far.
  public var output: String { read("out") }

  /// The most memory it has had so far, in bytes, as Linux tells; nil when it has ended.
  public var peakMemory: Int? {
    guard process.isRunning,
      let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return nil }
    return line.split(separator: " ").dropLast().last.flatMap { Int($0) }.map { $0 << 10 }
  }

  /// Its number in the system.
  public var processID: Int32 { process.processIdentifier }

  /// Sends it SIGINT, as a person does with Control-C.
  public func interrupt() { process.interrupt() }

  /// Ends it without giving it a moment; false if it had ended already.
  public func kill() -> Bool {
    guard process.isRunning else { return false }
    return Foundation.kill(process.processIdentifier, SIGKILL) == 0
  }

  /// Waits until it has ended. One that goes on for ten minutes is killed, so that a test fails instead of hanging.
  public func end() async throws -> CommandRun {
    let id = process.processIdentifier
    let watchdog = Task {
      try await Task.sleep(for: .seconds(600))
      Foundation.kill(id, SIGKILL)
    }
    defer { watchdog.cancel() }
    for await status in end_ { return CommandRun(status: status, output: output, errors: read("err")) }
    throw CancellationError()
  }

  private func read(_ name: String) -> String {
    (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
  }
}
