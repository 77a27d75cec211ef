import WeDriveRuntime
import WeDriveTransfers

/// What became of one of several downloads.
public struct DownloadOutcome: Sendable {
  /// What was to be downloaded.
  public let source: DownloadSource
  /// The file, or why there is none.
  public let result: Result<DownloadedFile, WeDriveError>

  /// Joins a source and its result.
  public init(source: DownloadSource, result: Result<DownloadedFile, WeDriveError>) {
    self.source = source
    self.result = result
  }
}
