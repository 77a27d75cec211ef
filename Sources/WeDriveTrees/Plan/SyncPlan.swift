import WeDriveGenerated
import WeDriveRuntime

/// What has to be done to carry out an order, and what it costs. Nothing is changed by making one.
public struct SyncPlan: Sendable {
  /// One step, for a person and for a file. Paths are from the top of the trees.
  public struct Step: Sendable, Hashable, Codable {
    /// What a step does.
    public enum Action: String, Sendable, Hashable, Codable {
      /// Makes a folder.
      case makeFolder = "mkdir"
      /// Sends a file that the destination does not have.
      case send
      /// Sends a file whose content differs.
      case replace
      /// Gives a file or folder of the destination another place.
      case move
      /// Deletes at the destination.
      case delete
    }

    /// What it does.
    public let action: Action
    /// The path.
    public let path: String
    /// Where a moved entry was before.
    public let from: String?
    /// The size of what is sent.
    public let size: UInt64?
    /// The id at the service that it was planned with.
    public let fileid: String?

    var key: String { "\(action.rawValue) \(path)\0\(from ?? "")\0\(size.map { "\($0)" } ?? "")\0\(fileid ?? "")" }
  }

  /// What the plan costs, and what making it has cost.
  public struct Calls: Sendable, Hashable {
    /// Calls that making the plan took.
    public var made = 0
    /// For folders that are made, staging included.
    public var folders = 0
    /// For contents.
    public var sends = 0
    /// For moves, those of replaced files included.
    public var moves = 0
    /// For deletes.
    public var deletes = 0
    /// What carrying it out takes.
    public var toCome: Int { folders + sends + moves + deletes }
  }

  let order: SyncOrder
  /// The folder of the service; nil if it is still to be made.
  var top: FolderPlace?
  /// Folders of the service that are there, by path.
  var places: [TreePath: FolderPlace] = [:]
  var newFolders: [TreePath] = []
  var sends: [Send] = []
  var moves: [Move] = []
  var deletes: [Delete] = []
  /// The staging folder, if there is one already.
  var staging: FolderPlace?

  /// Files that are the same on both sides.
  public internal(set) var same = 0
  /// Files of the destination that the source does not have, deleted or not.
  public internal(set) var extras = 0
  /// Files at the destination.
  public internal(set) var destinationFiles = 0
  /// Files at the source.
  public internal(set) var sourceFiles = 0
  /// Online documents, which are neither sent nor fetched nor deleted.
  public internal(set) var documents = 0
  /// Links, sockets and the like, and files without content.
  public internal(set) var skipped = 0
  /// Local files and folders that went away while the sides were compared.
  public internal(set) var vanished = 0
  /// What the service cannot keep.
  public internal(set) var refusals: [NameRefusal] = []
  /// What could not be read, listed or told apart; nothing is done about it, and nothing near it is deleted.
  public internal(set) var failures: [ItemFailure] = []
  /// Folders where nothing is deleted, because what the source has there is not known.
  public internal(set) var suspended: [TreePath] = []
  /// What it costs.
  public internal(set) var calls = Calls()

  /// When the service's folders began to be listed.
  let begun = ContinuousClock.now
  /// Files of the destination that are second copies of others there, by their names: how many, and one of them.
  var copies: (count: Int, example: TreePath)?

  /// What the run shares with the comparison.
  var context: SyncContext?
  /// How many folders above the destination are missing.
  var missingAbove = 0

  init(order: SyncOrder) { self.order = order }

  /// What is worth knowing and no failure, in sentences for a person.
  var notices: [String] {
    guard let copies else { return [] }
    let them = copies.count == 1 ? "is a second copy" : "and \(copies.count - 1) others are second copies"
    return ["\(copies.example) \(them) at the service, made where a name was taken: delete what is not wanted"]
  }

  /// How many bytes are to be sent.
  public var bytes: UInt64 { sends.reduce(0) { $0 &+ $1.size } }
  /// Whether there is nothing to do.
  public var isEmpty: Bool { newFolders.isEmpty && sends.isEmpty && moves.isEmpty && deletes.isEmpty }

  /// What is done, in the order in which it is.
  public var steps: [Step] {
    newFolders.map { Step(action: .makeFolder, path: $0.text, from: nil, size: nil, fileid: nil) }
      + moves.map { Step(action: .move, path: $0.to.text, from: $0.from.text, size: nil, fileid: $0.entry.id.rawValue) }
      + sends.map {
        Step(
          action: $0.replaces ? .replace : .send, path: $0.path.text, from: nil, size: $0.size,
          fileid: ($0.old ?? $0.entry)?.id.rawValue)
      }
      + deletes.map {
        Step(action: .delete, path: $0.path.text, from: nil, size: nil, fileid: $0.entry?.id.rawValue)
      }
  }

  /// Leaves out what an earlier plan does not have.
  ///
  /// - Returns: How many steps of this plan, and of the earlier one, are not in the other.
  public mutating func keep(only earlier: [Step]) -> Int {
    let keys = Set(earlier.map(\.key))
    let before = steps
    func isKept(_ step: Step) -> Bool { keys.contains(step.key) }
    let kept = Set(before.filter(isKept).map(\.key))
    func has(
      _ action: Step.Action, _ path: TreePath, _ from: TreePath?, _ id: FileID?, size: UInt64? = nil
    ) -> Bool {
      kept.contains(
        Step(action: action, path: path.text, from: from?.text, size: size, fileid: id?.rawValue).key)
    }
    newFolders.removeAll { !has(.makeFolder, $0, nil, nil) }
    moves.removeAll { !has(.move, $0.to, $0.from, $0.entry.id) }
    sends.removeAll { !has($0.replaces ? .replace : .send, $0.path, nil, ($0.old ?? $0.entry)?.id, size: $0.size) }
    deletes.removeAll { !has(.delete, $0.path, nil, $0.entry?.id) }
    countCalls()
    return before.count - kept.count + keys.subtracting(kept).count
  }

  /// Content that goes up or comes down.
  struct Send: Sendable {
    let path: TreePath
    let size: UInt64
    /// The local file's state when the plan was made, on the way up.
    var state: FileState?
    var sha1: [UInt8]?
    /// What it takes the place of, at the service.
    var old: RemoteEntry?
    /// What is fetched, on the way down.
    var entry: RemoteEntry?
    /// On the way down: whether the local file of that name is kept beside it.
    var keepsLocal = false
    /// On the way down: whether a local file of that name was there when the plan was made.
    var replacesLocal = false
    /// On the way up: the name at the service, where it is not the local one.
    var remoteName: EntryName?
    /// Whether the local file was named by a person, so that a link leads to it.
    var followsLink = false

    /// Whether a file of that name is at the destination already.
    var replaces: Bool { old != nil || replacesLocal }

    /// The name at the service: that of what is replaced, which may be written otherwise than a new one would be.
    var nameThere: EntryName { old?.name ?? remoteName ?? NameMapping.remote(path.name) }
  }

  /// An entry of the destination that gets another place.
  struct Move: Sendable {
    let entry: RemoteEntry
    let from: TreePath
    let to: TreePath
    let isFolder: Bool
  }

  /// Something that goes away. Without an entry it is local.
  struct Delete: Sendable {
    let path: TreePath
    var entry: RemoteEntry?
    let isFolder: Bool
    /// How many files go with it.
    let files: Int
    /// Which files a folder of the service holds.
    var content: TreeContent?
    /// The local file's state when the plan was made.
    var state: FileState?
  }
}

extension SyncPlan {
  /// Notes what either direction takes from a folder's differences.
  ///
  /// - Returns: Whether the folder was listed, so that something may be done in it.
  mutating func note(_ differences: FolderDifferences) -> Bool {
    let path = differences.path
    if let place = differences.place { places[path] = place }
    same += differences.same.count
    documents += differences.documents
    skipped += differences.specials.count
    vanished += differences.vanished
    failures += differences.unreadable
    for (name, reason) in differences.conflicts {
      let conflict = path.appending(name)
      failures.append(ItemFailure(path: conflict, error: .invalid(text: conflict.text, reason: reason)))
    }
    guard let failure = differences.listingFailure else { return true }
    failures.append(ItemFailure(path: path, error: failure))
    suspended.append(path)
    return false
  }

  /// Counts what carrying out the plan takes.
  mutating func countCalls() {
    var calls = Calls()
    calls.made = self.calls.made
    switch order.direction {
    case .down:
      calls.sends = sends.count
    case .up:
      calls.folders = newFolders.count + missingAbove
      calls.sends = sends.reduce(0) { $0 + Self.calls(toSend: $1.size, pushesCard: order.pushesCard) }
      let replaced = Set(sends.filter { $0.old != nil }.compactMap { $0.path.folder })
      calls.moves = replaced.count + moveBatches.count + moves.count { $0.from.name != $0.to.name }
      if !replaced.isEmpty { calls.folders += staging == nil ? 1 : 0 }
      calls.deletes = (deletes.count + RemoteOperations.idsPerCall - 1) / RemoteOperations.idsPerCall
    }
    self.calls = calls
  }

  /// One call up to 10 MiB where a card is welcome; otherwise a start, an end, and one a block.
  static func calls(toSend size: UInt64, pushesCard: Bool) -> Int {
    if pushesCard, size <= UInt64(Limits.smallUploadSize) { return 1 }
    let block = UInt64(Limits.uploadBlockSize)
    return 2 + Int((size + block - 1) / block)
  }

  /// Moves into one folder, so many at a time. Those that keep their name come first: what has still to get another must not
  /// be in their way.
  var moveBatches: [[Move]] {
    let others = moves.filter { $0.from.folder != $0.to.folder }
    return Dictionary(grouping: others) { $0.to.folder }.sorted { ($0.key ?? .top) < ($1.key ?? .top) }.flatMap {
      _, moves in
      let ordered = moves.sorted {
        ($0.from.name != $0.to.name ? 1 : 0, $0.to) < ($1.from.name != $1.to.name ? 1 : 0, $1.to)
      }
      return stride(from: 0, to: ordered.count, by: RemoteOperations.idsPerCall).map {
        Array(ordered[$0..<min(ordered.count, $0 + RemoteOperations.idsPerCall)])
      }
    }
  }
}
