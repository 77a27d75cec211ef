import WeDriveGenerated
import WeDriveRuntime

/// Finds what paths lead to: one listing a level, each of which is made once in the life of a resolver.
public actor PathResolver {
  private let drive: any WeDriveAPI & Sendable
  private var listings: [FolderPlace: FolderListing] = [:]
  private var starts: [String: LocatedEntry] = [:]

  private let aliases: SpaceAliases?
  /// The names under which what is new goes up.
  nonisolated let names: SentNames

  /// A resolver for a client.
  ///
  /// - Parameters:
  ///   - drive: The client.
  ///   - aliases: Names for spaces that paths may begin with.
  public init(_ drive: any WeDriveAPI & Sendable, aliases: SpaceAliases? = nil) {
    self.init(drive, aliases: aliases, names: SentNames())
  }

  init(_ drive: any WeDriveAPI & Sendable, aliases: SpaceAliases? = nil, names: SentNames) {
    (self.drive, self.aliases, self.names) = (drive, aliases, names)
  }

  /// What a path leads to.
  ///
  /// - Throws: ``TreeError/unknownSpace(path:known:)``, ``TreeError/missing(path:below:)``, ``TreeError/ambiguous(path:ids:)``, ``TreeError/notFolder(path:)`` with
  ///   the path as far as it was gone.
  public func locate(_ path: DrivePath) async throws(TreeError) -> LocatedEntry {
    var current = try await start(path)
    for name in path.names {
      guard let place = current.place else { throw .notFolder(path: current.path.description) }
      let next = current.path.appending(name)
      guard let entry = try Self.child(name, in: try await listing(of: place), at: next) else {
        throw .missing(path: path.description, below: current.path.description)
      }
      current = LocatedEntry(path: next, space: place.space, entry: entry, parent: place)
    }
    return current
  }

  /// The folder that a path leads to.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - making: Whether folders that are missing are made, one call each.
  public func folder(_ path: DrivePath, making: Bool = false) async throws(TreeError) -> FolderPlace {
    var current = try await start(path)
    guard var place = current.place else { throw .notFolder(path: path.start) }
    var isNew = false
    for name in path.names {
      let next = current.path.appending(name)
      if !isNew, let entry = try Self.child(name, in: try await listing(of: place), at: next) {
        guard entry.kind == .folder else { throw .notFolder(path: next.description) }
        current = LocatedEntry(path: next, space: place.space, entry: entry, parent: place)
        place = entry.place(in: place.space)
        continue
      }
      guard making else { throw .missing(path: path.description, below: current.path.description) }
      let parent = place
      place = try await make(name, in: parent)
      listings[parent] = nil
      current = LocatedEntry(path: next, space: place.space, entry: nil, parent: parent)
      isNew = true
    }
    return place
  }

  /// Makes a folder, whose name is written as a local one. If the reply is lost, it is looked for.
  func make(_ name: EntryName, in place: FolderPlace) async throws(TreeError) -> FolderPlace {
    try await names.with(NameMapping.remote(name)) { (text) throws(TreeError) in try await make(text, in: place) }
  }

  private func make(_ text: String, in place: FolderPlace) async throws(TreeError) -> FolderPlace {
    do throws(WeDriveError) {
      let reply = try await drive.fileCreate(
        spaceID: place.space, parentID: place.folder, fileType: .folder, fileName: text)
      return FolderPlace(space: place.space, folder: .folder(reply.fileID))
    } catch {
      guard case .outcomeUnknown = error, !Task.isCancelled else { throw .drive(error) }
      let listing = try await FolderReader(drive).listing(of: place)
      if let made = listing.entries(named: EntryName(text)).first(where: { $0.kind == .folder }) {
        return made.place(in: place.space)
      }
      throw .drive(error)
    }
  }

  /// Forgets what was listed of a folder that has changed.
  public func forget(_ place: FolderPlace) { listings[place] = nil }

  /// The entry of a name that is written as it is at the service or as it would be locally.
  static func child(
    _ name: EntryName, in listing: FolderListing, at path: DrivePath
  ) throws(TreeError) -> RemoteEntry? {
    var found = listing.entries(named: name)
    if found.isEmpty, name.bytes.contains(UInt8(ascii: "%")) || !NameMapping.doubtful(in: name).isEmpty {
      found = listing.filter { $0.localName == name }
    }
    if found.isEmpty {
      // The same text in another Unicode form, as keyboards and file systems differ in them.
      found = listing.filter { $0.name.text == name.text }
    }
    guard found.count <= 1 else { throw .ambiguous(path: path.description, ids: found.map(\.id)) }
    return found.first
  }

  /// The entries of a folder, listed once.
  func listing(of place: FolderPlace) async throws(TreeError) -> FolderListing {
    if let listing = listings[place] { return listing }
    let listing = try await FolderReader(drive).listing(of: place)
    listings[place] = listing
    return listing
  }

  /// Where a path starts: a space by its name or id, without a call; a folder or file by its id, with one.
  private func start(_ path: DrivePath) async throws(TreeError) -> LocatedEntry {
    let id = path.start
    if let start = starts[id] { return start }
    let space = try self.space(of: path)
    var start = LocatedEntry(path: DrivePath(start: id), space: space ?? SpaceID(id), entry: nil, parent: nil)
    if space == nil {
      do throws(WeDriveError) {
        let info = try await drive.fileInfo(FileInfoRequest(fileID: FileID(id))).fileInfo
        start.entry = RemoteEntry(info)
        start.space = info.spaceID ?? start.space
      } catch {
        throw .drive(error)
      }
    }
    starts[id] = start
    return start
  }

  /// The space that a path starts at, without a call; nil where that is a folder or file, told by its id.
  ///
  /// Ids begin with `s.`, which no name of a space does; those of files and folders have their space's before a second part.
  ///
  /// - Throws: ``TreeError/unknownSpace(path:known:)``.
  nonisolated func space(of path: DrivePath) throws(TreeError) -> SpaceID? {
    let id = path.start
    if let space = aliases?[id] { return space }
    guard id.hasPrefix("s.") else {
      throw .unknownSpace(path: path.description, known: aliases?.entries.map(\.name) ?? [])
    }
    return id.contains("_f.") || id.contains("_d.") ? nil : SpaceID(id)
  }
}
