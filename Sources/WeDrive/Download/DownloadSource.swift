import WeDriveGenerated
import WeDriveRuntime

/// What is downloaded.
///
/// A struct with factories, not an enum: further kinds can be added without breaking a caller's `switch`.
public struct DownloadSource: Sendable, Hashable, Redacted {
  enum Kind: Sendable, Hashable {
    case file(FileID)
    case ticket(DriveDownloadTicket, name: String?)
    case link(LinkCall, name: String?)
  }

  /// A call that gives a link, told from others by what it is called.
  struct LinkCall: Sendable, Hashable {
    let id: String
    let fetch: @Sendable () async throws(WeDriveError) -> DownloadLink

    static func == (one: Self, other: Self) -> Bool { one.id == other.id }
    func hash(into hasher: inout Hasher) { hasher.combine(id) }
  }

  let kind: Kind

  /// An ordinary file by its id.
  public static func file(_ id: FileID) -> Self { Self(kind: .file(id)) }

  /// A file that a person picked.
  ///
  /// - Parameters:
  ///   - ticket: One of the tickets that the download picker gave.
  ///   - name: The name to give it in a folder: a ticket does not tell.
  public static func ticket(_ ticket: DriveDownloadTicket, name: String? = nil) -> Self {
    Self(kind: .ticket(ticket, name: name))
  }

  /// Content behind a link that another call gives, such as the file of a report or of the archive.
  ///
  /// ```swift
  /// let source = DownloadSource.link(id: "report \(report) \(file)") { () throws(WeDriveError) in
  ///   let reply = try await drive.reportFileDownload(reportID: report, fileID: file)
  ///   return try DownloadLink(
  ///     url: reply.downloadURL, cookieName: reply.cookieName, cookieValue: reply.cookieValue,
  ///     endpoint: ReportFileDownloadRequest.endpoint)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - id: What tells the content from any other. An interrupted download goes on only under the same id.
  ///   - name: The name to give it in a folder: a link does not tell.
  ///   - fetch: Gives a fresh link; called again when one has expired or is refused.
  public static func link(
    id: String, name: String? = nil, fetch: @escaping @Sendable () async throws(WeDriveError) -> DownloadLink
  ) -> Self {
    Self(kind: .link(LinkCall(id: id, fetch: fetch), name: name))
  }

  /// The file's id; nil for a ticket or a link.
  public var fileID: FileID? { if case .file(let id) = kind { id } else { nil } }

  /// What tells it from others. It may be a secret.
  var key: String {
    switch kind {
    case .file(let id): "file:\(id.rawValue)"
    case .ticket(let ticket, _): "ticket:\(ticket.rawValue)"
    case .link(let call, _): "link:\(call.id)"
    }
  }

  /// The kind, and a file's id; never a ticket, nor what a link is told by.
  public var description: String {
    switch kind {
    case .file(let id): "DownloadSource.file(\(id))"
    case .ticket: "DownloadSource.ticket(redacted)"
    case .link: "DownloadSource.link(redacted)"
    }
  }
}
