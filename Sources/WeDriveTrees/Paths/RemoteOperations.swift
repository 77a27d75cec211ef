import WeDrive
import WeDriveGenerated
import WeDriveRuntime

/// Changes within the service, of what paths have found.
public struct RemoteOperations: Sendable {
  private let drive: WeDriveClient
  private let resolver: PathResolver

  /// How many ids one call takes. How many the service takes is not documented.
  static let idsPerCall = 100

  /// Operations of a client.
  public init(_ drive: WeDriveClient, resolver: PathResolver) { (self.drive, self.resolver) = (drive, resolver) }

  /// Moves entries into a folder, or one entry to another name.
  ///
  /// - Parameters:
  ///   - sources: What to move; not the root of a space.
  ///   - target: A folder that is there, to move into; or for a single entry its new path, in a folder that is there.
  ///   - replacing: Whether what has the same name at the target is replaced; otherwise it is refused.
  /// - Returns: The moved entries with their new paths.
  /// - Throws: ``TreeError/exists(path:)`` before anything is changed.
  public func move(
    _ sources: [LocatedEntry], to target: DrivePath, replacing: Bool
  ) async throws(TreeError) -> [LocatedEntry] {
    if let place = try await existingFolder(target) {
      return try await move(sources, into: place, at: target, replacing: replacing)
    }
    guard sources.count == 1, let source = sources.first, let folderPath = target.folder, let name = target.names.last
    else { throw .notFolder(path: target.description) }
    let place = try await resolver.folder(folderPath)
    let taken = try await existing(target)
    guard taken == nil || replacing else { throw .exists(path: target.description) }
    let text = NameMapping.remote(name).text
    let entry = try entry(of: source)
    let oldFolder = source.parent
    let moved: RemoteEntry
    if oldFolder == place {
      if let taken, taken.id != entry.id { try await delete([taken.id]) }
      moved = try await rename(entry, to: text)
    } else {
      // Under its own name it may meet another entry of the target, which a number keeps apart until it is renamed.
      if let taken { try await delete([taken.id]) }
      let there = try await move([entry.id], into: place, replacing: false)
      moved =
        if let first = there.first, first.fileName == text {
          RemoteEntry(first)
        } else {
          try await rename(entry, to: text)
        }
    }
    await resolver.forget(place)
    if let oldFolder { await resolver.forget(oldFolder) }
    return [LocatedEntry(path: target, space: place.space, entry: moved, parent: place)]
  }

  private func move(
    _ sources: [LocatedEntry], into place: FolderPlace, at target: DrivePath, replacing: Bool
  ) async throws(TreeError) -> [LocatedEntry] {
    let listing = try await FolderReader(drive).listing(of: place)
    var files: [Replacement] = []
    for source in sources {
      let entry = try entry(of: source)
      if !replacing, listing.contains(where: { $0.name == entry.name && $0.id != entry.id }) {
        throw .exists(path: target.appending(entry.name).description)
      }
      let old = listing.entries(named: entry.name).first { $0.id != entry.id }
      files.append(Replacement(id: entry.id, name: entry.name, old: old?.id))
    }
    let moved =
      try await replacing
      ? Self.replace(files, in: place, drive) : move(files.map(\.id), into: place, replacing: false)
    await resolver.forget(place)
    for source in sources { if let parent = source.parent { await resolver.forget(parent) } }
    return moved.map { info in
      let entry = RemoteEntry(info)
      return LocatedEntry(path: target.appending(entry.name), space: place.space, entry: entry, parent: place)
    }
  }

  /// Makes a copy of a file that the service has, without its bytes travelling: possible where the service knows the content
  /// by one digest, up to a block of 2 MiB.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - target: A folder that is there, or the copy's path in one.
  /// - Returns: The copy; nil if the service wants the bytes.
  public func copy(_ source: LocatedEntry, to target: DrivePath) async throws(TreeError) -> LocatedEntry? {
    let entry = try entry(of: source)
    guard entry.kind == .file else { throw .isFolder(path: source.path.description) }
    let (place, name, path) = try await destination(of: entry.name, at: target)
    guard let sha1 = entry.sha1, entry.size <= UInt64(Limits.uploadBlockSize) else { return nil }
    let reply: FileUploadInitResponse
    do throws(WeDriveError) {
      reply = try await drive.fileUploadInit(
        spaceID: place.space, parentID: place.folder, fileName: name.text, size: entry.size,
        blockSHAs: [Hexadecimal.text(sha1)]
      ) { $0.skipPushCard = true }
    } catch {
      throw .drive(error)
    }
    guard reply.hitExist == true, let id = reply.fileID else { return nil }
    await resolver.forget(place)
    var copy = entry
    (copy.id, copy.name) = (id, name)
    return LocatedEntry(path: path, space: place.space, entry: copy, parent: place)
  }

  /// Where something of a name goes: into a folder that is there, or under the path's own name.
  public func destination(
    of name: EntryName, at target: DrivePath
  ) async throws(TreeError) -> (place: FolderPlace, name: EntryName, path: DrivePath) {
    if let place = try await existingFolder(target) { return (place, name, target.appending(name)) }
    guard let folder = target.folder, let last = target.names.last else { throw .notFolder(path: target.description) }
    return (try await resolver.folder(folder), NameMapping.remote(last), target)
  }

  /// Deletes entries, folders with all that is in them, a hundred a call.
  public func delete(_ ids: [FileID]) async throws(TreeError) {
    for start in stride(from: 0, to: ids.count, by: Self.idsPerCall) {
      let some = Array(ids[start..<Swift.min(ids.count, start + Self.idsPerCall)])
      try await Self.inHalves(some) { (ids) throws(WeDriveError) in try await drive.fileDelete(fileIDs: ids) }
    }
  }

  // MARK: - Where the documentation is silent

  /// Makes a call with many ids. If it is refused for its arguments, which more ids than the service takes may be, it is made
  /// with half of them at a time.
  static func inHalves(
    _ ids: [FileID], _ call: ([FileID]) async throws(WeDriveError) -> Void
  ) async throws(TreeError) {
    do throws(WeDriveError) {
      try await call(ids)
    } catch {
      guard ids.count > 1, error.refusal?.isAboutArguments == true else { throw .drive(error) }
      let middle = ids.count / 2
      try await inHalves(Array(ids[..<middle]), call)
      try await inHalves(Array(ids[middle...]), call)
    }
  }

  /// A file that is moved to where one of its name may be, which it replaces.
  struct Replacement: Sendable {
    let id: FileID
    let name: EntryName
    /// What it replaces, as far as is known.
    let old: FileID?
  }

  /// Moves files into a folder, where they replace those of their names: by the service, if it does that, otherwise by a delete
  /// and a rename.
  ///
  /// - Returns: The files as they are then.
  static func replace(
    _ files: [Replacement], in place: FolderPlace, _ drive: WeDriveClient
  ) async throws(TreeError) -> [FileInfo] {
    var moved: [FileInfo] = []
    try await inHalves(files.map(\.id)) { (ids) throws(WeDriveError) in
      moved += try await drive.fileMove(parentID: place.folder, fileIDs: ids) { $0.replace = true }.fileList.items
    }
    for index in moved.indices {
      guard let file = files.first(where: { $0.id == moved[index].fileID }), let old = file.old,
        EntryName(moved[index].fileName) != file.name
      else { continue }
      do throws(WeDriveError) {
        try await drive.fileDelete(fileIDs: [old])
        if let info = try await drive.fileRename(fileID: file.id, newName: file.name.text).file { moved[index] = info }
      } catch {
        throw .drive(error)
      }
    }
    return moved
  }

  // MARK: - Parts

  /// The folder at a path; nil if nothing is there, or something else.
  private func existingFolder(_ path: DrivePath) async throws(TreeError) -> FolderPlace? {
    do throws(TreeError) {
      return try await resolver.locate(path).place
    } catch {
      guard case .missing(_, let below) = error, below == path.folder?.description else { throw error }
      return nil
    }
  }

  private func existing(_ path: DrivePath) async throws(TreeError) -> RemoteEntry? {
    do throws(TreeError) {
      return try await resolver.locate(path).entry
    } catch {
      guard case .missing = error else { throw error }
      return nil
    }
  }

  private func entry(of located: LocatedEntry) throws(TreeError) -> RemoteEntry {
    guard let entry = located.entry else {
      throw .invalid(text: located.path.description, reason: "is the root of a space, which stays where it is")
    }
    return entry
  }

  private func rename(_ entry: RemoteEntry, to name: String) async throws(TreeError) -> RemoteEntry {
    try await resolver.names.with(EntryName(name)) { (name) throws(TreeError) in
      do throws(WeDriveError) {
        if let info = try await drive.fileRename(fileID: entry.id, newName: name).file { return RemoteEntry(info) }
      } catch {
        throw .drive(error)
      }
      var renamed = entry
      renamed.name = EntryName(name)
      return renamed
    }
  }

  private func move(_ ids: [FileID], into place: FolderPlace, replacing: Bool) async throws(TreeError) -> [FileInfo] {
    do throws(WeDriveError) {
      return try await drive.fileMove(parentID: place.folder, fileIDs: ids) { $0.replace = replacing }.fileList.items
    } catch {
      throw .drive(error)
    }
  }
}
