import WeDrive
import WeDriveEmulator
import TestSupport
import Testing

/// An emulator of one test's own, what a shell needs to reach it, and a client for what a test prepares.
struct EmulatedService {
  let emulator: Emulator
  let drive: WeDriveClient
  let space: SpaceID
  /// Where commands remember what was interrupted.
  let state: TemporaryFolder

  static func run(
    _ configuration: EmulatorConfiguration = EmulatorConfiguration(), _ test: (EmulatedService) async throws -> Void
  ) async throws {
    let emulator = try await Emulator.start(configuration)
    do {
      var configuration = WeDriveClient.Configuration()
      configuration.endpoint = try ServiceAddress(emulator.baseURL)
      let app = EmulatedApp.standard
      let drive = WeDriveClient(
        credential: .corp(id: app.corpID, secret: app.secret), configuration: configuration)
      let space = try await drive.spaceCreate(spaceName: "Test").spaceID
      try await test(EmulatedService(emulator: emulator, drive: drive, space: space, state: try TemporaryFolder()))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  var environment: [String: String] {
    [
      "WEDRIVE_ENDPOINT": emulator.baseURL, "WEDRIVE_CORP_ID": EmulatedApp.standard.corpID.rawValue,
      "WEDRIVE_CORP_SECRET": EmulatedApp.standard.secret.rawValue, "XDG_STATE_HOME": state.path,
    ]
  }

  /// Runs a command to its end.
  func command(
    _ arguments: String..., input: String = "", environment more: [String: String] = [:]
  ) async throws -> CommandRun {
    try await CommandRun.of(arguments, environment: environment.merging(more) { $1 }, input: input)
  }

  /// Starts a command.
  func start(_ arguments: String..., environment more: [String: String] = [:]) throws -> RunningCommand {
    try RunningCommand(arguments, environment: environment.merging(more) { $1 })
  }

  /// The files that were uploaded.
  func files() async throws -> [FileInfo] {
    var files: [FileInfo] = []
    for try await file in drive.fileListItems(
      spaceID: space, parentID: .root(of: space), sortType: .nameAscending)
    {
      files.append(file)
    }
    return files
  }

  func upload(_ content: [UInt8], named name: String) async throws -> FileID {
    try await drive.upload(content, named: name, to: .root(of: space))
  }

  /// Waits until so many bytes of the download under way were sent, or it is over.
  func waitForDownload(_ number: Int, bytes: Int) async throws {
    try await eventually("\(bytes) bytes of download \(number) were sent, or it is over") {
      let records = emulator.journal.records(of: FaultSelection.download)
      return records.count >= number && (records[number - 1].replyBytes >= bytes || records[number - 1].isDone)
    }
  }
}
