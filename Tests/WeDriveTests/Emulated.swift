import WeDrive
import WeDriveEmulator

/// An emulator of one test's own, a client for it, and a space to work in.
struct Emulated {
  let emulator: Emulator
  let drive: WeDriveClient
  let space: SpaceID

  /// Runs a test against a new emulator and stops that afterwards.
  static func run(
    emulator configureEmulator: (inout EmulatorConfiguration) -> Void = { _ in },
    configure: (inout WeDriveClient.Configuration) -> Void = { _ in }, _ test: (Emulated) async throws -> Void
  ) async throws {
    var emulated = EmulatorConfiguration()
    configureEmulator(&emulated)
    let emulator = try await Emulator.start(emulated)
    do {
      var configuration = WeDriveClient.Configuration()
      configuration.endpoint = try ServiceAddress(emulator.baseURL)
      configure(&configuration)
      let app = EmulatedApp.standard
      let drive = WeDriveClient(
        credential: .corp(id: app.corpID, secret: app.secret), configuration: configuration)
      let space = try await drive.spaceCreate(spaceName: "Test").spaceID
      try await test(Emulated(emulator: emulator, drive: drive, space: space))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  var root: FolderID { .root(of: space) }

  /// How many calls of an endpoint have arrived.
  func calls(_ endpoint: Endpoint) -> Int { emulator.journal.count(of: endpoint.name) }

  /// The names of the files in the space's root.
  func files() async throws -> [FileID: String] {
    var names: [FileID: String] = [:]
    for try await file in drive.fileListItems(spaceID: space, parentID: root, sortType: .nameAscending) {
      names[file.fileID] = file.fileName
    }
    return names
  }

  /// What befalls the next download.
  func nextDownload(_ fault: Fault) { emulator.faults.add(fault, FaultSelection(FaultSelection.download)) }
}
