#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file or folder that could not be read or written.
public struct FolderError: Error, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What was tried, for example `rename`.
  public let operation: String
  /// The system's error number.
  public let code: Int32

  init(_ operation: String, _ path: String) {
    self.operation = operation
    self.path = path
    code = errno
  }

  /// In words, for example `cannot open Sources/X.swift: Permission denied`.
  public var description: String { "cannot \(operation) \(path): \(String(cString: strerror(code)))" }
}
