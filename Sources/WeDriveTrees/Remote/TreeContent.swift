import WeDriveGenerated

/// Which files a folder holds, in it and below it: a number that is another for other files, in whatever order they come.
struct TreeContent: Sendable, Hashable {
  private(set) var files = 0
  private var sum = 0

  mutating func add(_ file: RemoteEntry) {
    files += 1
    sum &+= file.version.hashValue
  }
}

extension RemoteEntry {
  /// What tells a file from another, and from itself with another content.
  struct Version: Sendable, Hashable {
    let id: FileID
    let size: UInt64
    let sha1: [UInt8]?
  }

  var version: Version { Version(id: id, size: size, sha1: sha1) }
}
