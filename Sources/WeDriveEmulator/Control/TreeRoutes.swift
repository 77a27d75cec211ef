import Hummingbird
import WeDriveGenerated

/// Control routes that show spaces and files as they are, whatever the permissions on them.
struct TreeRoutes: Sendable {
  /// How many entries of a folder are given: a page of `file_list`.
  private static let maximumEntries = Int(Limits.fileListPageSize)

  let store: DriveStore

  func add(to group: RouterGroup<CallContext>) {
    group.get("spaces") { _, _ in
      let spaces = store.look { state in
        state.spaces.table.rows.values.map { space in
          SpaceEntry(
            id: space.id, name: space.name, corp: space.corp, entries: state.files.counts[space.id] ?? 0,
            bytes: state.files.bytes[space.id] ?? 0)
        }
      }
      return try ControlReply.json(spaces.sorted { ($0.name, $0.id.rawValue) < ($1.name, $1.id.rawValue) })
    }
    group.get("files") { request, _ in
      guard let folder = RequestContent.parameter("folder", of: request) else {
        throw HTTPError(.badRequest, message: "`folder` is the id of a folder or space")
      }
      let head = store.look { $0.files.head(of: FolderID(folder), Self.maximumEntries) }
      let files = head.entries.map { ListedFile(id: $0.id, name: $0.name, isFolder: $0.isFolder, size: $0.size) }
      return try ControlReply.json(Listing(files: files, more: head.count - files.count))
    }
  }

  private struct SpaceEntry: Encodable {
    let id: SpaceID
    let name: String
    let corp: CorpID
    let entries: Int
    let bytes: UInt64
  }

  private struct Listing: Encodable {
    let files: [ListedFile]
    /// How many further entries the folder has.
    let more: Int
  }

  private struct ListedFile: Encodable {
    let id: FileID
    let name: String
    let isFolder: Bool
    let size: UInt64

    private enum CodingKeys: String, CodingKey {
      case id, name, size
      case isFolder = "is_folder"
    }
  }
}
