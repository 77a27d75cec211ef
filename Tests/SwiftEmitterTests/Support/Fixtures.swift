import Foundation
import Testing

/// The folder `Tests/Fixtures/Emitter`, and expectations kept in files.
enum Fixtures {
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let folder = repository.appending(path: "Tests/Fixtures/Emitter")
  /// The generated code of the reference catalog: the sources of another test target.
  static let referenceOutput = repository.appending(path: "Tests/ReferenceTests/Generated")

  /// Whether expectations are to be rewritten. Never on a build server, where they would not be reviewed.
  static var isUpdating: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["UPDATE_FIXTURES"] == "1" && environment["CI"] == nil
  }

  /// Compares a text with the content of a file. A file that is missing is a failure, not an invitation to write it.
  static func expect(_ text: String, in file: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
    if isUpdating {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      Issue.record(
        "\(file.lastPathComponent) is missing; UPDATE_FIXTURES=1 writes it", sourceLocation: sourceLocation)
      return
    }
    #expect(text == expected, "\(firstDifference(expected, text))", sourceLocation: sourceLocation)
  }

  private static func firstDifference(_ expected: String, _ actual: String) -> String {
    let expected = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let actual = actual.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, (old, new)) in zip(expected, actual).enumerated() where old != new {
      return "line \(index + 1): expected \"\(old)\", got \"\(new)\""
    }
    return "expected \(expected.count) lines, got \(actual.count)"
  }
}
