#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Variables of the environment from which a program takes how it reaches a service.
public struct EnvironmentVariables: Sendable, Redacted {
  private let values: [String: String]

  /// Those of this process.
  public static var process: Self { Self(ProcessInfo.processInfo.environment) }

  /// Takes names and values, for tests and for programs that have them from elsewhere.
  public init(_ values: [String: String]) { self.values = values }

  /// The value of a variable; nil if it is not set, or set to nothing.
  public subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The value of a variable that is needed.
  ///
  /// - Throws: `WeDriveError.invalidArgument` with the variable's name, if it is not set.
  package func needed(_ name: String) throws(WeDriveError) -> String {
    guard let value = self[name] else {
      throw .invalidArgument(InvalidArgument(owner: "", field: name, reason: "is not set in the environment"))
    }
    return value
  }

  /// A secret, without the white space around it that files and shells leave there.
  package func neededSecret(_ name: String) throws(WeDriveError) -> Secret {
    var text = try needed(name)[...]
    text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    guard !text.isEmpty else {
      throw .invalidArgument(InvalidArgument(owner: "", field: name, reason: "holds nothing but white space"))
    }
    return Secret(String(text))
  }

  /// How many variables there are, and no value: some are secrets.
  public var description: String { "EnvironmentVariables(\(values.count), redacted)" }
}
