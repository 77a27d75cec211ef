#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveRuntime

extension LocalPath {
  /// The path that a file URL names.
  ///
  /// - Throws: `WeDriveError.invalidArgument` for a URL of any other scheme, which is all that is told of it.
  package init(_ url: URL) throws(WeDriveError) {
    guard url.isFileURL else {
      throw .invalidArgument(
        InvalidArgument(
          owner: "", field: "",
          reason: "a URL with the scheme \(url.scheme ?? "of its base") names no local file: give a file URL"))
    }
    self.init(
      bytes: url.withUnsafeFileSystemRepresentation { path in
        guard let path else { return [] }
        return sequence(first: path) { $0 + 1 }.lazy.map { UInt8(bitPattern: $0.pointee) }.prefix { $0 != 0 }.map { $0 }
      })
  }
}
