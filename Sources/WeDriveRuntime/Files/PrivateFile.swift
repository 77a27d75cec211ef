#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A small file in a folder, both readable by their owner alone, that processes read and replace. Everything here blocks.
struct PrivateFile: Sendable {
  private let folder: String
  private let path: String

  init(folder: String, name: String) {
    self.folder = folder
    path = "\(folder)/\(name)"
  }

  /// The content; nil for no file, and for one that cannot be trusted. What is longer than `limit` is cut off.
  func read(atMost limit: Int) throws(FileFailure) -> [UInt8]? {
    let file: Descriptor
    do throws(FileFailure) {
      file = try Descriptor(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch {
      // No file, a symbolic link, or another user's: all of them are replaced by a rename.
      if [ENOENT, ELOOP, EACCES].contains(error.errno) { return nil }
      throw error
    }
    let status = try file.status()
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return try file.read(min(limit, max(0, Int(status.st_size))), at: 0)
  }

  /// Replaces the file: a reader sees the old content or the new one, never a part.
  func write(_ content: [UInt8]) throws(FileFailure) {
    // One name for all writers, who hold the lock: what a killed one has left goes away with the next.
    let temporary = "\(path).new"
    unlink(temporary)
    do throws(FileFailure) {
      let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
      try file.write(content, at: 0)
      try file.makeDurable()
      guard rename(temporary, path) == 0 else { throw FileFailure("rename", path, errno: errno) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Removes the file, if it is there.
  func remove() throws(FileFailure) {
    guard unlink(path) == 0 || errno == ENOENT else { throw FileFailure("remove", path, errno: errno) }
  }

  /// Does `work` while no other process does anything under the same key.
  func locked<Value>(_ work: () throws(FileFailure) -> Value) throws(FileFailure) -> Value {
    try makeFolder()
    // A file of its own, since the file itself is replaced while the lock is held.
    let lock = try Descriptor("\(path).lock", O_RDWR | O_CREAT | O_NOFOLLOW)
    var attempts = 0
    while !(try lock.lock()) {
      // A process that is stopped while it holds the lock must not stop others for good.
      guard attempts < 200 else { throw FileFailure("lock", path, errno: EWOULDBLOCK) }
      attempts += 1
      usleep(10_000)
    }
    return try work()
  }

  private func makeFolder() throws(FileFailure) {
    for end in folder.indices where folder[end] == "/" && end != folder.startIndex {
      mkdir(String(folder[..<end]), 0o755)
    }
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw FileFailure("make the folder", path, errno: errno) }
    var status = stat()
    guard lstat(folder, &status) == 0 else { throw FileFailure("look at the folder", path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
      throw FileFailure(
        path: folder, operation: "use the folder", reason: "others can write to it, or it is not a folder")
    }
  }
}

/// A path as the system knows it: any bytes but zero, which are UTF-8 as a rule and need not be.
package struct LocalPath: Sendable, Hashable {
  /// The bytes, without the zero at their end.
  package let bytes: [UInt8]

  /// Takes bytes as the system gave them.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Takes a text.
  package init(_ text: String) { bytes = Array(text.utf8) }

  /// For messages; what is not UTF-8 is shown as U+FFFD.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether ``text`` is the path itself.
  package var isText: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The last component.
  package var name: LocalPath { LocalPath(bytes: Array(bytes.split(separator: UInt8(ascii: "/")).last ?? [])) }

  /// The folder that the last component is in.
  package var folder: LocalPath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return LocalPath(".") }
    return slash == bytes.startIndex ? LocalPath("/") : LocalPath(bytes: Array(bytes[..<slash]))
  }

  /// Calls the system with the path.
  package func withCString<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
    (bytes + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        // Never nil: there is a zero at least.
        characters.baseAddress.map(body) ?? "".withCString(body)
      }
    }
  }
}
