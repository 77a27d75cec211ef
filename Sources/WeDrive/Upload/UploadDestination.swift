import WeDriveGenerated

/// Where an upload goes.
public enum UploadDestination: Sendable, Hashable {
  /// A folder of a space. An app may upload into folders that it created.
  case folder(FolderID, in: SpaceID)
  /// The root of a space.
  case root(of: SpaceID)
  /// The place that a person picked, as the folder picker's ticket says.
  case ticket(DriveFolderTicket)
}
