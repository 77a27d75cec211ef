/// Why an emulator did not start.
public enum EmulatorFailure: Error, Sendable {
  /// The address is in use or may not be used.
  case cannotListen(port: Int, reason: String)
  /// The folder that keeps the state cannot be read or written.
  case cannotUseRoot(path: String, reason: String)
}
