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
extension WeDriveClient {
  /// See ``download(fileID:to:options:)-(_,String,_)``.
  @discardableResult
  public func download(
    fileID: FileID, to url: URL, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    try await download(.file(fileID), to: url, options: options)
  }

  /// See ``download(ticket:to:options:)-(_,String,_)``.
  @discardableResult
  public func download(
    ticket: DriveDownloadTicket, to url: URL, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    try await download(.ticket(ticket), to: url, options: options)
  }

  /// See ``download(_:to:options:)-(DownloadSource,String,_)``.
  @discardableResult
  public func download(
    _ source: DownloadSource, to url: URL, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    try await download(source, to: LocalPath(url).text, options: options)
  }
}
