import WeDriveRuntime

/// Why an emulator did not start.
public enum EmulatorFailure: Error, Sendable {
  /// The address is in use or may not be used.
  case cannotListen(port: Int, reason: String)
  /// The folder that keeps the state cannot be read or written.
  case cannotUseRoot(path: String, reason: String)
}

extension EmulatorFailure: DescribedError {
  /// The port or folder, and what is wrong with it.
  public var description: String {
    switch self {
    case .cannotListen(let port, let reason): "the emulator cannot listen on port \(port): \(reason)"
    case .cannotUseRoot(let path, let reason): "the emulator cannot use \(path): \(reason)"
    }
  }
}
