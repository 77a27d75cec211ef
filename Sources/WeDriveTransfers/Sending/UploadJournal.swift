import Synchronization
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file in which an upload that is not complete is remembered. It is locked as long as this lives. All methods block.
package final class UploadJournal: Sendable {
  /// Nothing longer is a journal: one record for each block, and a few more.
  private static let maximumSize: Int64 = 1 << 20

  private struct State {
    var contents: UploadRecords.Contents?
    var seal: [UInt8] = []
  }

  private let file: HiddenFile
  private let state: Mutex<State>

  package var path: String { file.path }

  /// What was remembered; nil: nothing.
  package var contents: UploadRecords.Contents? { state.withLock { $0.contents } }

  /// Opens and locks it; makes it if it is not there.
  ///
  /// - Throws: `inUse` if another upload has it locked, `stateRefused` if it is not one of ours.
  package init(folder: LocalPath, name: String) throws(UploadFailure.Cause) {
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
    switch UploadRecords.decode(bytes) {
    case .foreign(let reason): throw .stateRefused(path: file.path, reason: reason)
    case .empty: state = Mutex(State())
    case .contents(let contents):
      let seal = UploadRecords.encode(contents.header).suffix(4)
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

  /// Forgets what there was, and remembers a new upload.
  package func begin(_ header: UploadRecords.Header) throws(FileFailure) {
    try forget()
    let bytes = UploadRecords.encode(header)
    try write(bytes, at: 0)
    try file.folder.makeDurable()
    state.withLock {
      $0 = State(contents: .init(header: header, end: bytes.count), seal: Array(bytes.suffix(4)))
    }
  }

  /// Adds a record, and waits until it is on the disk.
  package func append(_ record: UploadRecords.Record) throws(FileFailure) {
    let (bytes, end) = state.withLock { (UploadRecords.encode(record, seal: $0.seal), $0.contents?.end) }
    guard let end else { return }
    // A record that was cut off by a full disk is written over by the next one.
    try write(bytes, at: Int64(end))
    state.withLock { state in
      switch record {
      case .part(let block): state.contents?.parts.insert(block)
      case .finishing: state.contents?.isFinishing = true
      case .changed: break
      }
      state.contents?.end += bytes.count
    }
  }

  private func write(_ bytes: [UInt8], at offset: Int64) throws(FileFailure) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FileFailure) in try file.write(bytes, at: offset) }
    }
    try result.get()
    try file.makeDurable()
  }

  /// Forgets everything, and keeps the file locked.
  package func forget() throws(FileFailure) {
    try file.setSize(0)
    state.withLock { $0 = State() }
  }

  /// Unlocks the file for the next upload, also while references to this remain. Nothing more is written.
  package func release() { file.unlock() }

  /// Lets go of it after a failure, and says what is left for the next attempt to take: nil if that is nothing, and then it
  /// is taken away.
  package func end() -> UploadResume? {
    defer { release() }
    guard let contents else {
      remove()
      return nil
    }
    return contents.resume(at: path)
  }

  /// Removes the file: the upload is complete, or was never begun.
  package func remove() { file.remove() }
}
