import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// A link to the content of one file, and the cookie without which it does not open.
///
/// Everyone who has both can read the file until the link expires, so neither is printed: ``description`` shows the origin only.
public struct DownloadLink: Sendable, Redacted {
  /// The whole link. Its query is a secret.
  public let url: String
  /// Sent in the `Cookie` header, to the link's own origin only.
  public let cookie: Cookie
  /// When the link stops working, by the wall clock, in seconds since 1970.
  public let expiry: Int64
  /// Scheme, host and port of the link.
  public let origin: String

  /// Checks the link before it is used for anything.
  ///
  /// - Parameters:
  ///   - url: The whole link.
  ///   - cookie: The cookie without which it does not open.
  ///   - expiry: When it stops working, in seconds since 1970.
  ///   - endpoint: The call whose reply the link is from, for the error.
  /// - Throws: `WeDriveError.undecodableReply` for a link that is neither `https` nor goes to this very machine,
  ///   or that holds anything that does not belong in a link; likewise for the cookie.
  public init(url: String, cookie: Cookie, expiry: Int64, endpoint: String) throws(WeDriveError) {
    guard let origin = WebAddress(url)?.origin else {
      throw .undecodableReply(UndecodableReply(endpoint: endpoint, reason: "holds a link that may not be opened"))
    }
    self.url = url
    self.cookie = cookie
    self.expiry = expiry
    self.origin = origin
  }

  /// A link as calls reply it: with a cookie, and good for two hours.
  ///
  /// - Parameters:
  ///   - url: The whole link.
  ///   - cookieName: The name of the cookie without which it does not open.
  ///   - cookieValue: The cookie's value.
  ///   - asked: When the call began, in seconds since 1970.
  ///   - endpoint: The call whose reply the link is from, for the error.
  /// - Throws: As ``init(url:cookie:expiry:endpoint:)``.
  public init(
    url: Secret, cookieName: String, cookieValue: Secret, asked: Int64 = CallClock.wallClock(),
    endpoint: Endpoint
  ) throws(WeDriveError) {
    try self.init(
      url: url.rawValue, cookie: Cookie(name: cookieName, value: cookieValue.rawValue, endpoint: endpoint.name),
      expiry: asked + Limits.downloadLinkLife, endpoint: endpoint.name)
  }

  /// The link as the transfer of content takes it.
  var content: ContentLink { ContentLink(url: url, headers: [cookie.header], expiry: expiry) }

  /// Without anything secret.
  public var description: String { "DownloadLink(\(origin), redacted)" }
}

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
    let asked = CallClock.wallClock()
    let reply = try await fileDownload(request)
    return try DownloadLink(
      url: reply.downloadURL, cookieName: reply.cookieName, cookieValue: reply.cookieValue, asked: asked,
      endpoint: FileDownloadRequest.endpoint)
  }
}
