import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The SHA-1 of local files: from the state where it is known of the file as it is, computed otherwise.
struct LocalDigests: Sendable {
  /// When a remembered digest is believed.
  enum Trust: Sendable, Hashable {
    /// When size, both times and the inode are what they were.
    case all
    /// When size and time of the content's change are what they were: for network disks, whose other figures change.
    case modificationTime
    /// Never: everything is read.
    case none
  }

  let state: TreeState?
  let trust: Trust

  /// A file's digest, and whether both sides had it at the end of an earlier run.
  struct Known: Sendable {
    let sha1: [UInt8]
    let isSynced: Bool
  }

  /// The believable ones among the remembered digests of a folder. Blocks.
  func remembered(of folder: TreePath) -> [EntryName: TreeState.Digest] {
    trust == .none ? [:] : state?.digests(of: folder) ?? [:]
  }

  /// Whether a remembered digest is that of a file as it is now.
  func isValid(_ digest: TreeState.Digest, for state: FileState) -> Bool {
    // A file that was changed again within the grain of its file system's clock shows the same times.
    let (latest, isDamaged) = digest.hashed.subtractingReportingOverflow(2_000_000_000)
    guard !isDamaged, digest.sha1.count == 20, digest.state.size == state.size,
      digest.state.modified == state.modified, state.modified < latest
    else { return false }
    if trust == .modificationTime { return true }
    return digest.state.changed == state.changed && digest.state.inode == state.inode && state.changed < latest
  }

  /// Reads a file and computes its digest. Blocks.
  ///
  /// - Parameters:
  ///   - follows: Whether a link is followed, as for a file that a person has named.
  ///   - isCancelled: Asked between pieces.
  /// - Returns: The digest with the state of the file that it is of; nil if the file changed while it was read.
  static func compute(
    _ name: EntryName, in folder: Descriptor, follows: Bool = false, isCancelled: () -> Bool = { false }
  ) throws(FileFailure) -> (sha1: [UInt8], state: FileState)? {
    let file =
      follows
      ? try LocalTree.openFollowing(name, in: folder) : try LocalTree.open(name, in: folder, O_RDONLY | O_NONBLOCK)
    let before = try file.status()
    guard before.st_mode & S_IFMT == S_IFREG else { return nil }
    guard var digest = ContentDigest(.sha1) else { return nil }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { room.deallocate() }
    var offset: Int64 = 0
    while true {
      if isCancelled() { return nil }
      let count = try file.read(into: room, at: offset)
      digest.update(UnsafeRawBufferPointer(rebasing: room[..<count]))
      offset += Int64(count)
      if count < room.count { break }
    }
    guard FileState(try file.status()) == FileState(before) else { return nil }
    return (digest.current(), FileState(before))
  }

  /// The time now, in nanoseconds since 1970.
  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
