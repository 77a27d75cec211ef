import Synchronization
import WeDriveRuntime

/// Content that is on its way to a target: a hidden file beside it, which takes the target's name when it is complete, and
/// a journal that says how much of it survives a crash.
///
/// Both have names that follow from the source and the target, so that the next attempt finds them. Until ``publish()``
/// has succeeded the target is untouched. Only the owner can read the content before it is complete, and no other
/// download writes to it meanwhile: the journal is locked.
final class PartialFile: Sendable {
  private struct Position {
    /// The header as it was written; records are sealed to it.
    var header: [UInt8] = []
    /// Where the next record goes.
    var end: Int64 = 0
    /// What the last record says. Records come in growing order only.
    var recorded: Int64 = 0
    /// What is known to be on the disk, and recorded there.
    var offset: Int64 = 0
    /// How often it has started over.
    var generation = 0
    var isClosed = false
  }

  private let target: DownloadTarget
  private let content: HiddenFile
  private let journal: HiddenFile
  private let position = Mutex(Position())
  /// Why the disk has lost something, once it has. The system says so a single time: a later call must not take the
  /// silence for success.
  private let loss = Mutex<FileFailure?>(nil)

  /// Where it will be when complete.
  var path: String { target.folder.path(of: target.name) }
  /// The name under which it is written.
  var temporaryName: String { content.name }
  /// Counts how often the content has started over, so that a checkpoint of what was before does nothing.
  var generation: Int { position.withLock { $0.generation } }
  /// How many bytes survive a crash.
  var durableSize: Int64 { position.withLock { $0.offset } }

  /// Opens what an earlier attempt left, or begins.
  ///
  /// - Parameter key: What tells sources apart, in a few letters.
  /// - Throws: A `FileFailure` also when another download from this source to this target is under way.
  init(at target: DownloadTarget, key: String) throws(FileFailure) {
    self.target = target
    let suffix = ".\(key).part"
    let stem = SafeFileName.shortened(target.name, to: SafeFileName.maximumSize - 10 - suffix.utf8.count)
    do throws(FileFailure) {
      journal = try Self.locked(target, ".\(stem)\(suffix).journal")
      content = try HiddenFile(target.folder, ".\(stem)\(suffix)")
    } catch {
      // The person knows the target, not the hidden names.
      throw FileFailure(
        path: target.folder.path(of: target.name), operation: error.operation, errno: error.errno, reason: error.reason)
    }
  }

  private static func locked(_ target: DownloadTarget, _ name: String) throws(FileFailure) -> HiddenFile {
    // The process that had it before may have removed it between opening and locking.
    for _ in 0..<100 {
      let journal = try HiddenFile(target.folder, name)
      guard try journal.lock() else { break }
      if journal.isInPlace() { return journal }
    }
    throw FileFailure(
      path: target.folder.path(of: target.name), operation: "download to",
      reason: "the same download to this place is under way already")
  }

  // MARK: - What is kept

  /// What an earlier attempt left, as far as its journal is whole and the content is there; nil: nothing.
  func kept() throws(FileFailure) -> DownloadJournal.Contents? {
    let size = try journal.size()
    guard size > 0, size <= Int64(DownloadJournal.maximumSize) else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(size))
    let count = try read(journal, into: &bytes, at: 0)
    guard let contents = DownloadJournal.decode(Array(bytes[..<count])), let last = contents.last,
      try content.size() >= last.offset
    else { return nil }
    let header = Array(bytes[..<DownloadJournal.encode(contents.header).count])
    position.withLock { position in
      position.header = header
      position.end = Int64(contents.end)
      position.recorded = last.offset
      position.offset = last.offset
    }
    return contents
  }

  /// Reads kept content from `offset` on.
  func read(into room: inout [UInt8], at offset: Int64) throws(FileFailure) -> Int {
    try read(content, into: &room, at: offset)
  }

  private func read(_ file: HiddenFile, into room: inout [UInt8], at offset: Int64) throws(FileFailure) -> Int {
    try room.withUnsafeMutableBufferPointer { room throws(FileFailure) in
      try file.read(into: UnsafeMutableRawBufferPointer(room), at: offset)
    }
  }

  /// Truncates content and journal to the last record, from which the download goes on.
  func truncate() throws(FileFailure) {
    let (offset, end) = position.withLock { ($0.offset, $0.end) }
    try content.setSize(offset)
    try journal.setSize(end)
  }

  /// Forgets all content and begins a journal.
  ///
  /// The journal is emptied on the disk before the content is: it must never claim what is not there.
  func startOver(_ header: DownloadJournal.Header) throws(FileFailure) {
    let bytes = DownloadJournal.encode(header)
    position.withLock { position in
      position.generation += 1
      position.recorded = 0
      position.offset = 0
    }
    if try journal.size() > 0 {
      try journal.setSize(0)
      try journal.makeDurable()
    }
    try content.setSize(0)
    try write(bytes, to: journal, at: 0)
    position.withLock { position in
      position.header = bytes
      position.end = Int64(bytes.count)
    }
  }

  // MARK: - What arrives

  /// Writes `bytes` at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileFailure) {
    do throws(FileFailure) {
      try content.write(bytes, at: offset)
    } catch {
      // The person knows the target, not the hidden name.
      throw FileFailure(path: path, operation: error.operation, errno: error.errno, reason: error.reason)
    }
  }

  /// Waits until everything written so far is on the disk, then notes in the journal that the first `record.offset` bytes
  /// are. Does nothing once the file is closed. Any thread may call it.
  func checkpoint(_ record: DownloadJournal.Record, of generation: Int) throws(FileFailure) {
    try makeContentDurable()
    let isNew = try position.withLock { position throws(FileFailure) in
      guard !position.isClosed, position.generation == generation, record.offset > position.recorded else {
        return false
      }
      let bytes = DownloadJournal.encode(record, after: position.header)
      try write(bytes, to: journal, at: position.end)
      position.end += Int64(bytes.count)
      position.recorded = record.offset
      return true
    }
    guard isNew else { return }
    try journal.makeDurable()
    position.withLock { position in
      if position.generation == generation { position.offset = max(position.offset, record.offset) }
    }
  }

  private func makeContentDurable() throws(FileFailure) {
    try loss.withLock { loss throws(FileFailure) in
      if let loss { throw loss }
      do throws(FileFailure) {
        try content.makeDurable()
      } catch {
        loss = error
        throw error
      }
    }
  }

  private func write(_ bytes: [UInt8], to file: HiddenFile, at offset: Int64) throws(FileFailure) {
    try bytes.withUnsafeBufferPointer { bytes throws(FileFailure) in
      try file.write(UnsafeRawBufferPointer(bytes), at: offset)
    }
  }

  // MARK: - The end

  /// Gives the content its name: content on the disk first, then the name, then the folder on the disk.
  func publish() throws(FileFailure) {
    position.withLock { $0.isClosed = true }
    let mode =
      if let mode = target.existingMode { mode } else {
        try target.folder.modeOfNewFiles(trying: journal.name + "~")
      }
    try content.setMode(mode)
    do throws(FileFailure) {
      try makeContentDurable()
      try content.rename(to: target.name)
    } catch {
      // Others must not read it before it is complete.
      try content.setMode(0o600)
      throw error
    }
    journal.remove()
    journal.unlock()
    try target.folder.makeDurable()
  }

  /// Removes everything that is kept.
  func discard() {
    position.withLock { $0.isClosed = true }
    content.remove()
    journal.remove()
    journal.unlock()
  }

  /// Leaves what is kept for another attempt.
  func release() {
    position.withLock { $0.isClosed = true }
    journal.unlock()
  }
}
