#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// Links for programs that fetch content themselves.
extension WeDriveClient {
  /// A link to a file's content, for a program that fetches it itself.
  public func downloadLink(fileID: FileID) async throws(WeDriveError) -> DownloadLink {
    try await downloadLink(FileDownloadRequest(fileID: fileID))
  }

  /// A link to the content of a file that a person picked, for a program that fetches it itself.
  public func downloadLink(ticket: DriveDownloadTicket) async throws(WeDriveError) -> DownloadLink {
    try await downloadLink(FileDownloadRequest(selectedTicket: ticket))
  }

  func downloadLink(_ source: DownloadSource) async throws(WeDriveError) -> DownloadLink {
    switch source.kind {
    case .file(let id): try await downloadLink(fileID: id)
    case .ticket(let ticket, _): try await downloadLink(ticket: ticket)
    case .link(let call, _): try await call.fetch()
    }
  }

  private func downloadLink(_ request: FileDownloadRequest) async throws(WeDriveError) -> DownloadLink {
    // The link's life counts from before the call, so that it is never thought to be good for longer than it is.
    let asked = Int64(Date().timeIntervalSince1970)
    let reply = try await fileDownload(request)
    return try DownloadLink(
      url: reply.downloadURL, cookieName: reply.cookieName, cookieValue: reply.cookieValue, asked: asked,
      endpoint: FileDownloadRequest.endpoint)
  }
}
