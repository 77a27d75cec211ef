#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why an emulator did not start.
public enum EmulatorFailure: Error, Sendable {
  /// The address is in use or may not be used.
  case cannotListen(port: Int, reason: String)
  /// The folder that keeps the state cannot be read or written.
  case cannotUseRoot(path: String, reason: String)
}

extension EmulatorFailure: LocalizedError, CustomStringConvertible {
  /// The port or folder, and what is wrong with it.
  public var description: String {
    switch self {
    case .cannotListen(let port, let reason): "the emulator cannot listen on port \(port): \(reason)"
    case .cannotUseRoot(let path, let reason): "the emulator cannot use \(path): \(reason)"
    }
  }
  /// The same as ``description``.
  public var errorDescription: String? { description }
}
