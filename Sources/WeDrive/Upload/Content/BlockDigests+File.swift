#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveRuntime
import WeDriveTransfers

extension BlockDigests {
  /// Computes the digests of a local file's blocks, on a thread of its own.
  ///
  /// - Parameters:
  ///   - path: An ordinary file. An empty one has no blocks.
  ///   - progress: Told how many bytes are done, after each block.
  /// - Throws: `WeDriveError.file` if it cannot be read or is not an ordinary file; `WeDriveError.upload` with the cause
  ///   `sourceChanged` if it becomes shorter meanwhile; `WeDriveError.cancelled`.
  public static func of(
    file path: String, progress: (@Sendable (Int64) -> Void)? = nil
  ) async throws(WeDriveError) -> BlockDigests {
    try await of(file: LocalPath(path), progress: progress)
  }

  /// The same for a file URL.
  public static func of(
    file url: URL, progress: (@Sendable (Int64) -> Void)? = nil
  ) async throws(WeDriveError) -> BlockDigests {
    try await of(file: LocalPath(url), progress: progress)
  }

  /// The same for a path that need not be UTF-8.
  package static func of(
    file path: LocalPath, progress: (@Sendable (Int64) -> Void)? = nil
  ) async throws(WeDriveError) -> BlockDigests {
    let source = try await UploadSource.open(path)
    do throws(UploadFailure.Cause) {
      return try await HashedSource(source) { progress?($0) }.digests
    } catch {
      if case .error(let error) = error { throw error }
      throw .upload(UploadFailure(cause: error, resume: nil))
    }
  }
}
