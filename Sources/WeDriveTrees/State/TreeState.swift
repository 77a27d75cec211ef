import Synchronization
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is remembered between runs over one pair of a local folder and a folder of the service: digests of local files, ids
/// of folders, and what the last run looked like. Everything in it saves work, and nothing in it is needed: without it files
/// are read and folders are looked up again.
final class TreeState: Sendable {
  /// A digest that was computed once, and of which state of the file.
  struct Digest: Sendable {
    let name: EntryName
    let state: FileState
    let sha1: [UInt8]
    /// When it was computed, in nanoseconds since 1970.
    let hashed: Int64
    /// Whether both sides had this content at the end of a run.
    let isSynced: Bool
  }

  private static let version: Int64 = 1

  fileprivate struct Storage {
    let connection: SQLiteConnection
    var folders: [TreePath: Int64] = [:]
    var begun: ContinuousClock.Instant?
    /// The first thing that could not be read or written.
    var trouble: String?

    /// Does something without which the run goes on.
    mutating func attempt(_ work: (SQLiteConnection) throws(SQLiteConnection.Failure) -> Void) {
      do throws(SQLiteConnection.Failure) {
        try work(connection)
      } catch {
        trouble = trouble ?? error.reason
      }
    }
  }

  private let storage: Mutex<Storage>
  private let lock: Descriptor
  /// What was found wrong with the state that was there, and put aside.
  private let notice: String?
  private let path: String

  /// Opens the state of a pair, and locks it for this process. Blocks.
  ///
  /// - Parameters:
  ///   - folder: The state folder; it is made.
  ///   - key: What tells the pair from others.
  /// - Throws: ``TreeError/inUse(path:process:)`` while another process has it; ``TreeError/state(path:reason:)`` for one of a newer
  ///   version.
  init(in folder: String, key: String, subject: String) throws(TreeError) {
    let name = ContentDigest.text(of: Array(key.utf8), .sha1)
    let path = "\(folder)/\(name).sqlite"
    var holder: Int32?
    do throws(FileFailure) {
      try FileFolder.make(folder)
      lock = try Descriptor("\(folder)/\(name).lock", O_RDWR | O_CREAT | O_NOFOLLOW)
      // A run of this process that has just ended lets go of it a moment later, with the last of its work.
      var attempts = 0
      while !(try lock.lock()) {
        guard attempts < 100 else {
          holder = Int32(String(decoding: try lock.read(20, at: 0).prefix { $0 != 10 }, as: UTF8.self))
          throw FileFailure("lock", subject, errno: EWOULDBLOCK)
        }
        attempts += 1
        usleep(20_000)
      }
      // For the error of a run that finds it locked. The rest of a longer number is behind the line's end.
      try lock.write(Array("\(getpid())\n".utf8), at: 0)
    } catch {
      if error.errno == EWOULDBLOCK { throw .inUse(path: subject, process: holder) }
      throw .file(error)
    }
    var notice: String?
    var connection: SQLiteConnection
    do throws(SQLiteConnection.Failure) {
      connection = try Self.open(path)
    } catch {
      guard error.isDamage else { throw .state(path: path, reason: error.reason) }
      // The old one is kept beside, so that what was wrong with it can be found out.
      for ending in ["", "-wal", "-shm"] { rename(path + ending, path + ".damaged" + ending) }
      notice = "\(path) was damaged and is put aside: files are read again"
      do throws(SQLiteConnection.Failure) { connection = try Self.open(path) } catch {
        throw .state(path: path, reason: error.reason)
      }
    }
    var version: Int64 = 0
    do throws(SQLiteConnection.Failure) {
      try connection.run("PRAGMA user_version") { version = $0.integer(0) }
      if version == 0 { try Self.make(connection) }
    } catch {
      throw .state(path: path, reason: error.reason)
    }
    guard version <= Self.version else {
      throw .state(path: path, reason: "is of a newer version of this program: use that, or another state folder")
    }
    self.notice = notice
    self.path = path
    storage = Mutex(Storage(connection: connection))
  }

  private static func open(_ path: String) throws(SQLiteConnection.Failure) -> SQLiteConnection {
    let connection = try SQLiteConnection(path)
    try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000")
    try connection.run("SELECT count(*) FROM sqlite_master")
    return connection
  }

  private static func make(_ connection: SQLiteConnection) throws(SQLiteConnection.Failure) {
    try connection.execute(
      """
      BEGIN;
      CREATE TABLE folders (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
      CREATE TABLE digests (
        folder INTEGER NOT NULL, name BLOB NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
        changed INTEGER NOT NULL, inode INTEGER NOT NULL, sha1 BLOB NOT NULL, hashed INTEGER NOT NULL,
        synced INTEGER NOT NULL, PRIMARY KEY (folder, name)) WITHOUT ROWID;
      CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      PRAGMA user_version = \(version);
      COMMIT
      """)
  }

  /// What was wrong with it, in sentences for a person. Blocks.
  var notices: [String] {
    let trouble = storage.withLock { $0.trouble }
    return [notice, trouble.map { "\(path) does not take everything, so that more files are read next time: \($0)" }]
      .compactMap { $0 }
  }

  // MARK: - Digests

  /// The digests of a folder's files, by name. Blocks. A state that cannot be read has none.
  func digests(of folder: TreePath) -> [EntryName: Digest] {
    storage.withLock { storage in
      var digests: [EntryName: Digest] = [:]
      guard let id = storage.folder(folder, making: false) else { return digests }
      storage.attempt { (connection) throws(SQLiteConnection.Failure) in
        try connection.run(
          "SELECT name, size, modified, changed, inode, sha1, hashed, synced FROM digests WHERE folder = ?",
          [.integer(id)]
        ) { row in
          let name = EntryName(bytes: row.bytes(0))
          digests[name] = Digest(
            name: name,
            state: FileState(
              size: UInt64(bitPattern: row.integer(1)), modified: row.integer(2), changed: row.integer(3),
              inode: UInt64(bitPattern: row.integer(4))),
            sha1: row.bytes(5), hashed: row.integer(6), isSynced: row.integer(7) != 0)
        }
      }
      return digests
    }
  }

  /// Remembers digests of a folder's files. Blocks. What cannot be written is computed again by the next run.
  func remember(_ digests: [Digest], in folder: TreePath) {
    guard !digests.isEmpty else { return }
    storage.withLock { storage in
      storage.begin()
      guard let id = storage.folder(folder, making: true) else { return }
      for digest in digests {
        let values: [SQLiteConnection.Value] = [
          .integer(id), .bytes(digest.name.bytes), .integer(Int64(bitPattern: digest.state.size)),
          .integer(digest.state.modified), .integer(digest.state.changed),
          .integer(Int64(bitPattern: digest.state.inode)), .bytes(digest.sha1), .integer(digest.hashed),
          .integer(digest.isSynced ? 1 : 0),
        ]
        storage.attempt { (connection) throws(SQLiteConnection.Failure) in
          try connection.run("INSERT OR REPLACE INTO digests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        }
      }
      storage.commitIfDue()
    }
  }

  // MARK: - Facts

  /// Something about the last run. Blocks.
  subscript(name: String) -> String? {
    get {
      storage.withLock { storage in
        var value: String?
        storage.attempt { (connection) throws(SQLiteConnection.Failure) in
          try connection.run("SELECT value FROM facts WHERE name = ?", [.text(name)]) { value = $0.text(0) }
        }
        return value
      }
    }
  }

  /// Remembers something about this run. Blocks.
  func set(_ name: String, to value: String?) {
    storage.withLock { storage in
      storage.begin()
      storage.attempt { (connection) throws(SQLiteConnection.Failure) in
        if let value {
          try connection.run("INSERT OR REPLACE INTO facts VALUES (?, ?)", [.text(name), .text(value)])
        } else {
          try connection.run("DELETE FROM facts WHERE name = ?", [.text(name)])
        }
      }
      storage.commitIfDue()
    }
  }

  /// Hands over what was written. Blocks.
  func commit() { storage.withLock { $0.commit() } }

  deinit { storage.withLock { $0.commit() } }
}

extension TreeState.Storage {
  /// The number of a folder; nil if it has none.
  mutating func folder(_ path: TreePath, making: Bool) -> Int64? {
    if let id = folders[path] { return id }
    var found: Int64?
    attempt { (connection) throws(SQLiteConnection.Failure) in
      try connection.run("SELECT id FROM folders WHERE path = ?", [.bytes(path.bytes)]) { found = $0.integer(0) }
      guard found == nil, making else { return }
      try connection.run("INSERT INTO folders (path) VALUES (?)", [.bytes(path.bytes)])
      found = connection.lastID
    }
    // Each is asked for a few times in a run at most: only the last ones are worth keeping.
    if folders.count > 1_000 { folders.removeAll(keepingCapacity: true) }
    folders[path] = found
    return found
  }

  mutating func begin() {
    guard begun == nil else { return }
    attempt { (connection) throws(SQLiteConnection.Failure) in try connection.execute("BEGIN") }
    begun = .now
  }

  mutating func commitIfDue() {
    if let begun, ContinuousClock.now - begun > .seconds(1) { commit() }
  }

  mutating func commit() {
    guard begun != nil else { return }
    attempt { (connection) throws(SQLiteConnection.Failure) in try connection.execute("COMMIT") }
    begun = nil
  }
}
