#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveGenerated
import WeDriveRuntime

/// Downloads to a local file.
///
/// Content goes to a temporary file beside the target, which takes the target's name only when all of it has arrived,
/// has been checked, and is on the disk. On any failure, and when the task is cancelled, the temporary file is removed and
/// what was at the target before is still there.
extension WeDriveClient {
  /// Downloads a file by its id, and checks its size and SHA-1 against what the service says about it.
  ///
  /// - Parameters:
  ///   - fileID: An ordinary file; folders and online documents cannot be downloaded.
  ///   - path: A file, which is replaced if it exists, or a folder, in which the file gets the service's name for it,
  ///     made safe. A symbolic link at the place is replaced and not followed.
  /// - Throws: `WeDriveError.integrity` if the content is not what the service said; `WeDriveError.file` if
  ///   it cannot be written.
  @discardableResult
  public func download(fileID: FileID, to path: String) async throws(WeDriveError) -> DownloadedFile {
    // First what can fail here, then what costs a call.
    let place = try await place(path)
    let info = try await fileInfo(FileInfoRequest(fileID: fileID)).fileInfo
    let expected = ExpectedContent(size: info.fileSize.map(Int64.init(clamping:)), sha1: info.sha)
    return try await download(to: place, serverName: info.fileName, expecting: expected) { () throws(WeDriveError) in
      try await downloadLink(fileID: fileID)
    }
  }

  /// Downloads the file that a person picked.
  ///
  /// A ticket tells neither the file's name nor its digest: `path` must name a file, and what is checked is only that
  /// as much has arrived as the transfer itself announced. ``DownloadedFile/isVerified`` is false.
  ///
  /// - Parameters:
  ///   - ticket: One of the tickets that the download picker gave.
  ///   - path: A file, which is replaced if it exists.
  @discardableResult
  public func download(ticket: DriveDownloadTicket, to path: String) async throws(WeDriveError) -> DownloadedFile {
    try await download(to: place(path), serverName: nil, expecting: ExpectedContent()) { () throws(WeDriveError) in
      try await downloadLink(ticket: ticket)
    }
  }

  /// A link to a file's content, for a program that fetches it itself.
  public func downloadLink(fileID: FileID) async throws(WeDriveError) -> DownloadLink {
    try await downloadLink(FileDownloadRequest(fileID: fileID))
  }

  /// A link to the content of a file that a person picked, for a program that fetches it itself.
  public func downloadLink(ticket: DriveDownloadTicket) async throws(WeDriveError) -> DownloadLink {
    try await downloadLink(FileDownloadRequest(selectedTicket: ticket))
  }

  private func downloadLink(_ request: FileDownloadRequest) async throws(WeDriveError) -> DownloadLink {
    // The link's life counts from before the call, so that it is never thought to be good for longer than it is.
    let asked = Int64(Date().timeIntervalSince1970)
    let reply = try await fileDownload(request)
    let endpoint = FileDownloadRequest.endpoint.name
    return try DownloadLink(
      url: reply.downloadURL.rawValue,
      cookie: Cookie(name: reply.cookieName, value: reply.cookieValue.rawValue, endpoint: endpoint),
      expiry: asked + Limits.downloadLinkLife, endpoint: endpoint)
  }

  private func place(_ path: String) async throws(WeDriveError) -> DownloadPlace {
    try await BlockingWork.run { () throws(WeDriveError) in
      do throws(FileFailure) {
        return try DownloadPlace(path)
      } catch {
        throw .file(error)
      }
    }
  }

  private func download(
    to place: DownloadPlace, serverName: String?, expecting expected: ExpectedContent,
    link: () async throws(WeDriveError) -> DownloadLink
  ) async throws(WeDriveError) -> DownloadedFile {
    let receiver = try await BlockingWork.run { () throws(WeDriveError) in
      let target: DownloadTarget
      do throws(FileFailure) {
        target = try place.target(serverName: serverName)
      } catch {
        throw .file(error)
      }
      return try ContentReceiver(target, expecting: expected, endpoint: FileDownloadRequest.endpoint)
    }
    do throws(WeDriveError) {
      let link = try await link()
      try await fetch(link, into: receiver, expecting: expected)
      return try await BlockingWork.run { () throws(WeDriveError) in try receiver.finish(secrets: link.secrets) }
    } catch {
      await BlockingWork.run { receiver.discard() }
      throw error
    }
  }

  private func fetch(
    _ link: DownloadLink, into receiver: ContentReceiver, expecting expected: ExpectedContent
  ) async throws(WeDriveError) {
    // The receiver stops content that is longer than expected, and says so better than the transport could.
    let most = expected.size.map { $0 + 2 * Int64(ContentReceiver.bufferSize) } ?? Limits.uploadSize
    var request = HTTPRequest(.get, url: link.url, isRepeatable: true, timeout: nil, maximumReplySize: most)
    request.headers = [link.cookie.header]
    request.lane = .bulk
    request.redirects = .follow(most: 5)
    do throws(TransportFailure) {
      _ = try await transport.stream(request, to: receiver)
    } catch {
      throw WeDriveError(inTransfer: error, endpoint: FileDownloadRequest.endpoint.name)
    }
  }
}
