import WeDriveGenerated

/// Every file and folder of every space, with what is needed to find them quickly.
///
/// Names are unique in a folder, unless ``ServiceBehaviour`` has uploads make twins: what would take a name that is in use gets a
/// number, as the service does on a move.
struct FileTree: Sendable {
  /// Where something is or goes.
  struct Place: Hashable, Codable, Sendable {
    let spaceID: SpaceID
    /// The folder; at the root the space's own id.
    let folderID: FolderID

    init(spaceID: SpaceID, folderID: FolderID) {
      self.spaceID = spaceID
      self.folderID = folderID
    }

    init(rootOf spaceID: SpaceID) { self.init(spaceID: spaceID, folderID: .root(of: spaceID)) }

    var isRoot: Bool { folderID == .root(of: spaceID) }
  }

  /// What is done where the documentation is silent.
  var behaviour = ServiceBehaviour()
  /// A size that no upload can have would make the sums overflow.
  var table = Table<FileID, FileEntry>("files") { $0.size <= Limits.uploadSize }
  /// The live entries of each folder by name.
  private var names: [FolderID: [ExactName: FileID]] = [:]
  /// Live entries of each folder whose name another one has in `names`.
  private var twins: [FolderID: [FileID]] = [:]
  /// Entries that are there from the start and made when they are asked for, as long as the table has no row of theirs.
  private var seed: SeededTree?
  /// Folders of the seed in which something has changed.
  private var unseeded: Set<FolderID> = []
  /// Sorted listings of folders that have not changed since.
  private var listings: [FolderID: [FileOrder: [FileID]]] = [:]
  /// Live ordinary files by content.
  private var contents: [Content: Set<FileID>] = [:]
  /// Bytes in use by space.
  private(set) var bytes: [SpaceID: UInt64] = [:]
  /// Live entries by space.
  private(set) var counts: [SpaceID: Int] = [:]

  struct Content: Hashable, Sendable {
    let sha: String
    let size: UInt64
  }

  // MARK: Finding

  /// The entry of an id, alive or deleted.
  subscript(id: FileID) -> FileEntry? { table[id] ?? seed?.entry(id) }

  /// The entry, alive or deleted.
  func any(_ id: FileID) throws(ServiceError) -> FileEntry {
    guard !id.rawValue.isEmpty else { throw .weCom(.invalidFileID) }
    guard let entry = self[id] else { throw .weCom(.fileNotFound) }
    return entry
  }

  /// The entry, which has to be alive.
  func live(_ id: FileID) throws(ServiceError) -> FileEntry {
    let entry = try any(id)
    guard !entry.isDeleted else { throw .weCom(.fileDeleted) }
    return entry
  }

  /// The live files with this content.
  func holders(of content: Content) -> [FileEntry] {
    (contents[content] ?? []).sorted { $0.rawValue < $1.rawValue }.compactMap { table[$0] }
  }

  func child(named name: String, of folderID: FolderID) -> FileEntry? {
    if let id = names[folderID]?[ExactName(name)] { return table[id] }
    return seed?.child(named: name, of: folderID).flatMap { table[$0.id] == nil ? $0 : nil }
  }

  func children(of folderID: FolderID) -> [FileEntry] {
    let seeded = seed?.entries(of: folderID).filter { table[$0.id] == nil } ?? []
    return seeded + (names[folderID] ?? [:]).values.compactMap { table[$0] }
      + (twins[folderID] ?? []).compactMap { table[$0] }
  }

  /// The first entries of a folder, folders before files, and how many it has.
  func head(of folderID: FolderID, _ most: Int) -> (entries: [FileEntry], count: Int) {
    if let seed, let count = untouchedCount(of: folderID) { return (seed.entries(of: folderID, 0..<most), count) }
    let children = children(of: folderID).sorted {
      ($0.isFolder ? 0 : 1, $0.name, $0.id.rawValue) < ($1.isFolder ? 0 : 1, $1.name, $1.id.rawValue)
    }
    return (Array(children.prefix(most)), children.count)
  }

  /// How many entries a folder has that is as it was seeded; nil for any other.
  private func untouchedCount(of folderID: FolderID) -> Int? {
    unseeded.contains(folderID) ? nil : seed?.count(of: folderID)
  }

  /// The folder and everything below it.
  func subtree(of id: FileID) -> [FileEntry] {
    guard let top = self[id] else { return [] }
    var found = [top]
    var next = 0
    while next < found.count {
      if found[next].isFolder { found += children(of: .folder(found[next].id)) }
      next += 1
    }
    return found
  }

  func isInside(_ folderID: FolderID, _ id: FileID) -> Bool { ancestors(of: folderID).contains { $0.id == id } }

  /// The folder, the one it is in, and so on up to the root.
  func ancestors(of folderID: FolderID) -> some Sequence<FileEntry> {
    sequence(state: folderID) { [self] current in
      let entry = self[current.fileID]
      if let entry { current = entry.parentID }
      return entry
    }
  }

  // MARK: Changing

  /// Adds an entry, under a name with a number if its own is taken, and gives it back as it was added.
  @discardableResult
  mutating func add(_ entry: FileEntry) throws(ServiceError) -> FileEntry {
    try FileName.check(entry.name, behaviour)
    var entry = entry
    entry.name = freeName(entry.name, in: entry.parentID)
    link(entry)
    touch(entry.parentID, at: entry.modified)
    return entry
  }

  /// Adds an uploaded file, whose name may be taken. Gives what it has replaced.
  mutating func addUploaded(_ entry: FileEntry) throws(ServiceError) -> [FileEntry] {
    guard behaviour.takenName != .numbered, let other = child(named: entry.name, of: entry.parentID) else {
      try add(entry)
      return []
    }
    if behaviour.takenName == .refused { throw .weCom(.invalidArgument, "the name is taken") }
    try FileName.check(entry.name, behaviour)
    let replaced = behaviour.takenName == .replaced && other.isOrdinaryFile ? delete(other) : []
    link(entry)
    touch(entry.parentID, at: entry.modified)
    return replaced
  }

  mutating func rename(_ id: FileID, to name: String, at now: Int64) throws(ServiceError) -> FileEntry {
    var entry = try live(id)
    try FileName.check(name, behaviour)
    guard ExactName(name) != ExactName(entry.name) else { return entry }
    unlink(entry)
    entry.name = freeName(name, in: entry.parentID)
    entry.modified = now
    link(entry)
    touch(entry.parentID, at: now)
    return entry
  }

  /// What a move has done.
  struct Moves: Sendable {
    /// The entries as they are then.
    var moved: [FileEntry] = []
    /// Those that were overwritten.
    var replaced: [FileEntry] = []
    /// Files that keep their id and have the content of a moved one now.
    var adopted: [(content: FileID, by: FileID)] = []
  }

  /// Moves entries into a folder. Nothing moves if any of them cannot.
  mutating func move(
    _ ids: [FileID], to place: Place, replacing: Bool, at now: Int64
  ) throws(ServiceError) -> Moves {
    let replacing = replacing && behaviour.replacement != .ignored
    for id in ids {
      let entry = try live(id)
      guard !isInside(place.folderID, entry.id) else {
        throw .weCom(.invalidArgument, "a folder cannot move into itself")
      }
      if replacing, let other = child(named: entry.name, of: place.folderID), other.id != id,
        isInside(.folder(id), other.id)
      {
        throw .weCom(.invalidArgument, "a folder cannot be overwritten by its own content")
      }
    }
    var result = Moves()
    for id in ids {
      // An earlier one of this call may have overwritten or carried it.
      guard var entry = self[id], !entry.isDeleted else { continue }
      if entry.parentID == place.folderID {
        result.moved.append(entry)
        continue
      }
      touch(entry.parentID, at: now)
      // What this very call has just put there is not overwritten by its own content.
      if replacing, let other = child(named: entry.name, of: place.folderID), !isInside(.folder(id), other.id) {
        if behaviour.replacement == .targetID, entry.isOrdinaryFile, other.isOrdinaryFile {
          result.moved.append(give(entry, to: other, at: now))
          result.adopted.append((entry.id, by: other.id))
          continue
        }
        result.replaced += delete(other)
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
      result.moved.append(entry)
    }
    touch(place.folderID, at: now)
    return result
  }

  /// Gives a file the content of another, which is deleted.
  private mutating func give(_ entry: FileEntry, to other: FileEntry, at now: Int64) -> FileEntry {
    _ = delete(entry)
    unlink(other)
    var result = FileEntry(
      id: other.id, spaceID: other.spaceID, parentID: other.parentID, name: other.name, kind: .file, size: entry.size,
      created: other.created, modified: now, sha: entry.sha, md5: entry.md5, url: nil)
    result.sharing = other.sharing
    link(result)
    return result
  }

  /// Deletes entries with everything below them. Nothing is deleted if any of them cannot be. Gives all that went.
  mutating func delete(_ ids: [FileID], at now: Int64) throws(ServiceError) -> [FileEntry] {
    for id in ids { _ = try live(id) }
    var deleted: [FileEntry] = []
    for id in ids {
      guard let entry = self[id], !entry.isDeleted else { continue }
      deleted += delete(entry)
      touch(entry.parentID, at: now)
    }
    return deleted
  }

  /// Notes that something in a folder has come or gone, where that changes the folder's time.
  private mutating func touch(_ folderID: FolderID, at now: Int64) {
    guard behaviour.folderTime == .content, var folder = self[folderID.fileID], !folder.isDeleted else { return }
    adopt(folder)
    folder.modified = now
    table[folder.id] = folder
    listings[folder.parentID] = nil
  }

  /// Forgets a space's files altogether. Gives those that were alive.
  mutating func forget(space: SpaceID) -> [FileEntry] {
    let entries = table.rows.values.filter { $0.spaceID == space }
    for entry in entries {
      if !entry.isDeleted { unlink(entry) }
      table[entry.id] = nil
    }
    if space == SeededTree.space { (seed, unseeded) = (nil, []) }
    return entries.filter { !$0.isDeleted }
  }

  /// Puts a tree in place, as if all of it had been there before.
  mutating func plant(_ tree: SeededTree) {
    seed = tree
    bytes[SeededTree.space, default: 0] += tree.bytes
    counts[SeededTree.space, default: 0] += tree.count
  }

  /// Changes what does not concern an entry's place, name or content.
  mutating func share(_ id: FileID, _ body: (inout FileSharing) throws(ServiceError) -> Void) throws(ServiceError) {
    var entry = try live(id)
    try body(&entry.sharing)
    adopt(entry)
    table[id] = entry
  }

  /// Gives an entry of the seed a row, so that it can be changed.
  private mutating func adopt(_ entry: FileEntry) {
    guard table[entry.id] == nil else { return }
    unlink(entry)
    link(entry)
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

  private func freeName(_ name: String, in folderID: FolderID) -> String {
    guard child(named: name, of: folderID) != nil else { return name }
    var number = 1
    while child(named: FileName.numbered(name, number), of: folderID) != nil { number += 1 }
    return FileName.numbered(name, number)
  }

  // MARK: The indices

  private mutating func link(_ entry: FileEntry) {
    table[entry.id] = entry
    index(entry)
  }

  private mutating func index(_ entry: FileEntry) {
    let name = ExactName(entry.name)
    if let other = names[entry.parentID]?[name], other != entry.id {
      twins[entry.parentID, default: []].append(entry.id)
    } else {
      names[entry.parentID, default: [:]][name] = entry.id
    }
    changed(entry.parentID)
    bytes[entry.spaceID, default: 0] += entry.size
    counts[entry.spaceID, default: 0] += 1
    if entry.isOrdinaryFile { contents[Content(sha: entry.sha, size: entry.size), default: []].insert(entry.id) }
  }

  private mutating func changed(_ folderID: FolderID) {
    listings[folderID] = nil
    if seed?.count(of: folderID) != nil { unseeded.insert(folderID) }
  }

  private mutating func unlink(_ entry: FileEntry) {
    let name = ExactName(entry.name)
    if names[entry.parentID]?[name] == entry.id {
      // The next of its twins has the name to itself now.
      let heir = twins[entry.parentID]?.first { table[$0].map { ExactName($0.name) } == name }
      names[entry.parentID]?[name] = heir
      if let heir { twins[entry.parentID]?.removeAll { $0 == heir } }
    } else {
      twins[entry.parentID]?.removeAll { $0 == entry.id }
    }
    changed(entry.parentID)
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

/// Folders listed page by page.
extension FileTree {
  /// One page of a folder.
  struct Page: Sendable {
    let entries: [FileEntry]
    let hasMore: Bool
    let next: UInt32
  }

  mutating func page(of folderID: FolderID, by order: FileOrder, start: UInt32, limit: UInt32) -> Page {
    // By name, what is as it was seeded needs no list.
    if order == .nameAscending, behaviour.listingOrder != .unstable, let seed, let count = untouchedCount(of: folderID)
    {
      let first = min(Int(start), count)
      let end = min(first + Int(limit), count)
      return Page(entries: seed.entries(of: folderID, first..<end), hasMore: end < count, next: UInt32(end))
    }
    let ids = listing(of: folderID, by: order)
    let first = min(Int(start), ids.count)
    let end = min(first + Int(limit), ids.count)
    return Page(
      entries: ids[first..<end].compactMap { self[$0] }, hasMore: end < ids.count, next: UInt32(end))
  }

  private mutating func listing(of folderID: FolderID, by order: FileOrder) -> [FileID] {
    if let ids = listings[folderID]?[order] { return ids }
    let ids = order.sorted(children(of: folderID), names: behaviour.listingOrder).map(\.id)
    if behaviour.listingOrder != .unstable { listings[folderID, default: [:]][order] = ids }
    return ids
  }
}
