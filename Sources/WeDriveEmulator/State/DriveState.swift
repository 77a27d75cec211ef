import Foundation
import WeDriveGenerated

/// Everything the server knows. Rules that concern one kind of thing are with that thing; those that concern several are here.
struct DriveState: Sendable {
  var spaces = Spaces()
  var files = FileTree()
  var uploads = UploadSessions()
  var accounts = Accounts()
  var tokens = Tokens()
  var tickets = Tickets()
  var messages = Table<MessageID, SentMessage>("messages")
  var links = DownloadLinks()
  var suiteTickets = SuiteTickets()
  var loginCodes = LoginCodes()

  /// Every table that the state file keeps; links live as long as the server.
  private static let tables: [RecordedTable] = [
    RecordedTable(\.spaces.table), RecordedTable(\.files.table), RecordedTable(\.uploads.table),
    RecordedTable(\.uploads.receipts), RecordedTable(\.accounts.seats), RecordedTable(\.accounts.calls),
    RecordedTable(\.tokens.table), RecordedTable(\.tickets.table), RecordedTable(\.suiteTickets.table),
    RecordedTable(\.loginCodes.table), RecordedTable(\.messages),
  ]

  // MARK: Access

  /// A live file that this app may touch.
  func file(_ id: FileID, for caller: Caller) throws(ServiceError) -> FileEntry {
    let entry = try anyFile(id, for: caller)
    guard !entry.isDeleted else { throw .weCom(.fileDeleted) }
    return entry
  }

  /// A file that this app may touch, alive or deleted.
  func anyFile(_ id: FileID, for caller: Caller) throws(ServiceError) -> FileEntry {
    let entry = try files.any(id)
    guard let space = spaces.table[entry.spaceID], space.corp == caller.corp else { throw .weCom(.fileNotFound) }
    guard space.app == caller.app else { throw .weCom(.accessDenied) }
    return entry
  }

  /// The ids of a batch that are acted on, and the refusal with which the call ends after that, if it does.
  ///
  /// - Throws: What is to stop the call before it does anything.
  func batch(
    _ ids: [FileID], for caller: Caller
  ) throws(ServiceError) -> (ids: [FileID], refusal: ServiceError?) {
    if let limit = files.behaviour.batchLimit, ids.count > limit {
      throw .weCom(.invalidArgument, "more than \(limit) entries at once")
    }
    var known: [FileID] = []
    for id in ids {
      do throws(ServiceError) {
        _ = try file(id, for: caller)
        known.append(id)
      } catch {
        switch files.behaviour.unknownID {
        case .stopsAll: throw error
        case .stopsThere: return (known, error)
        case .skipped: continue
        }
      }
    }
    return (known, nil)
  }

  /// A live file of the corp, whichever app it belongs to: the archive asks for members, not for apps.
  func archivedFile(_ id: FileID, for caller: Caller) throws(ServiceError) -> FileEntry {
    let entry = try files.live(id)
    guard spaces.table[entry.spaceID]?.corp == caller.corp else { throw .weCom(.fileNotFound) }
    return entry
  }

  /// The folder that `fatherid` names, in `spaceid` where that is given too.
  func place(spaceID: SpaceID?, folderID: FolderID, for caller: Caller) throws(ServiceError) -> FileTree.Place {
    if let spaceID { _ = try spaces.find(spaceID, for: caller) }
    guard !folderID.rawValue.isEmpty else { throw .weCom(.invalidFolderID) }
    let root = FileTree.Place(rootOf: spaceID ?? SpaceID(folderID.rawValue))
    if root.folderID == folderID, spaceID != nil || spaces.table[root.spaceID] != nil {
      _ = try spaces.find(root.spaceID, for: caller)
      return root
    }
    let folder = try file(folderID.fileID, for: caller)
    guard folder.isFolder else { throw .weCom(.invalidFolderID, "fatherid is not a folder") }
    guard spaceID == nil || folder.spaceID == spaceID else {
      throw .weCom(.invalidFolderID, "fatherid is in another space")
    }
    return FileTree.Place(spaceID: folder.spaceID, folderID: .folder(folder.id))
  }

  // MARK: Room

  /// Bytes in use by a corp.
  func bytes(corp: CorpID) -> UInt64 {
    spaces.table.rows.values.filter { $0.corp == corp }.reduce(0) { $0 + (files.bytes[$1.id] ?? 0) }
  }

  /// Whether so many bytes in so many entries more find room.
  func checkRoom(for size: UInt64, in place: FileTree.Place, _ caller: Caller, _ limits: EmulatorLimits)
    throws(ServiceError)
  {
    let (sum, overflow) = bytes(corp: caller.corp).addingReportingOverflow(size)
    guard !overflow, sum <= limits.capacity else { throw .weCom(.capacityExceeded) }
    guard (files.counts[place.spaceID] ?? 0) < limits.entriesPerSpace else { throw .weCom(.tooManyFiles) }
  }
}

// MARK: - On disk

extension DriveState {
  /// A line for each row that changed since the last call.
  mutating func takeChanges() throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for table in Self.tables { lines += try table.takeChanges(&self) }
    return lines
  }

  /// A line for each row.
  func allRows() throws -> [[UInt8]] { try Self.tables.flatMap { try $0.allRows(self) } }

  /// Takes in a line of the state file. A table that is not known any more is passed over.
  mutating func restore(_ line: Data) throws {
    struct Head: Codable { let table: String }
    let name = try JSONDecoder().decode(Head.self, from: line).table
    try Self.tables.first { $0.name == name }?.restore(&self, line)
  }

  /// To be called once every line is in.
  mutating func reindex(at now: Int64) {
    files.reindex()
    uploads.reindex(at: now)
  }

  /// The files whose content has to stay: those alive, those on their way, and attachments of documents.
  var contentIDs: Set<FileID> {
    var ids = Set(files.table.rows.values.filter { $0.isOrdinaryFile && !$0.isDeleted }.map(\.id))
    ids.formUnion(uploads.table.rows.values.filter { $0.isAttachment || !$0.isFinished }.map(\.fileID))
    return ids
  }
}
