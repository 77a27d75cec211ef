#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Everything the server knows. Rules that concern one kind of thing are with that thing; those that concern several are here.
struct DriveState: Sendable {
  var spaces = Spaces()
  var files = FileTree()
  var uploads = UploadSessions()
  var accounts = Accounts()
  var tokens = Tokens()
  var tickets = Tickets()
  var messages = Table<SentMessage>("messages")
  var links = DownloadLinks()
  var suiteTickets = SuiteTickets()
  var loginCodes = LoginCodes()

  // MARK: Access

  /// A live file that this app may touch.
  func file(_ id: String, for caller: Caller) throws(ServiceError) -> FileEntry {
    let entry = try anyFile(id, for: caller)
    guard !entry.isDeleted else { throw .fileDeleted }
    return entry
  }

  /// A file that this app may touch, alive or deleted.
  func anyFile(_ id: String, for caller: Caller) throws(ServiceError) -> FileEntry {
    let entry = try files.any(id)
    guard let space = spaces.table[entry.spaceID], space.corp == caller.corp else { throw .fileNotFound }
    guard space.app == caller.app else { throw .noAccess }
    return entry
  }

  /// A live file of the corp, whichever app it belongs to: the archive asks for members, not for apps.
  func archivedFile(_ id: String, for caller: Caller) throws(ServiceError) -> FileEntry {
    let entry = try files.live(id)
    guard spaces.table[entry.spaceID]?.corp == caller.corp else { throw .fileNotFound }
    return entry
  }

  /// The folder that `fatherid` names, in `spaceid` where that is given too.
  func place(spaceID: String?, folderID: String, for caller: Caller) throws(ServiceError) -> FileTree.Place {
    if let spaceID {
      _ = try spaces.find(spaceID, for: caller)
    }
    guard !folderID.isEmpty else { throw .badFolderID }
    if let spaceID {
      if folderID == spaceID { return FileTree.Place(spaceID: spaceID, folderID: folderID) }
    } else if spaces.table[folderID] != nil {
      _ = try spaces.find(folderID, for: caller)
      return FileTree.Place(spaceID: folderID, folderID: folderID)
    }
    let folder = try file(folderID, for: caller)
    guard folder.isFolder else { throw .badFolderID.because("fatherid is not a folder") }
    guard spaceID == nil || folder.spaceID == spaceID else {
      throw .badFolderID.because("fatherid is in another space")
    }
    return FileTree.Place(spaceID: folder.spaceID, folderID: folder.id)
  }

  // MARK: Room

  /// Bytes in use by a corp.
  func bytes(corp: String) -> UInt64 {
    spaces.table.rows.values.filter { $0.corp == corp }.reduce(0) { $0 + (files.bytes[$1.id] ?? 0) }
  }

  /// Whether so many bytes in so many entries more find room.
  func checkRoom(for size: UInt64, in place: FileTree.Place, _ caller: Caller, _ limits: EmulatorLimits)
    throws(ServiceError)
  {
    let (sum, overflow) = bytes(corp: caller.corp).addingReportingOverflow(size)
    guard !overflow, sum <= limits.capacity else { throw .outOfCapacity }
    guard (files.counts[place.spaceID] ?? 0) < limits.entriesPerSpace else { throw .tooManyFiles }
  }
}

// MARK: - On disk

extension DriveState {
  /// A line for each row that changed since the last call.
  mutating func takeChanges() throws -> [[UInt8]] {
    try spaces.table.takeChanges() + files.takeChanges() + uploads.takeChanges() + accounts.seats.takeChanges()
      + accounts.calls.takeChanges() + tokens.table.takeChanges() + tickets.table.takeChanges()
      + suiteTickets.table.takeChanges() + loginCodes.table.takeChanges() + messages.takeChanges()
  }

  /// A line for each row.
  func allRows() throws -> [[UInt8]] {
    let tables: [any Recorded] =
      [
        spaces.table, files, accounts.seats, accounts.calls, tokens.table, tickets.table, suiteTickets.table,
        loginCodes.table, messages,
      ] + uploads.recorded
    return try tables.flatMap { try $0.allRows() }
  }

  /// Takes in a line of the state file. A table that is not known any more is passed over.
  mutating func restore(_ line: Data) throws {
    struct Head: Codable { let table: String }
    let name = try JSONDecoder().decode(Head.self, from: line).table
    switch name {
    case spaces.table.name: try spaces.table.restore(line)
    case files.name: try files.restore(line)
    case accounts.seats.name: try accounts.seats.restore(line)
    case accounts.calls.name: try accounts.calls.restore(line)
    case tokens.table.name: try tokens.table.restore(line)
    case tickets.table.name: try tickets.table.restore(line)
    case suiteTickets.table.name: try suiteTickets.table.restore(line)
    case loginCodes.table.name: try loginCodes.table.restore(line)
    case messages.name: try messages.restore(line)
    default: _ = try uploads.restore(line, into: name)
    }
  }

  /// To be called once every line is in.
  mutating func reindex(at now: Int64) {
    files.reindex()
    uploads.reindex(at: now)
  }

  /// The files whose content has to stay: those alive, those on their way, and attachments of documents.
  var contentIDs: Set<String> {
    var ids = Set(files.table.rows.values.filter { $0.isOrdinaryFile && !$0.isDeleted }.map(\.id))
    ids.formUnion(uploads.table.rows.values.filter { $0.isAttachment || !$0.isFinished }.map(\.fileID))
    return ids
  }
}
