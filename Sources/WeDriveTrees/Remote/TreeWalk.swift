import WeDriveGenerated

/// Everything in a folder and in the folders below it, folder by folder: a folder's entries in the order of their names,
/// then those of the folders in it. Folders that come soon are listed ahead; memory is for those, not for the tree.
public struct TreeWalk: AsyncSequence, Sendable {
  /// An entry with its path from the top of the walk.
  public struct Entry: Sendable {
    /// The path from the top, in names as they would be locally.
    public let path: TreePath
    /// The entry.
    public let entry: RemoteEntry
    /// The folder that it is in.
    public let parent: FolderPlace
  }

  /// What listing a folder throws.
  public typealias Failure = TreeError

  private let drive: any WeDriveAPI & Sendable
  private let top: FolderPlace
  private let filter: TreeFilter
  private let concurrency: Int

  /// - Parameters:
  ///   - drive: The client.
  ///   - top: Where to begin. It is not an entry of the walk.
  ///   - filter: What to give; folders where nothing is given are not listed.
  ///   - concurrency: How many folders are listed at once.
  public init(
    _ drive: any WeDriveAPI & Sendable, from top: FolderPlace, filter: TreeFilter = .everything, concurrency: Int = 4
  ) {
    (self.drive, self.top, self.filter, self.concurrency) = (drive, top, filter, concurrency)
  }

  /// Begins at the top.
  public func makeAsyncIterator() -> Iterator {
    Iterator(
      reader: FolderReader(drive, concurrency: concurrency), filter: filter, concurrency: concurrency,
      waiting: [(.top, top)])
  }

  /// Lists a folder when the entries of the one before are used up.
  public struct Iterator: AsyncIteratorProtocol {
    let reader: FolderReader
    let filter: TreeFilter
    let concurrency: Int
    /// Folders that are still to be listed, the next one last.
    var waiting: [(path: TreePath, place: FolderPlace)]
    private var current: (path: TreePath, place: FolderPlace, listing: FolderListing, next: Int)?

    init(
      reader: FolderReader, filter: TreeFilter, concurrency: Int, waiting: [(path: TreePath, place: FolderPlace)]
    ) {
      (self.reader, self.filter, self.concurrency, self.waiting) = (reader, filter, concurrency, waiting)
    }

    /// The next entry; nil after the last.
    public mutating func next() async throws(TreeError) -> Entry? { try await next(isolation: nil) }

    /// The next entry; nil after the last.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(TreeError) -> Entry? {
      while true {
        if let (path, place, listing, index) = current {
          guard index < listing.count else {
            current = nil
            continue
          }
          current?.next = index + 1
          let entry = listing[index]
          let below = path.appending(entry.localName)
          guard entry.kind == .folder else {
            if filter.takes(below, size: entry.size, modified: entry.modified) {
              return Entry(path: below, entry: entry, parent: place)
            }
            continue
          }
          if filter.takesFolder(below) { return Entry(path: below, entry: entry, parent: place) }
          continue
        }
        guard let (path, place) = waiting.popLast() else { return nil }
        await reader.prepare(waiting.suffix(concurrency).reversed().map(\.place))
        let listing = try await reader.listing(of: place)
        for index in listing.indices.reversed() where listing.isFolder(index) {
          let entry = listing[index]
          let below = path.appending(entry.localName)
          if filter.mayTakeBelow(below) { waiting.append((below, entry.place(in: place.space))) }
        }
        current = (path, place, listing, 0)
      }
    }
  }
}
