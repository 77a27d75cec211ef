import Synchronization
import WeDriveRuntime
import WeDriveTransfers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The journal of an upload as a file of this machine. It is locked as long as this lives, or until the upload ends.
final class LocalUploadJournal: UploadJournal {
  /// Nothing longer is a journal: one record for each block, and a few more.
  private static let maximumSize: Int64 = 1 << 20

  private struct State {
    var contents: UploadJournalFormat.Contents?
    var seal: [UInt8] = []
  }

  private let file: HiddenFile
  private let state: Mutex<State>

  var path: String { file.path }

  /// What was remembered; nil: nothing.
  var contents: UploadJournalFormat.Contents? { state.withLock { $0.contents } }

  /// Opens and locks it; makes it if it is not there. Blocks.
  ///
  /// - Throws: `inUse` if another upload has it locked, `journalRefused` if it is not one of ours.
  init(folder: LocalPath, name: String) throws(UploadFailure.Cause) {
    do throws(FileFailure) {
      file = try Self.openLocked(try FolderDescriptor(folder), name)
    } catch {
      throw error.errno == EWOULDBLOCK ? .inUse : .error(.file(error))
    }
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try Self.content(of: file)
    } catch {
      throw .error(.file(error))
    }
    switch UploadJournalFormat.decode(bytes) {
    case .foreign(let reason): throw .journalRefused(path: file.path, reason: reason)
    case .empty: state = Mutex(State())
    case .contents(let contents):
      let seal = UploadJournalFormat.encode(contents.header).suffix(4)
      state = Mutex(State(contents: contents, seal: Array(seal)))
    }
  }

  /// The beginning of it, where it is longer than any journal.
  private static func content(of file: HiddenFile) throws(FileFailure) -> [UInt8] {
    let size = Int(min(try file.size(), maximumSize))
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer { room.deallocate() }
    return Array(room[..<(try file.read(into: room, at: 0))])
  }

  private static func openLocked(_ folder: FolderDescriptor, _ name: String) throws(FileFailure) -> HiddenFile {
    // A completed upload removes the file: then the lock is on a file that has no name any more.
    for _ in 0..<16 {
      let file = try HiddenFile(folder, name)
      guard try file.lock() else { break }
      if file.isInPlace() { return file }
    }
    throw FileFailure("lock", folder.path(of: name), errno: EWOULDBLOCK)
  }

  func remembered() async -> UploadJournalFormat.Contents? { contents }

  /// No other process has it as long as it is locked.
  func mayBeComplete() async -> Bool { false }

  func begin(_ header: UploadJournalFormat.Header) async throws(UploadFailure.Cause) {
    try await run { () throws(FileFailure) in
      try self.clear()
      let bytes = UploadJournalFormat.encode(header)
      try self.write(bytes, at: 0)
      try self.file.folder.makeDurable()
      self.state.withLock {
        $0 = State(contents: .init(header: header, end: bytes.count), seal: Array(bytes.suffix(4)))
      }
    }
  }

  /// Adds a record, and waits until it is on the disk.
  func append(_ record: UploadJournalFormat.Record) async throws(UploadFailure.Cause) {
    try await run { () throws(FileFailure) in
      let (bytes, end) = self.state.withLock {
        (UploadJournalFormat.encode(record, seal: $0.seal), $0.contents?.end)
      }
      guard let end else { return }
      // A record that was cut off by a full disk is written over by the next one.
      try self.write(bytes, at: Int64(end))
      self.state.withLock { state in
        state.contents?.apply(record)
        state.contents?.end += bytes.count
      }
    }
  }

  /// Forgets everything, and keeps the file locked.
  func forget() async throws(UploadFailure.Cause) {
    try await run { () throws(FileFailure) in try self.clear() }
  }

  /// Removes the file, and unlocks it for the next upload, also while references to this remain.
  func complete(_ result: String) async {
    await BlockingWork.run {
      self.file.remove()
      self.file.unlock()
    }
  }

  func end() async -> UploadResume? {
    await BlockingWork.run {
      defer { self.file.unlock() }
      guard let contents = self.contents else {
        self.file.remove()
        return nil
      }
      return contents.resume(at: self.path)
    }
  }

  // MARK: - The file; all of these block

  private func write(_ bytes: [UInt8], at offset: Int64) throws(FileFailure) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FileFailure) in try file.write(bytes, at: offset) }
    }
    try result.get()
    try file.makeDurable()
  }

  private func clear() throws(FileFailure) {
    try file.setSize(0)
    state.withLock { $0 = State() }
  }

  private func run(_ work: @escaping @Sendable () throws(FileFailure) -> Void) async throws(UploadFailure.Cause) {
    do throws(FileFailure) {
      try await BlockingWork.run(work)
    } catch {
      throw .error(.file(error))
    }
  }
}
