import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What tells one state of a local file from another, as far as its folder knows.
struct FileState: Sendable, Hashable {
  var size: UInt64
  /// The time of the last change of the content, in nanoseconds since 1970.
  var modified: Int64
  /// The time of the last change of anything, in nanoseconds since 1970.
  var changed: Int64
  var inode: UInt64

  init(size: UInt64, modified: Int64, changed: Int64, inode: UInt64) {
    (self.size, self.modified, self.changed, self.inode) = (size, modified, changed, inode)
  }

  init(_ status: stat) {
    #if canImport(Darwin)
      let (modification, change) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modification, change) = (status.st_mtim, status.st_ctim)
    #endif
    size = UInt64(clamping: status.st_size)
    modified = Int64(modification.tv_sec) &* 1_000_000_000 &+ Int64(modification.tv_nsec)
    changed = Int64(change.tv_sec) &* 1_000_000_000 &+ Int64(change.tv_nsec)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// What tells a file or folder from all others of this machine.
struct FileIdentity: Sendable, Hashable {
  let device: UInt64
  let inode: UInt64

  init(_ status: stat) {
    (device, inode) = (UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino))
  }
}

/// An entry of a local folder.
struct LocalEntry: Sendable {
  enum Kind: Sendable, Equatable {
    case folder, file, link, special
  }

  let name: EntryName
  let kind: Kind
  let state: FileState

  /// Seconds since 1970.
  var modifiedSeconds: UInt64 { UInt64(max(0, state.modified / 1_000_000_000)) }
}

/// A folder of this machine with all that is below it. Symbolic links below the top are not followed unless that is asked for,
/// and never for writing, so that nothing outside is read or written, whatever is put into the tree meanwhile.
struct LocalTree: Sendable {
  let root: Descriptor
  /// The path to the top, as it was given.
  let location: LocalPath
  /// Whether links are followed, for reading only.
  var followsLinks = false
  /// The same for messages.
  var path: String { location.text }

  /// Opens the top; the path to it may go through links. Blocks.
  init(_ path: LocalPath) throws(FileFailure) {
    root = try Descriptor(path, O_RDONLY | O_DIRECTORY)
    location = path
  }

  /// The path of an entry, for messages.
  func path(of path: TreePath) -> String { path.isTop ? self.path : root.path(of: path.text) }

  /// Opens a folder of the tree. Blocks.
  func open(_ path: TreePath) throws(FileFailure) -> Descriptor {
    var folder = root
    for name in path.names {
      folder =
        followsLinks
        ? try Self.openFollowing(name, in: folder, O_RDONLY | O_DIRECTORY)
        : try Self.open(name, in: folder, O_RDONLY | O_DIRECTORY)
    }
    return folder
  }

  /// Opens an entry without following a link. Blocks.
  static func open(_ name: EntryName, in folder: Descriptor, _ flags: Int32, mode: mode_t = 0o600) throws(FileFailure)
    -> Descriptor
  {
    let (opened, code) = repeatingInterrupted {
      LocalPath(bytes: name.bytes).withCString { Int(openat(folder.number, $0, flags | O_NOFOLLOW | O_CLOEXEC, mode)) }
    }
    guard opened >= 0 else { throw FileFailure("open", folder.path(of: name.text), errno: code) }
    return Descriptor(owning: Int32(opened), path: folder.path(of: name.text))
  }

  /// Opens an entry to which a link may lead: it was named by a person, or links are to be followed. Blocks.
  static func openFollowing(
    _ name: EntryName, in folder: Descriptor, _ flags: Int32 = O_RDONLY | O_NONBLOCK
  ) throws(FileFailure) -> Descriptor {
    let (opened, code) = repeatingInterrupted {
      LocalPath(bytes: name.bytes).withCString { Int(openat(folder.number, $0, flags | O_CLOEXEC)) }
    }
    guard opened >= 0 else { throw FileFailure("open", folder.path(of: name.text), errno: code) }
    return Descriptor(owning: Int32(opened), path: folder.path(of: name.text))
  }

  /// The entries of a folder, sorted by the bytes of their names. What vanishes meanwhile is left out, and a link that leads
  /// nowhere stays a link. Blocks.
  func entries(of folder: Descriptor) throws(FileFailure) -> [LocalEntry] {
    try Self.entries(of: folder, followingLinks: followsLinks)
  }

  /// The entries of a folder. Blocks.
  static func entries(of folder: Descriptor, followingLinks: Bool = false) throws(FileFailure) -> [LocalEntry] {
    // A descriptor of its own: reading moves its position.
    let copy = openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = fdopendir(copy) else {
      let code = errno
      if copy >= 0 { close(copy) }
      throw FileFailure("read", folder.path, errno: code)
    }
    defer { closedir(stream) }
    var entries: [LocalEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw FileFailure("read", folder.path, errno: errno) }
        break
      }
      var status = stat()
      var isThere = true
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { text -> [UInt8] in
          let length = strlen(text)
          if text[0] == 46, length == 1 || (length == 2 && text[1] == 46) { return [] }
          isThere = fstatat(folder.number, text, &status, AT_SYMLINK_NOFOLLOW) == 0
          if followingLinks, isThere, status.st_mode & S_IFMT == S_IFLNK {
            var target = stat()
            if fstatat(folder.number, text, &target, 0) == 0 { status = target }
          }
          return Array(UnsafeRawBufferPointer(start: text, count: length))
        }
      }
      guard !name.isEmpty, !isOwn(name) else { continue }
      guard isThere else {
        if errno == ENOENT { continue }
        throw FileFailure("look at", folder.path(of: String(decoding: name, as: UTF8.self)), errno: errno)
      }
      let kind: LocalEntry.Kind =
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link
        default: .special
        }
      entries.append(LocalEntry(name: EntryName(bytes: name), kind: kind, state: FileState(status)))
    }
    entries.sort { $0.name < $1.name }
    return entries
  }

  /// Whether a name is one of the hidden files in which transfers keep what is under way: `.NAME.KEY.part`, its journal, and
  /// `.NAME.wedrive-upload`.
  private static func isOwn(_ name: [UInt8]) -> Bool {
    guard name.first == UInt8(ascii: "."), name.count > 5 else { return false }
    if ends(name[...], with: uploadEnding) { return true }
    let name = ends(name[...], with: journalEnding) ? name.dropLast(journalEnding.count) : name[...]
    guard ends(name, with: partEnding) else { return false }
    let stem = name.dropLast(partEnding.count)
    let key = stem.suffix(16)
    return key.count == 16 && stem.dropLast(16).last == UInt8(ascii: ".")
      && key.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func ends(_ name: ArraySlice<UInt8>, with ending: [UInt8]) -> Bool {
    name.suffix(ending.count).elementsEqual(ending)
  }
  private static let uploadEnding = Array(".wedrive-upload".utf8)
  private static let journalEnding = Array(".journal".utf8)
  private static let partEnding = Array(".part".utf8)

  /// Makes a folder, or opens the one that is there. Blocks.
  static func makeFolder(_ name: EntryName, in folder: Descriptor) throws(FileFailure) -> Descriptor {
    let (made, code) = repeatingInterrupted {
      LocalPath(bytes: name.bytes).withCString { Int(mkdirat(folder.number, $0, 0o777)) }
    }
    guard made == 0 || code == EEXIST else { throw FileFailure("make", folder.path(of: name.text), errno: code) }
    return try open(name, in: folder, O_RDONLY | O_DIRECTORY)
  }
}
