#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every file and folder of every space, with what is needed to find them quickly.
///
/// Names are unique in a folder: what would take a name that is in use gets a number, as the service does on a move.
struct FileTree: Sendable {
  /// Where something is or goes.
  struct Place: Hashable, Codable, Sendable {
    let spaceID: String
    /// The folder; at the root the space's own id.
    let folderID: String
  }

  private(set) var table = Table<FileEntry>("files")
  /// The live entries of each folder by name.
  private var names: [String: [ExactName: String]] = [:]
  /// Sorted listings of folders that have not changed since.
  var listings: [String: [FileOrdering: [String]]] = [:]
  /// Live ordinary files by content.
  private var contents: [Content: Set<String>] = [:]
  /// Bytes in use by space.
  private(set) var bytes: [String: UInt64] = [:]
  /// Live entries by space.
  private(set) var counts: [String: Int] = [:]

  struct Content: Hashable, Sendable {
    let sha: String
    let size: UInt64
  }

  // MARK: Finding

  /// The entry, alive or deleted.
  func any(_ id: String) throws(ServiceError) -> FileEntry {
    guard !id.isEmpty else { throw .badFileID }
    guard let entry = table[id] else { throw .fileNotFound }
    return entry
  }

  /// The entry, which has to be alive.
  func live(_ id: String) throws(ServiceError) -> FileEntry {
    let entry = try any(id)
    guard !entry.isDeleted else { throw .fileDeleted }
    return entry
  }

  /// The live files with this content.
  func holders(of content: Content) -> [FileEntry] {
    (contents[content] ?? []).sorted().compactMap { table[$0] }
  }

  func child(named name: String, of folderID: String) -> FileEntry? {
    names[folderID]?[ExactName(name)].flatMap { table[$0] }
  }

  func children(of folderID: String) -> [FileEntry] {
    (names[folderID] ?? [:]).values.compactMap { table[$0] }
  }

  /// The folder and everything below it.
  func subtree(of id: String) -> [FileEntry] {
    guard let top = table[id] else { return [] }
    var found = [top]
    var next = 0
    while next < found.count {
      if found[next].isFolder { found += children(of: found[next].id) }
      next += 1
    }
    return found
  }

  func isInside(_ folderID: String, _ id: String) -> Bool {
    var current = folderID
    while let entry = table[current] {
      if entry.id == id { return true }
      current = entry.parentID
    }
    return false
  }

  // MARK: Changing

  /// Adds an entry, under a name with a number if its own is taken, and gives it back as it was added.
  @discardableResult
  mutating func add(_ entry: FileEntry) throws(ServiceError) -> FileEntry {
    try FileName.check(entry.name)
    var entry = entry
    entry.name = freeName(entry.name, in: entry.parentID)
    link(entry)
    return entry
  }

  mutating func rename(_ id: String, to name: String, at now: Int64) throws(ServiceError) -> FileEntry {
    var entry = try live(id)
    try FileName.check(name)
    guard ExactName(name) != ExactName(entry.name) else { return entry }
    unlink(entry)
    entry.name = freeName(name, in: entry.parentID)
    entry.modified = now
    link(entry)
    return entry
  }

  /// Moves entries into a folder. Nothing moves if any of them cannot. Gives the entries as they are then, and those
  /// that were overwritten.
  mutating func move(
    _ ids: [String], to place: Place, replacing: Bool, at now: Int64
  ) throws(ServiceError) -> (moved: [FileEntry], replaced: [FileEntry]) {
    for id in ids {
      let entry = try live(id)
      guard !isInside(place.folderID, entry.id) else { throw .badParameter.because("a folder cannot move into itself") }
      if replacing, let other = child(named: entry.name, of: place.folderID), other.id != id, isInside(id, other.id) {
        throw .badParameter.because("a folder cannot be overwritten by its own content")
      }
    }
    var moved: [FileEntry] = []
    var replaced: [FileEntry] = []
    for id in ids {
      // An earlier one of this call may have overwritten or carried it.
      guard var entry = table[id], !entry.isDeleted else { continue }
      if entry.parentID == place.folderID {
        moved.append(entry)
        continue
      }
      // What this very call has just put there is not overwritten by its own content.
      if replacing, let other = child(named: entry.name, of: place.folderID), !isInside(id, other.id) {
        replaced += delete(other)
      }
      unlink(entry)
      let below = entry.isFolder && entry.spaceID != place.spaceID ? subtree(of: id).dropFirst() : []
      entry.name = freeName(entry.name, in: place.folderID)
      entry.parentID = place.folderID
      entry.spaceID = place.spaceID
      entry.modified = now
      link(entry)
      for var child in below {
        unlink(child)
        child.spaceID = place.spaceID
        link(child)
      }
      moved.append(entry)
    }
    return (moved, replaced)
  }

  /// Deletes entries with everything below them. Nothing is deleted if any of them cannot be. Gives all that went.
  mutating func delete(_ ids: [String]) throws(ServiceError) -> [FileEntry] {
    for id in ids { _ = try live(id) }
    var deleted: [FileEntry] = []
    for id in ids {
      if let entry = table[id], !entry.isDeleted { deleted += delete(entry) }
    }
    return deleted
  }

  /// Forgets a space's files altogether. Gives those that were alive.
  mutating func forget(space: String) -> [FileEntry] {
    let entries = table.rows.values.filter { $0.spaceID == space }
    for entry in entries {
      if !entry.isDeleted { unlink(entry) }
      table[entry.id] = nil
    }
    return entries.filter { !$0.isDeleted }
  }

  /// Changes what does not concern an entry's place, name or content.
  mutating func share(_ id: String, _ body: (inout FileSharing) throws(ServiceError) -> Void) throws(ServiceError) {
    var entry = try live(id)
    try body(&entry.sharing)
    table[id] = entry
  }

  private mutating func delete(_ top: FileEntry) -> [FileEntry] {
    let entries = subtree(of: top.id)
    for var entry in entries {
      unlink(entry)
      entry.isDeleted = true
      table[entry.id] = entry
    }
    return entries
  }

  private func freeName(_ name: String, in folderID: String) -> String {
    guard let taken = names[folderID], taken[ExactName(name)] != nil else { return name }
    var number = 1
    while taken[ExactName(FileName.numbered(name, number))] != nil { number += 1 }
    return FileName.numbered(name, number)
  }

  // MARK: The indices

  private mutating func link(_ entry: FileEntry) {
    table[entry.id] = entry
    index(entry)
  }

  private mutating func index(_ entry: FileEntry) {
    names[entry.parentID, default: [:]][ExactName(entry.name)] = entry.id
    listings[entry.parentID] = nil
    bytes[entry.spaceID, default: 0] += entry.size
    counts[entry.spaceID, default: 0] += 1
    if entry.isOrdinaryFile { contents[Content(sha: entry.sha, size: entry.size), default: []].insert(entry.id) }
  }

  private mutating func unlink(_ entry: FileEntry) {
    names[entry.parentID]?[ExactName(entry.name)] = nil
    listings[entry.parentID] = nil
    bytes[entry.spaceID, default: 0] -= entry.size
    counts[entry.spaceID, default: 0] -= 1
    let content = Content(sha: entry.sha, size: entry.size)
    contents[content]?.remove(entry.id)
    if contents[content]?.isEmpty == true { contents[content] = nil }
  }

  /// Builds the indices anew, after the table was read from disk.
  mutating func reindex() {
    for entry in table.rows.values where !entry.isDeleted { index(entry) }
  }
}

extension FileTree: Recorded {
  var name: String { table.name }
  mutating func takeChanges() throws -> [[UInt8]] { try table.takeChanges() }
  func allRows() throws -> [[UInt8]] { try table.allRows() }
  mutating func restore(_ line: Data) throws {
    // A size that no upload can have would make the sums overflow.
    try table.restore(line) { $0.size <= UploadSessions.maximumSize }
  }
}

/// Folders listed page by page.
extension FileTree {
  /// One page of a folder.
  struct Page: Sendable {
    let entries: [FileEntry]
    let hasMore: Bool
    let next: UInt32
  }

  mutating func page(of folderID: String, by order: FileOrdering, start: UInt32, limit: UInt32) -> Page {
    let ids = listing(of: folderID, by: order)
    let first = min(Int(start), ids.count)
    let end = min(first + Int(limit), ids.count)
    return Page(
      entries: ids[first..<end].compactMap { table[$0] }, hasMore: end < ids.count, next: UInt32(end))
  }

  private mutating func listing(of folderID: String, by order: FileOrdering) -> [String] {
    if let ids = listings[folderID]?[order] { return ids }
    let ids = order.sorted(children(of: folderID)).map(\.id)
    listings[folderID, default: [:]][order] = ids
    return ids
  }
}
