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
}
