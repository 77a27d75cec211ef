import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is written under a temporary name beside its target and takes the target's name when it is complete.
///
/// Until ``publish()`` has succeeded the target is untouched. A partial file that goes away unpublished, for whatever
/// reason, removes its temporary file. Nobody but the owner can read it before it is complete.
struct PartialFile: ~Copyable {
  private let folder: FolderDescriptor
  private let descriptor: Int32
  /// The name under which it is written.
  let temporaryName: String
  private let name: String
  /// The permission bits it gets when complete: those of the file it replaces, otherwise those of any new file.
  private let mode: mode_t
  private var isPublished = false
  /// Bytes written so far.
  private(set) var size: Int64 = 0

  /// Where it will be when complete.
  var path: String { folder.path(of: name) }

  /// Creates the temporary file in `target`'s folder.
  init(at target: consuming DownloadTarget) throws(FileFailure) {
    let random = Hexadecimal.text((0..<8).map { _ in UInt8.random(in: 0...255) })
    let suffix = ".\(random).part"
    let temporaryName =
      "." + SafeFileName.shortened(target.name, to: SafeFileName.maximumSize - 1 - suffix.utf8.count) + suffix
    let folder = target.folder
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let (opened, code) = repeatingInterrupted { Int(openat(folder.descriptor, temporaryName, flags, 0o666)) }
    guard opened >= 0 else { throw FileFailure("create", folder.path(of: temporaryName), errno: code) }

    // The umask can be asked for only by setting it, for the whole process. An empty file shows it as well; from here to
    // the end it is its owner's alone.
    var status = stat()
    guard fstat(Int32(opened), &status) == 0, fchmod(Int32(opened), 0o600) == 0 else {
      let failure = FileFailure("protect", folder.path(of: temporaryName), errno: errno)
      close(Int32(opened))
      unlinkat(folder.descriptor, temporaryName, 0)
      throw failure
    }
    self.mode = target.existingMode ?? status.st_mode & 0o777
    self.descriptor = Int32(opened)
    self.temporaryName = temporaryName
    self.name = target.name
    self.folder = folder
  }

  deinit {
    close(descriptor)
    if !isPublished { unlinkat(folder.descriptor, temporaryName, 0) }
  }

  /// Writes `bytes` after what is there already.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let (count, code) = repeatingInterrupted { pwrite(descriptor, piece.baseAddress, piece.count, off_t(size)) }
      guard count >= 0 else { throw FileFailure("write", path, errno: code) }
      // A device that takes nothing and gives no reason would be asked for ever.
      guard count > 0 else { throw FileFailure("write", path, errno: ENOSPC) }
      size += Int64(count)
      rest = rest.dropFirst(count)
    }
  }

  /// Gives the file its name: content on the disk first, then the name, then the folder on the disk.
  consuming func publish() throws(FileFailure) {
    guard fchmod(descriptor, mode) == 0 else { throw FileFailure("set permissions", path, errno: errno) }
    let code = synchronise(descriptor)
    guard code == 0 else { throw FileFailure("fsync", path, errno: code) }
    guard renameat(folder.descriptor, temporaryName, folder.descriptor, name) == 0 else {
      throw FileFailure("rename", path, errno: errno)
    }
    isPublished = true
    try folder.makeDurable()
  }
}
