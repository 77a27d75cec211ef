import Foundation
import Synchronization

import WeDriveHTTP
import WeDriveRuntime

/// The state on disk: a file of JSON lines to which every change appends one line for each row it touched.
///
/// A line that was cut off by a crash is at the end, and is dropped at the next start. At every start the file is
/// written anew with one line a row, beside the old one, which it then replaces.
final class StateFile: Sendable {
  private static let name = "state.jsonl"

  /// Why the state of an earlier run cannot be taken up.
  struct Unusable: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
  }

  private let file: Descriptor
  /// Locked as long as the state is in use: two servers on one folder would write over each other.
  private let lock: Descriptor
  /// What is to be appended, in the order in which the state changed.
  private let pending = Mutex<[UInt8]>([])
  /// Held while appending, which only ever happens where blocking is allowed.
  private let appending = Mutex<Void>(())

  private init(_ file: Descriptor, _ lock: Descriptor) {
    self.file = file
    self.lock = lock
  }

  /// Reads the state of an earlier run and makes the file ready for this one. Blocks.
  static func open(in folder: Folder, state: inout DriveState, at now: Int64) throws -> StateFile {
    let lock = try folder.open("lock", O_RDWR | O_CREAT)
    guard try lock.lock() else { throw Unusable(reason: "another emulator is using it") }
    for (number, line) in try lines(of: folder).enumerated() {
      do {
        try state.restore(Data(line))
      } catch {
        throw Unusable(reason: "line \(number + 1) of \(name) is not what an emulator has written")
      }
    }
    state.reindex(at: now)
    _ = try state.takeChanges()
    let fresh = name + ".new"
    try folder.remove(fresh)
    let file = try folder.open(fresh, O_WRONLY | O_CREAT | O_APPEND)
    for row in try state.allRows() { try file.append(row + [newline]) }
    try folder.rename(fresh, to: name)
    return StateFile(file, lock)
  }

  /// Lets another server have the state. Nothing may be added any more.
  func release() { lock.unlock() }

  /// Takes in the lines of one change. To be called while the state is locked, so that order is kept.
  func add(_ lines: [[UInt8]]) {
    guard !lines.isEmpty else { return }
    pending.withLock { pending in
      for line in lines { pending += line + [Self.newline] }
    }
  }

  /// Returns when everything that was added before is in the file.
  func flush() async throws {
    guard pending.withLock({ !$0.isEmpty }) || isBehind else { return }
    try await BlockingWork.run { [self] in
      try appending.withLock { _ in
        let bytes = pending.withLock { pending in
          defer { pending = [] }
          return pending
        }
        if !bytes.isEmpty { try file.append(bytes) }
      }
    }
  }

  /// Whether another writer is appending, whose lines may be among those that were read.
  private var isBehind: Bool { appending.withLockIfAvailable { _ in } == nil }

  private static let newline = UInt8(ascii: "\n")

  private static func lines(of folder: Folder) throws -> [ArraySlice<UInt8>] {
    guard try folder.names().contains(name) else { return [] }
    let file = try folder.open(name, O_RDONLY)
    let bytes = try file.read(Int(file.status().st_size), at: 0)
    guard let end = bytes.lastIndex(of: newline) else { return [] }
    return bytes[..<end].split(separator: newline, omittingEmptySubsequences: false)
  }
}
