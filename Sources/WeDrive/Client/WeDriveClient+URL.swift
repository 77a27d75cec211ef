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
  /// See ``upload(contentsOf:named:to:options:)-(String,_,_,_)``.
  @discardableResult
  public func upload(
    contentsOf url: URL, named name: String? = nil, to destination: UploadDestination,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> FileID {
    try await upload(contentsOf: LocalPath(url), named: name, to: destination, options: options)
  }

  /// See ``upload(contentsOf:named:toDocument:options:)-(String,_,_,_)``.
  @discardableResult
  public func upload(
    contentsOf url: URL, named name: String? = nil, toDocument document: DocID, options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> String {
    try await upload(contentsOf: LocalPath(url), named: name, toDocument: document, options: options)
  }

  /// See ``upload(_:to:options:)-([String],_,_)``.
  public func upload(
    _ urls: [URL], to destination: UploadDestination, options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> [UploadOutcome] {
    let paths = try urls.map { url throws(WeDriveError) in try LocalPath(url) }
    return await upload(paths, to: destination, options: options)
  }

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

  /// See ``download(_:to:options:)-(_,String,_)``.
  @discardableResult
  public func download(
    _ source: DownloadSource, to url: URL, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    try await download(source, to: LocalPath(url).text, options: options)
  }

  /// See ``download(_:into:options:)-(_,String,_)``.
  public func download(
    _ sources: [DownloadSource], into folder: URL, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> [DownloadOutcome] {
    try await download(sources, into: LocalPath(folder).text, options: options)
  }
}
