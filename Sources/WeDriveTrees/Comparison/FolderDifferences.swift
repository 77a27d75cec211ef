import WeDriveGenerated
import WeDriveRuntime

/// How one folder here differs from one at the service. Entries are told by the name that they have here.
struct FolderDifferences: Sendable {
  /// A local file, with its digest where it had to be known.
  struct LocalFile: Sendable {
    let name: EntryName
    let state: FileState
    var sha1: [UInt8]?
  }

  /// A file that is on both sides with another content.
  struct Changed: Sendable {
    let local: LocalFile
    let remote: RemoteEntry
    /// Whether the local content is one that both sides had after an earlier run.
    let isLocalOld: Bool
  }

  /// The folder's path from the top.
  let path: TreePath
  /// The folder at the service; nil if there is none.
  let place: FolderPlace?
  /// Whether there is a local folder.
  let isLocal: Bool
  var onlyLocal: [LocalFile] = []
  var onlyRemote: RemoteSelection
  var changed: [Changed] = []
  var same: [EntryName] = []
  /// Folders that are only here, and only there.
  var foldersOnlyLocal: [EntryName] = []
  var foldersOnlyRemote: [RemoteEntry] = []
  /// Names that several entries of the service have, or entries of different kinds: left alone.
  var conflicts: [(name: EntryName, reason: String)] = []
  /// Files that the service cannot keep, and why.
  var refusals: [NameRefusal] = []
  /// Online documents; links, sockets and the like; files without content.
  var documents = 0
  var specials: [EntryName] = []
  var empties: [EntryName] = []
  /// What went away here after its folder was read.
  var vanished = 0
  /// Whether the folder holds something that a filter leaves out, so that it cannot go as a whole.
  var hasLeftOut = false
  /// The folder of this library's own in which replaced files wait, if there is one.
  var staging: RemoteEntry?
  /// Whether the local folder itself could not be read, or went away.
  var isUnread = false
  /// What could not be read here.
  var unreadable: [ItemFailure] = []
  /// Why the folder could not be listed at the service. Then nothing is known of it, and nothing may be done in it.
  var listingFailure: TreeError?

  /// How many files were compared.
  var fileCount: Int { same.count + changed.count + onlyLocal.count + onlyRemote.count }

  init(path: TreePath, place: FolderPlace?, isLocal: Bool, listing: FolderListing = FolderListing()) {
    (self.path, self.place, self.isLocal) = (path, place, isLocal)
    onlyRemote = RemoteSelection(of: listing)
  }
}

/// A local file that is not sent because of what it is.
public struct NameRefusal: Sendable, Hashable {
  /// Its path from the top.
  public let path: TreePath
  /// Why not.
  public let reason: String
}

/// Something that could not be done with one entry.
public struct ItemFailure: Sendable {
  /// The entry's path from the top.
  public let path: TreePath
  /// What went wrong.
  public let error: TreeError
}
