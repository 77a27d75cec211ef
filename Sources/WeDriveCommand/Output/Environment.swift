import WeDriveRuntime

/// The variables that this process was given.
enum Environment {
  /// The value of a variable; nil if it is not set, or set to nothing.
  static subscript(name: String) -> String? { EnvironmentVariables.process[name] }
}
