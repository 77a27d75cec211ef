import Foundation
import TestSupport
import WeDrive
import WeDriveEmulator

@testable import WeDriveTrees

/// An emulator of one test's own with a space in it, a folder of this machine, and trees between the two.
final class EmulatedTree: Sendable {
  let emulator: Emulator
  let drive: WeDriveClient
  let space: SpaceID
  /// What the emulator does where the documentation is silent.
  let behaviour: ServiceBehaviour
  private let folder: TemporaryFolder

  private init(emulator: Emulator, drive: WeDriveClient, space: SpaceID, behaviour: ServiceBehaviour) throws {
    (self.emulator, self.drive, self.space, self.behaviour) = (emulator, drive, space, behaviour)
    folder = try TemporaryFolder()
  }

  static func run(
    _ configuration: EmulatorConfiguration = EmulatorConfiguration(), _ test: (EmulatedTree) async throws -> Void
  ) async throws {
    let emulator = try await Emulator.start(configuration)
    do {
      var client = WeDriveClient.Configuration()
      client.endpoint = try ServiceAddress(emulator.baseURL)
      client.retry.transientUnit = .milliseconds(1)
      let app = EmulatedApp.standard
      let drive = WeDriveClient(credential: .corp(id: app.corpID, secret: app.secret), configuration: client)
      let space = try await drive.spaceCreate(spaceName: "Test").spaceID
      try await test(EmulatedTree(emulator: emulator, drive: drive, space: space, behaviour: configuration.behaviour))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  /// Where something in the local folder is.
  func path(_ name: String) -> String { folder.path(name) }

  /// Writes a local file, with the folders that it needs.
  func write(_ content: String, to name: String) throws {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content.utf8).write(to: url)
  }

  /// Calls of the journal that are metered, since `clear`.
  var calls: Int { emulator.journal.records().count { $0.endpoint != "gettoken" && $0.endpoint != "download" } }

  func makeFolder(_ name: String, in folder: FolderID? = nil) async throws -> FolderID {
    .folder(
      try await drive.fileCreate(
        spaceID: space, parentID: folder ?? .root(of: space), fileType: .folder, fileName: name
      ).fileID)
  }

  func put(_ content: String, _ name: String, in folder: FolderID? = nil) async throws -> FileID {
    try await drive.upload(Array(content.utf8), named: name, to: .folder(folder ?? .root(of: space), in: space))
  }

  /// All that is in the space: paths and contents' SHA-1, folders with a slash.
  func remote() async throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try await contents(of: .root(of: space)).map { ($0.key.text, $0.value) })
  }

  /// The same of a folder, without the staging folder, and with paths that are told by their bytes.
  func contents(of top: FolderPlace) async throws -> [TreePath: String] {
    var found: [TreePath: String] = [:]
    for try await entry in TreeWalk(drive, from: top) where entry.path.names.first != .staging {
      let path = entry.entry.kind == .folder ? TreePath(bytes: entry.path.bytes + [UInt8(ascii: "/")]) : entry.path
      found[path] = entry.entry.sha1.map { Hexadecimal.text($0) } ?? ""
    }
    return found
  }
}
