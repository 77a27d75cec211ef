import WeDriveGenerated

/// What is to be made equal to what, and how.
public struct SyncOrder: Sendable {
  /// From where to where.
  public enum Direction: Sendable {
    /// A local folder to a folder of the service, which is made if it is not there.
    case up(from: String, to: DrivePath)
    /// A folder of the service to a local folder, which is made if it is not there.
    case down(from: DrivePath, to: String)
  }

  /// What is deleted at the destination because the source does not have it.
  public enum Deletes: Sendable, Hashable {
    /// Nothing.
    case none
    /// No more than so many files; otherwise nothing is done at all.
    case atMost(Int)
    /// No more than this share of the destination's files, 0…1, though always up to 20.
    case share(Double)
  }

  /// What happens to a file of the destination that has another content than the source's.
  public enum Existing: String, Sendable, Hashable, CaseIterable {
    /// It gets the source's content.
    case replace
    /// It stays.
    case skip
    /// It stays, and the source's comes beside it under another name.
    case rename
    /// Nothing is done at all if there is one.
    case refuse
  }

  /// From where to where.
  public var direction: Direction
  /// What takes part.
  public var filter = TreeFilter.everything
  /// What is deleted at the destination.
  public var deletes = Deletes.none
  /// What happens to files of another content.
  public var existing = Existing.replace
  /// Whether a file that was moved or got another name at the source is moved at the destination instead of sent again. Only
  /// with deletes: the old name goes away.
  public var findsRenames = true
  /// On the way up: whether links are followed. What a link leads to is sent under the link's name; one that leads to a folder
  /// that it is in is reported. Otherwise links are counted and left out.
  public var followsLinks = false
  /// A file that the source has to have, so that an empty mount point is not taken for it.
  public var marker: String?
  /// Whether a source on another file system than last time is accepted.
  public var acceptsOtherSource = false
  /// Whether deletes are allowed with other filters than last time.
  public var acceptsOtherFilters = false
  /// On the way down: whether a local file that was changed since the last run is replaced without being kept beside it.
  public var overwritesLocalChanges = false
  /// On the way up: how long a listing is believed. Before something is replaced, deleted or given a name in a folder that was
  /// listed longer ago, the folder is listed again, which takes a call that no plan has counted; what was changed by another
  /// meanwhile is left as it is, and reported.
  public var listingLifetime = Duration.seconds(600)
  /// Whether remembered digests are believed.
  public var reading = Reading.changed
  /// How much is done at once, 1…16.
  public var concurrency = 4
  /// Whether WeCom announces each new file by a message card. Without, each costs three calls at least.
  public var pushesCard = true

  /// Which local files are read to compare them.
  public enum Reading: Sendable, Hashable {
    /// Those whose size, times or inode are not what they were.
    case changed
    /// Those whose size or time of the content's change are not what they were.
    case changedByTime
    /// All.
    case everything
  }

  /// Makes the destination have what the source has, and deletes nothing.
  public init(_ direction: Direction) { self.direction = direction }
}

extension SyncOrder.Deletes {
  /// How many files of so many may be deleted; nil if none are wanted.
  func most(of total: Int) -> Int? {
    switch self {
    case .none: nil
    case .atMost(let count): count
    case .share(let share): max(20, Int((Double(total) * min(1, max(0, share))).rounded(.down)))
    }
  }
}
