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

extension UploadDestination {
  /// Space and folder; nil for a ticket, which does not tell.
  var place: (space: SpaceID, parent: FolderID)? {
    switch self {
    case .folder(let folder, let space): (space, folder)
    case .root(let space): (space, .root(of: space))
    case .ticket: nil
    }
  }

  /// The call that uploads in one go, without its content.
  func smallUpload(named name: String) -> FileUploadRequest {
    let nothing = Base64Content([])
    return switch self {
    case .ticket(let ticket): FileUploadRequest(selectedTicket: ticket, fileName: name, content: nothing)
    case .folder(let folder, let space):
      FileUploadRequest(spaceID: space, parentID: folder, fileName: name, content: nothing)
    case .root(let space):
      FileUploadRequest(spaceID: space, parentID: .root(of: space), fileName: name, content: nothing)
    }
  }

  /// The call that starts an upload in blocks, without size and digests.
  func blockUpload(named name: String, pushesCard: Bool) -> FileUploadInitRequest {
    var request =
      switch self {
      case .ticket(let ticket):
        FileUploadInitRequest(selectedTicket: ticket, fileName: name, size: 0, blockSHAs: [])
      case .folder(let folder, let space):
        FileUploadInitRequest(spaceID: space, parentID: folder, fileName: name, size: 0, blockSHAs: [])
      case .root(let space):
        FileUploadInitRequest(spaceID: space, parentID: .root(of: space), fileName: name, size: 0, blockSHAs: [])
      }
    if !pushesCard { request.skipPushCard = true }
    return request
  }
}
