import Foundation
import WeDrive

/// What is at a path of this machine, itself or through a link.
enum LocalKind {
  case folder, file, missing

  static func of(_ path: LocalPath) -> LocalKind {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// The path without links and steps back.
  static func resolved(_ path: LocalPath) -> LocalPath? {
    guard let resolved = path.withCString({ realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return LocalPath(bytes: Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
  }
}
