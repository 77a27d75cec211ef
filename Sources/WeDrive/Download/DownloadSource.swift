import WeDriveGenerated

/// What is downloaded.
///
/// A struct with factories, not an enum: further kinds can be added without breaking anybody's `switch`.
public struct DownloadSource: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  enum Kind: Sendable, Hashable {
    case file(FileID)
    case ticket(DriveDownloadTicket, name: String?)
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

  /// The file's id; nil for a ticket.
  public var fileID: FileID? { if case .file(let id) = kind { id } else { nil } }

  /// What tells it from others. It may be a secret.
  var key: String {
    switch kind {
    case .file(let id): "file:\(id.rawValue)"
    case .ticket(let ticket, _): "ticket:\(ticket.rawValue)"
    }
  }

  /// The kind, and a file's id; never a ticket.
  public var description: String {
    switch kind {
    case .file(let id): "DownloadSource.file(\(id))"
    case .ticket: "DownloadSource.ticket(redacted)"
    }
  }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Empty, so that `dump` and debuggers' printing show nothing secret either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
