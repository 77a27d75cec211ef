import Foundation
import Testing

/// A test that needs a process of its own: because it counts what the whole process has, or changes the system's view.
///
/// The test program starts itself again for it. In the first process the scenario's own test is shown as skipped.
public struct Scenario: Sendable {
  private static let variable = "WEDRIVE_TEST_SCENARIO"

  /// The name of the function that holds it, without its parentheses.
  public let name: String

  /// - Parameter name: The name of the test's function.
  public init(name: String) { self.name = name }

  /// Whether this process was started for it.
  public var isCurrent: Bool { ProcessInfo.processInfo.environment[Self.variable] == name }

  /// Runs it in a new process and records what that says if it fails.
  ///
  /// - Parameter wrapper: A program and its arguments that start the program given behind them.
  public func run(within wrapper: [String] = [], sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let command = wrapper + [try Self.program()] + Self.arguments + ["--filter", name]
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(
      [Self.variable: name, "SWIFT_BACKTRACE": "enable=no"]
    ) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    let text = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<String, any Error>) in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            try process.run()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: data, as: UTF8.self)
          })
      }
    }
    #expect(process.terminationStatus == 0, "\(text)", sourceLocation: sourceLocation)
    // A filter that matches nothing is no success.
    #expect(text.contains("with 1 test") && text.contains(name), "\(text)", sourceLocation: sourceLocation)
  }

  /// What this process was started with, without the choice of tests.
  private static var arguments: [String] {
    var arguments: [String] = []
    var rest = CommandLine.arguments.dropFirst()
    while let argument = rest.popFirst() {
      if ["--filter", "--skip", "--xunit-output", "--event-stream-output-path"].contains(argument) {
        _ = rest.popFirst()
      } else {
        arguments.append(argument)
      }
    }
    return arguments
  }

  private static func program() throws -> String {
    #if os(Linux)
      try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    #else
      CommandLine.arguments[0]
    #endif
  }
}

/// What the whole process has open.
public enum ProcessCensus {
  /// How many descriptors.
  public static var descriptors: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? -1
  }

  /// The names of its threads and how often each has gone to sleep; empty where the system does not tell.
  public static var threads: [(name: String, sleeps: Int)] {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    return tasks.compactMap { task in
      guard let status = try? String(contentsOfFile: "/proc/self/task/\(task)/status", encoding: .utf8) else {
        return nil
      }
      let fields = status.split(separator: "\n").map { $0.split(separator: "\t") }
      func value(_ key: String) -> String? {
        fields.first { $0.first == "\(key):" }.flatMap { $0.last }.map(String.init)
      }
      return (value("Name") ?? "", value("voluntary_ctxt_switches").flatMap { Int($0) } ?? -1)
    }
  }
}
