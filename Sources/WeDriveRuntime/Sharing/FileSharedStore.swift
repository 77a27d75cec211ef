import WeDriveHTTP

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Keeps records in a folder, for the processes of one user on one machine.
///
/// Each key has a file that its owner alone can read; it is written beside and renamed, and locked while versions are
/// compared. A file that others could read or have written, a symbolic link, or anything that is not wholly a record counts
/// as nothing and is replaced. Records expire by the machine's wall clock.
public struct FileSharedStore: SharedStore {
  private let folder: String
  private let wallClock: @Sendable () -> Int64

  /// - Parameters:
  ///   - folder: Made if it is missing, for its owner alone.
  ///   - wallClock: Milliseconds since 1970.
  public init(
    folder: String, wallClock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
  ) {
    self.folder = folder
    self.wallClock = wallClock
  }

  /// What is kept under a key.
  public func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? {
    try await run(key) { file throws(FileFailure) in
      try stored(in: file)
    }
  }

  /// Keeps a value, if the version is still the given one.
  public func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    guard value.count <= SharedRecordFile.maximumValue else {
      throw StoreFailure(.full, "a value may have \(SharedRecordFile.maximumValue) bytes")
    }
    return try await run(key) { file throws(FileFailure) in
      try file.locked { () throws(FileFailure) in
        guard try stored(in: file)?.version == version else { return nil }
        let new = RecordVersion.unique()
        try file.write(SharedRecordFile.encode(value, version: new, end: wallClock() + life.wholeMilliseconds))
        return new
      }
    }
  }

  /// Removes a record, if its version is the given one.
  public func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try await run(key) { file throws(FileFailure) in
      try file.locked { () throws(FileFailure) in
        guard let stored = try stored(in: file) else { return true }
        guard stored.version == version else { return false }
        try file.remove()
        return true
      }
    }
  }

  private func stored(in file: PrivateFile) throws(FileFailure) -> SharedRecord? {
    let limit = SharedRecordFile.maximumValue + 256
    guard let bytes = try file.read(atMost: limit) else { return nil }
    return SharedRecordFile.decode(bytes, now: wallClock())
  }

  private func run<Value: Sendable>(
    _ key: SharedKey, _ work: @escaping @Sendable (PrivateFile) throws(FileFailure) -> Value
  ) async throws(StoreFailure) -> Value {
    let file = PrivateFile(folder: folder, name: key.text.replacing(":", with: "-") + ".record")
    do throws(FileFailure) {
      return try await BlockingWork.run { () throws(FileFailure) in try work(file) }
    } catch {
      throw StoreFailure(
        error.errno == ENOSPC || error.errno == EDQUOT ? .full : .unreachable, "\(error)", mayBeDone: false)
    }
  }
}

/// The bytes of a record's file: a line that names the format, a line with version, end and length, and the value.
private enum SharedRecordFile {
  static let maximumValue = 1 << 20
  private static let first = "wedrive-record 1"

  static func encode(_ value: [UInt8], version: RecordVersion, end: Int64) -> [UInt8] {
    Array("\(first)\n\(version.text) \(end) \(value.count)\n".utf8) + value
  }

  /// The record; nil unless all of it is there and it has not expired.
  static func decode(_ bytes: [UInt8], now: Int64) -> SharedRecord? {
    let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].elementsEqual(first.utf8) else { return nil }
    let words = String(decoding: parts[1], as: UTF8.self).split(separator: " ")
    guard words.count == 3, let end = Int64(words[1]), Int(words[2]) == parts[2].count, end > now else { return nil }
    return SharedRecord(
      value: Array(parts[2]), version: RecordVersion(String(words[0])), left: .milliseconds(end - now))
  }
}
