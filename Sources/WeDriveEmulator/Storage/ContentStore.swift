import Foundation
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

/// The content of files: one file on disk for each, named by its id, written in its final place from the start.
///
/// What is in it counts only once the state knows of it, so a content that was never finished is simply swept away at
/// the next start.
struct ContentStore: Sendable {
  let folder: Folder

  init(in root: Folder) throws(FileFailure) {
    folder = Folder(path: root.file("content"))
    try folder.make()
  }

  func write(_ bytes: [UInt8], to id: FileID) async throws {
    try await BlockingWork.run { try folder.open(id.rawValue, O_RDWR | O_CREAT).write(bytes, at: 0) }
  }

  /// Checks a part against its place in `block_sha` and writes it there. False if it does not match.
  func write(part bytes: [UInt8], _ index: Int, of session: UploadSession) async throws -> Bool {
    try await BlockingWork.run {
      let isRight = bytes.withUnsafeBytes { BlockDigests.matches($0, block: index, of: session.blockSHA) }
      guard isRight else { return false }
      let offset = Int64(index - 1) * Limits.uploadBlockSize
      // A block of zeros stays a hole but for its last byte, so that a large sparse file takes no room here either.
      let start = Self.isZero(bytes) ? bytes.count - 1 : 0
      try folder.open(session.fileID.rawValue, O_RDWR | O_CREAT).write(
        Array(bytes[start...]), at: offset + Int64(start))
      return true
    }
  }

  private static func isZero(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      guard let first = bytes.baseAddress, bytes.first == 0 else { return false }
      return memcmp(first, first + 1, bytes.count - 1) == 0
    }
  }

  /// Gives a file the content of another. False if the other has just gone.
  func link(_ id: FileID, as other: FileID) async throws -> Bool {
    try await BlockingWork.run { try folder.link(id.rawValue, as: other.rawValue) }
  }

  /// Gives a file the content of another, which is left without.
  func move(_ id: FileID, to other: FileID) async throws {
    try await BlockingWork.run { try folder.rename(id.rawValue, to: other.rawValue) }
  }

  func open(_ id: FileID) async throws -> Descriptor {
    try await BlockingWork.run { try folder.open(id.rawValue, O_RDONLY) }
  }

  func remove(_ ids: [FileID]) async throws {
    guard !ids.isEmpty else { return }
    try await BlockingWork.run { for id in ids { try folder.remove(id.rawValue) } }
  }

  /// Removes what the state does not know of. Blocks.
  func sweep(keeping ids: Set<FileID>) throws(FileFailure) {
    for name in try folder.names() where !ids.contains(FileID(name)) { try folder.remove(name) }
  }
}
