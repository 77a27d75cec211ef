import Foundation
import Synchronization
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

/// What is stored under a path.
struct CloudObject: Sendable {
  let path: String
  /// The file on disk that holds the content.
  let contentName: String
  let size: UInt64
  /// Whether it was stored with its file id: without, it can never be downloaded.
  var isFindable = true

  /// What marks this state of the content.
  var tag: String { "\"\(contentName)\"" }
}

/// A form that was prepared, and what has to be in it.
struct PreparedForm: Sendable {
  let path: String
  let fileID: CloudFileID
  let storageFileID: String
  let securityToken: String
  let expiry: Int64
}

/// What the cloud knows.
struct CloudState: Sendable {
  var tokens = CloudTokens()
  /// By signature.
  var forms: [String: PreparedForm] = [:]
  /// By file id, in which the path stands.
  var objects: [ExactName: CloudObject] = [:]
  /// By the last part of the link.
  var links: [String: (fileID: CloudFileID, expiry: Int64)] = [:]
  /// Public content, by path.
  var pages: [ExactName: CloudObject] = [:]
}

/// The state, and the content on disk.
final class CloudStore: Sendable {
  let state = Mutex(CloudState())
  let folder: Folder

  init(folder: Folder) { self.folder = folder }

  func write(_ bytes: [UInt8], to name: String) async throws {
    try await BlockingWork.run { [folder] in try folder.open(name, O_RDWR | O_CREAT).write(bytes, at: 0) }
  }

  func open(_ object: CloudObject) async throws -> Descriptor {
    try await BlockingWork.run { [folder] in try folder.open(object.contentName, O_RDONLY) }
  }

  /// An empty file to write to.
  func create(_ name: String) async throws -> Descriptor {
    try await BlockingWork.run { [folder] in try folder.open(name, O_RDWR | O_CREAT) }
  }

  func discard(_ name: String) async { await BlockingWork.run { [folder] in try? folder.remove(name) } }

  /// Removes everything. A folder that cannot be removed is left to the system, which sweeps the place.
  func remove() async { await BlockingWork.run { [folder] in try? folder.removeAll() } }
}
