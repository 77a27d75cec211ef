import WeDriveGenerated
import WeDriveRuntime

/// What the two origins share: the state, the clock, the faults and the journal.
struct Backend: Sendable {
  let configuration: EmulatorConfiguration
  let clock: EmulatorClock
  let store: DriveStore
  let faults: FaultScript
  let journal: CallJournal
  let pusher: EventPusher

  var gatekeeper: Gatekeeper { Gatekeeper(store: store, clock: clock, configuration: configuration) }

  // MARK: What no call of the service does

  /// A ticket as the picker gives it for a folder, good for 30 minutes and 500 uploads.
  func mintUploadTicket(spaceID: String, folderID: String) async throws(ServiceError) -> String {
    let now = clock.now
    return try await store.update { (state) throws(ServiceError) in
      guard let space = state.spaces.table[spaceID] else { throw .spaceNotFound }
      if folderID != spaceID {
        let folder = try state.files.live(folderID)
        guard folder.isFolder, folder.spaceID == spaceID else { throw .badFolderID }
      }
      let place = FileTree.Place(spaceID: spaceID, folderID: folderID)
      return state.tickets.mint(.upload(place), corp: space.corp, at: now)
    }
  }

  /// A ticket as the picker gives it for a file, good for 30 minutes.
  func mintDownloadTicket(fileID: String) async throws(ServiceError) -> String {
    let now = clock.now
    return try await store.update { (state) throws(ServiceError) in
      let file = try state.files.live(fileID)
      guard file.isOrdinaryFile, let space = state.spaces.table[file.spaceID] else { throw .notAnOrdinaryFile }
      return state.tickets.mint(.download(fileID: fileID), corp: space.corp, at: now)
    }
  }

  /// A ticket as the service pushes it to a suite, good for half an hour.
  func mintSuiteTicket(suite: String) async throws(ServiceError) -> String {
    guard configuration.suites.contains(where: { $0.id.rawValue == suite }) else { throw .badSuiteID }
    let now = clock.now
    return try await store.update { $0.suiteTickets.mint(suite: suite, at: now) }
  }

  /// Pushes a new ticket to a suite; nil if there is nowhere to push it.
  func pushSuiteTicket(_ ticket: String, suite: String) async -> PushedEvent? {
    let event = SuiteTicketEvent(suiteID: SuiteID(suite), time: clock.now, ticket: SuiteTicket(ticket))
    return await pusher.push(EventNode(event), to: suite).value
  }

  /// A code as a mini-program's page gets it when a member of a corp logs in, good once and for five minutes.
  func mintLoginCode(userID: String, corp: String, app: String) async throws(ServiceError) -> String {
    guard configuration.caller(corp: corp, app: app) != nil else {
      throw .badCorpID.because("the corp has no such app")
    }
    let now = clock.now
    return try await store.update { $0.loginCodes.mint(corp: corp, app: app, userID: userID, at: now) }
  }

  /// Makes every token expire, or every one of a kind.
  func expireTokens(_ kind: TokenKind? = nil) async throws(ServiceError) {
    let now = clock.now
    try await store.update { $0.tokens.expire(kind: kind, at: now) }
  }

  /// Makes every ticket expire: those of pickers, and those that were pushed.
  func expireTickets() async throws(ServiceError) {
    let now = clock.now
    try await store.update { state in
      state.tickets.expire(at: now)
      state.suiteTickets.expire(at: now)
    }
  }
}

extension Backend {
  /// A ticket as the contact picker gives it, good for seven days.
  func mintContactTicket(_ people: PickedPeople, corp: String) async throws(ServiceError) -> String {
    let now = clock.now
    guard !people.visible.isEmpty || !people.hidden.isEmpty else {
      throw .invalidParameter.because("no person is picked")
    }
    return try await store.update { $0.tickets.mint(.contacts(people), corp: corp, at: now) }
  }
}
