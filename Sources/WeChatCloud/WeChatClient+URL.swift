#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// The same for programs that have file URLs where others have paths. A URL that is none of a file is
/// `WeDriveError.invalidArgument`, before anything is sent.
extension WeChatClient {
  /// See ``upload(contentsOf:to:progress:)-(String,_,_)``.
  @discardableResult
  public func upload(
    contentsOf url: URL, to cloudPath: String, progress: (@Sendable (UploadProgress) -> Void)? = nil
  ) async throws(WeDriveError) -> UploadedCloudFile {
    try await upload(contentsOf: LocalPath(url), to: cloudPath, progress: progress)
  }

  /// See ``download(fileID:to:options:)-(_,String,_)``.
  @discardableResult
  public func download(
    fileID file: CloudFileID, to url: URL, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    try await download(fileID: file, to: LocalPath(url).text, options: options)
  }

  /// See ``download(_:into:options:)-(_,String,_)``.
  public func download(
    _ files: [CloudFileID], into folder: URL, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> [CloudFileOutcome<DownloadedFile>] {
    try await download(files, into: LocalPath(folder).text, options: options)
  }
}
