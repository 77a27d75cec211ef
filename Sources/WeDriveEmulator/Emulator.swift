import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

/// A WeCom server on this machine: every route of the catalog with its state, its errcodes and its traps, and faults
/// that a test can script.
///
/// It listens on 127.0.0.1 only: the API on one port, the content of downloads on another, as the real service has them
/// on different hosts. Any number of emulators can run in one process.
/// ```swift
/// let emulator = try await Emulator.start()
/// emulator.faults.add(.closeAfterActing, FaultSelection("space_create"))
/// … calls to emulator.baseURL …
/// await emulator.stop()
/// ```
public final class Emulator: Sendable {
  /// Where the API is, without a trailing slash, for example `http://127.0.0.1:51234`.
  public let baseURL: String
  /// Where content is downloaded from, without a trailing slash.
  public let downloadOrigin: String
  /// Where a browser finds the page that shows this emulator; nil: there is none.
  public let pageURL: String?
  /// What is to go wrong.
  public let faults: FaultScript
  /// The calls that arrived.
  public let journal: CallJournal
  /// The time by which things expire.
  public let clock: EmulatorClock
  /// WeChat's cloud storage beside it, with the same faults, journal and time.
  public let cloud: EmulatedCloud

  let backend: Backend
  private let listeners: [Listener]
  /// Removed when the emulator stops.
  private let temporaryFolder: Folder?

  private init(
    backend: Backend, api: Listener, downloads: Listener, page: Listener?, cloud: EmulatedCloud,
    temporaryFolder: Folder?
  ) {
    self.backend = backend
    self.temporaryFolder = temporaryFolder
    self.cloud = cloud
    baseURL = api.url
    downloadOrigin = downloads.url
    faults = backend.faults
    journal = backend.journal
    clock = backend.clock
    pageURL = page.map { "\($0.url)/" }
    listeners = [api, downloads] + (page.map { [$0] } ?? [])
  }

  /// Starts an emulator and returns once it accepts connections.
  ///
  /// With a root folder, it goes on from the state that an earlier emulator left there.
  public static func start(
    _ configuration: EmulatorConfiguration = EmulatorConfiguration()
  ) async throws(EmulatorFailure) -> Emulator {
    let (folder, isTemporary) = try await folder(configuration.root)
    do throws(EmulatorFailure) {
      return try await start(configuration, in: folder, isTemporary: isTemporary)
    } catch {
      if isTemporary { await remove(folder) }
      throw error
    }
  }

  private static func start(
    _ configuration: EmulatorConfiguration, in folder: Folder, isTemporary: Bool
  ) async throws(EmulatorFailure) -> Emulator {
    let clock = EmulatorClock()
    let store: DriveStore
    do {
      store = try await DriveStore.open(in: folder, at: clock.now, configuration.behaviour)
    } catch {
      throw .cannotUseRoot(path: folder.path, reason: "\(error)")
    }
    var configuration = configuration
    if let tree = configuration.seededTree {
      guard configuration.root == nil else {
        throw .cannotUseRoot(path: folder.path, reason: "a seeded tree is not kept in a folder")
      }
      // What it holds takes no room from what a test adds.
      configuration.limits.makeRoom(for: tree)
      plant(tree, in: store, at: clock.now)
    }
    let backend = Backend(
      configuration: configuration, clock: clock, store: store, faults: FaultScript(),
      journal: CallJournal(
        length: configuration.limits.journalLength, bodyLength: configuration.limits.journalBodyLength),
      pusher: EventPusher(configuration.callback))
    var listeners: [Listener] = []
    do throws(EmulatorFailure) {
      let downloads = try await Listener.start(port: configuration.downloadPort, router: backend.downloadRouter())
      listeners.append(downloads)
      let downloadOrigin = downloads.url
      let status = EmulatorStatus(
        downloadOrigin: downloadOrigin,
        endpoints: weDriveRoutes.map(\.endpoint.name) + [FaultSelection.download] + EmulatedCloud.faultTargets)
      let router = backend.apiRouter(weDriveRoutes, status: status) {
        EmulatedDrive(backend: backend, caller: $0, downloadOrigin: downloadOrigin) as any WeDriveAPI
      }
      let api = try await Listener.start(port: configuration.port, router: router)
      listeners.append(api)
      var page: Listener?
      if let port = configuration.pagePort {
        let listener = try await Listener.start(port: port, router: backend.pageRouter(status: status))
        listeners.append(listener)
        page = listener
      }
      let cloud = try await EmulatedCloud.start(
        configuration.cloud, clock: clock, faults: backend.faults, journal: backend.journal)
      return Emulator(
        backend: backend, api: api, downloads: downloads, page: page, cloud: cloud,
        temporaryFolder: isTemporary ? folder : nil)
    } catch {
      for listener in listeners { await listener.stop() }
      store.release()
      throw error
    }
  }

  private static func plant(_ tree: SeededTree, in store: DriveStore, at now: Int64) {
    let app = EmulatedApp.standard
    let space = Space(id: SeededTree.space, corp: app.corpID, app: app.name, name: "Seeded", created: now)
    store.prepare { state in
      state.spaces.table[space.id] = space
      state.files.plant(tree)
    }
  }

  /// Closes the ports and every connection, and returns when nothing is under way any more. The state stays in the root
  /// folder, if one was named.
  public func stop() async {
    for listener in listeners { await listener.stop() }
    await cloud.stop()
    await backend.pusher.drain()
    backend.store.release()
    if let temporaryFolder { await Self.remove(temporaryFolder) }
  }

  /// Removes a temporary folder. One that cannot be is left to the system, which sweeps the place.
  private static func remove(_ folder: Folder) async {
    try? await BlockingWork.run {
      try Folder(path: folder.file("content")).removeAll()
      try folder.removeAll()
    }
  }

  // MARK: What no call of the service does

  /// A ticket as the picker gives it for a folder, good for 30 minutes and 500 uploads.
  public func mintUploadTicket(
    spaceID: SpaceID, parentID: FolderID? = nil
  ) async throws(WeDriveError) -> DriveFolderTicket {
    DriveFolderTicket(try await mint(.folderTicket(spaceID, parentID)))
  }

  /// A ticket as the picker gives it for a file, good for 30 minutes.
  public func mintDownloadTicket(fileID: FileID) async throws(WeDriveError) -> DriveDownloadTicket {
    DriveDownloadTicket(try await mint(.downloadTicket(fileID)))
  }

  /// A ticket as the contact picker gives it, good for seven days.
  ///
  /// - Parameters:
  ///   - corp: The corp whose people they are.
  ///   - picker: Who picked.
  ///   - visible: The picked people who are within the app's visible scope.
  ///   - hidden: The others.
  public func mintContactTicket(
    corp: CorpID, pickedBy picker: OpenUserID, visible: [OpenUserID], hidden: [OpenUserID] = []
  ) async throws(WeDriveError) -> ContactTicket {
    ContactTicket(
      try await mint(.contactTicket(corp, PickedPeople(pickedBy: picker, visible: visible, hidden: hidden))))
  }

  /// A ticket as the service pushes it to a third-party app, good for half an hour.
  public func mintSuiteTicket(
    for suite: SuiteID = EmulatedSuite.standard.id
  ) async throws(WeDriveError) -> SuiteTicket {
    SuiteTicket(try await mint(.suiteTicket(suite)))
  }

  /// A code as a mini-program's page gets it when a member of a corp logs in, good once and for five minutes.
  ///
  /// - Parameters:
  ///   - user: Who logs in.
  ///   - corp: The member's corp.
  ///   - app: The name of the corp's app, or the id of a suite that the corp installed.
  public func mintLoginCode(
    for user: UserID, corp: CorpID = EmulatedApp.standard.corpID, app: String = EmulatedApp.standard.name
  ) async throws(WeDriveError) -> Secret {
    Secret(try await mint(.loginCode(user, corp, app: app)))
  }

  private func mint(_ handout: Backend.Handout) async throws(WeDriveError) -> String {
    try await asked { (backend) throws(ServiceError) in try await backend.mint(handout).rawValue }
  }

  /// Makes a ticket and pushes it to a third-party app, as the service does every ten minutes or so.
  ///
  /// - Returns: The delivery's outcome; nil if there is nowhere to push it.
  @discardableResult
  public func pushSuiteTicket(
    for suite: SuiteID = EmulatedSuite.standard.id
  ) async throws(WeDriveError) -> PushedEvent? {
    try await asked { (backend) throws(ServiceError) in try await backend.pushSuiteTicket(to: suite).pushed }
  }

  /// Pushes any event, and returns the delivery's outcome once it was answered, or sent three times; nil if there is nowhere to push it.
  ///
  /// - Parameters:
  ///   - event: The event.
  ///   - receiver: Whom it is meant for: a corp's id, or for what concerns a suite, the suite's.
  @discardableResult
  public func push(_ event: some CallbackEvent, to receiver: String) async -> PushedEvent? {
    await backend.pusher.push(EventNode(event), to: receiver).value
  }

  /// Where events are pushed from now on; nil: nowhere.
  public var callback: EmulatedCallback? {
    get { backend.pusher.callback }
    set { backend.pusher.callback = newValue }
  }

  /// Verifies the URL of ``callback``, as the console does before it takes one: an encrypted text has to come back as it was.
  ///
  /// - Parameter receiver: Whom the text is for: a corp's id, a suite's or a provider's.
  /// - Returns: Whether it came back; false also if there is no URL.
  public func verifyCallback(for receiver: String) async -> Bool { await backend.pusher.verify(for: receiver) }

  /// The events that were pushed, in order. Those on their way are waited for.
  public var pushedEvents: [PushedEvent] {
    get async {
      await backend.pusher.drain()
      return backend.pusher.pushed
    }
  }

  /// Who got a message; nil if there is none of that id.
  public func receivers(ofMessage id: String) -> [String]? {
    backend.store.look { $0.messages[MessageID(id)]?.receivers }
  }

  /// The files about which a card was pushed into a chat, in order. Uploads in blocks push one, too, unless they say otherwise.
  public var cards: [FileID] { backend.cards.files }

  /// Makes every token expire now, or every one of a kind.
  public func expireTokens(_ kind: TokenKind? = nil) async throws(WeDriveError) {
    try await asked { (backend) throws(ServiceError) in try await backend.expireTokens(kind) }
  }

  private func asked<Value: Sendable>(
    _ body: (Backend) async throws(ServiceError) -> Value
  ) async throws(WeDriveError) -> Value {
    do throws(ServiceError) {
      return try await body(backend)
    } catch {
      throw error.refusal(of: "emulator", at: .weCom)
    }
  }

  private static func folder(_ root: String?) async throws(EmulatorFailure) -> (Folder, isTemporary: Bool) {
    if let root { return (Folder(path: root), false) }
    do {
      return (try await BlockingWork.run { try Folder.temporary() }, true)
    } catch {
      throw .cannotUseRoot(path: "a temporary folder", reason: "\(error)")
    }
  }
}
