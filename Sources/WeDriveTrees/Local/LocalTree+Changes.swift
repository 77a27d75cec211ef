import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a run does with single entries of a folder that is open.
extension LocalTree {
  /// The state of a file; nil if there is nothing of that name. Blocks.
  static func state(of name: EntryName, in folder: Descriptor) -> FileState? {
    var status = stat()
    let result = LocalPath(bytes: name.bytes).withCString { fstatat(folder.number, $0, &status, AT_SYMLINK_NOFOLLOW) }
    return result == 0 ? FileState(status) : nil
  }

  /// Gives a file a second name, which says that it is this machine's and of today. Blocks.
  ///
  /// - Returns: The name.
  static func keep(_ name: EntryName, in folder: Descriptor) throws(FileFailure) -> EntryName {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    var stem = name.bytes[...]
    var ending = name.bytes[name.bytes.endIndex...]
    if let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 { (stem, ending) = (stem[..<dot], stem[dot...]) }
    for number in 1...1_000 {
      let mark = Array(" (local \(date)\(number == 1 ? "" : " \(number)"))".utf8)
      let room = max(0, NameMapping.longestLocalName - mark.count - ending.count)
      let kept = EntryName(bytes: stem.prefix(room) + mark + ending)
      let (result, code) = repeatingInterrupted {
        LocalPath(bytes: name.bytes).withCString { old in
          LocalPath(bytes: kept.bytes).withCString { Int(linkat(folder.number, old, folder.number, $0, 0)) }
        }
      }
      if result == 0 { return kept }
      if code == EEXIST { continue }
      // File systems without links: the file itself gets the name.
      guard code == EPERM || code == ENOTSUP || code == EMLINK, state(of: kept, in: folder) == nil else {
        throw FileFailure("keep", folder.path(of: name.text), errno: code)
      }
      try rename(name, to: kept, in: folder)
      return kept
    }
    throw FileFailure("keep", folder.path(of: name.text), errno: EEXIST)
  }

  /// Gives an entry another name in its folder. Blocks.
  static func rename(_ name: EntryName, to other: EntryName, in folder: Descriptor) throws(FileFailure) {
    let (result, code) = repeatingInterrupted {
      LocalPath(bytes: name.bytes).withCString { old in
        LocalPath(bytes: other.bytes).withCString { Int(renameat(folder.number, old, folder.number, $0)) }
      }
    }
    guard result == 0 else { throw FileFailure("rename", folder.path(of: name.text), errno: code) }
  }

  /// Sets when a file was changed last; where that is not possible it stays as it is. Blocks.
  static func setTime(of name: EntryName, in folder: Descriptor, to seconds: UInt64) {
    guard seconds > 0, seconds < 1 << 40 else { return }
    let time = timespec(tv_sec: Int(seconds), tv_nsec: 0)
    let times = [time, time]
    _ = LocalPath(bytes: name.bytes).withCString { utimensat(folder.number, $0, times, AT_SYMLINK_NOFOLLOW) }
  }

  /// Deletes a file, or a folder if it is empty; one that holds something stays. Blocks.
  static func remove(_ name: EntryName, in folder: Descriptor, isFolder: Bool) throws(FileFailure) {
    let (result, code) = repeatingInterrupted {
      LocalPath(bytes: name.bytes).withCString { Int(unlinkat(folder.number, $0, isFolder ? AT_REMOVEDIR : 0)) }
    }
    guard result == 0 || code == ENOENT || (isFolder && code == ENOTEMPTY) else {
      throw FileFailure("delete", folder.path(of: name.text), errno: code)
    }
  }
}
