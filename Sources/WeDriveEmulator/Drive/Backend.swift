import Synchronization
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
  let cards = PushedCards()

  var gatekeeper: Gatekeeper { Gatekeeper(store: store, clock: clock, configuration: configuration) }

  // MARK: What no call of the service does

  /// Something that a picker, the service or a login page hands out, and no call.
  enum Handout: Sendable {
    /// A ticket for a folder; nil: a space's root.
    case folderTicket(SpaceID, FolderID?)
    case downloadTicket(FileID)
    /// A ticket for people of a corp.
    case contactTicket(CorpID, PickedPeople)
    case suiteTicket(SuiteID)
    /// A code for a member who logs in to an app of a corp, or to a suite that it installed.
    case loginCode(UserID, CorpID, app: String)
  }

  /// Makes a handout, good from now on for as long as its kind is.
  func mint(_ handout: Handout) async throws(ServiceError) -> Secret {
    let (now, configuration) = (clock.now, configuration)
    return try await store.update { (state) throws(ServiceError) in
      switch handout {
      case .folderTicket(let spaceID, let folderID):
        guard let space = state.spaces.table[spaceID] else { throw .weCom(.spaceNotFound) }
        let place = FileTree.Place(spaceID: spaceID, folderID: folderID ?? .root(of: spaceID))
        if !place.isRoot {
          let folder = try state.files.live(place.folderID.fileID)
          guard folder.isFolder, folder.spaceID == spaceID else { throw .weCom(.invalidFolderID) }
        }
        return state.tickets.add(.upload(place), corp: space.corp, at: now)
      case .downloadTicket(let fileID):
        let file = try state.files.live(fileID)
        guard file.isOrdinaryFile, let space = state.spaces.table[file.spaceID] else { throw .weCom(.notDownloadable) }
        return state.tickets.add(.download(fileID: fileID), corp: space.corp, at: now)
      case .contactTicket(let corp, let people):
        guard !people.visible.isEmpty || !people.hidden.isEmpty else {
          throw .weCom(.invalidParameter, "no person is picked")
        }
        return state.tickets.add(.contacts(people), corp: corp, at: now)
      case .suiteTicket(let suite):
        guard configuration.suites.contains(where: { $0.id == suite }) else { throw .weCom(.invalidSuite) }
        return Secret(state.suiteTickets.add(suite: suite, at: now).rawValue)
      case .loginCode(let userID, let corp, let app):
        guard configuration.caller(corp: corp, app: app) != nil else {
          throw .weCom(.invalidCorpID, "the corp has no such app")
        }
        return state.loginCodes.add(corp: corp, app: app, userID: userID, at: now)
      }
    }
  }

  /// Makes a ticket for a suite and pushes it; the delivery is nil if there is nowhere to push it.
  func pushSuiteTicket(to suite: SuiteID) async throws(ServiceError) -> (ticket: Secret, pushed: PushedEvent?) {
    let ticket = try await mint(.suiteTicket(suite))
    let event = SuiteTicketEvent(suiteID: suite, time: clock.now, ticket: SuiteTicket(ticket.rawValue))
    return (ticket, await pusher.push(EventNode(event), to: suite.rawValue).value)
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

/// The cards that uploads push into a chat, and that no call can see. They are not kept between runs.
final class PushedCards: Sendable {
  private let pushed = Mutex<[FileID]>([])

  var files: [FileID] { pushed.withLock { $0 } }

  func push(_ file: FileID) { pushed.withLock { $0.append(file) } }
}
