import WeDriveGenerated
import WeDriveRuntime

/// What a person chose in a picker: a folder to upload to, a file to download, or people.
struct Ticket: Codable, Sendable {
  enum Grant: Codable, Sendable {
    case upload(FileTree.Place)
    case download(fileID: FileID)
    case contacts(PickedPeople)

    /// How long, in seconds, and how often its kind of ticket works.
    var terms: (life: Int64, uses: Int64?) {
      switch self {
      case .upload: (Limits.folderTicketLife, Limits.folderTicketUses)
      case .download: (Limits.downloadTicketLife, nil)
      case .contacts: (Limits.contactTicketLife, nil)
      }
    }
  }

  let corp: CorpID
  let grant: Grant
  var expiry: Int64
  /// nil: as often as one likes.
  var usesLeft: Int64?
}

/// The picker's tickets. No call of the service makes one: the control routes do.
struct Tickets: Sendable {
  var table = Table<Secret, Ticket>("tickets")

  mutating func add(_ grant: Ticket.Grant, corp: CorpID, at now: Int64) -> Secret {
    let value = Mint.ticket()
    let terms = grant.terms
    table[value] = Ticket(corp: corp, grant: grant, expiry: now + terms.life, usesLeft: terms.uses)
    return value
  }

  /// The folder of an upload ticket. Counts as a use when `using` is true.
  mutating func uploadPlace(
    _ value: DriveFolderTicket, for caller: Caller, at now: Int64, using: Bool
  ) throws(ServiceError) -> FileTree.Place {
    var ticket = try find(value, for: caller, at: now)
    guard case .upload(let place) = ticket.grant else { throw .weCom(.invalidArgument, "not an upload ticket") }
    guard let left = ticket.usesLeft, left > 0 else { throw .weCom(.invalidArgument, "selected_ticket is used up") }
    if using {
      ticket.usesLeft = left - 1
      table[Secret(value.rawValue)] = ticket
    }
    return place
  }

  /// The file of a download ticket.
  func downloadFile(_ value: DriveDownloadTicket, for caller: Caller, at now: Int64) throws(ServiceError) -> FileID {
    guard case .download(let fileID) = try find(value, for: caller, at: now).grant else {
      throw .weCom(.invalidArgument, "not a download ticket")
    }
    return fileID
  }

  /// The people of a contact ticket.
  func people(_ value: ContactTicket, for caller: Caller, at now: Int64) throws(ServiceError) -> PickedPeople {
    guard case .contacts(let people) = try find(value, for: caller, at: now).grant else {
      throw .weCom(.invalidParameter, "not a contact ticket")
    }
    return people
  }

  /// Makes all of them expire.
  mutating func expire(at now: Int64) {
    for (value, ticket) in table.rows where ticket.expiry > now { table[value]?.expiry = now }
  }

  private func find(
    _ value: some SecretIdentifier, for caller: Caller, at now: Int64
  ) throws(ServiceError) -> Ticket {
    guard let ticket = table[Secret(value.rawValue)], ticket.corp == caller.corp else {
      throw .weCom(.invalidArgument, "unknown selected_ticket")
    }
    guard now < ticket.expiry else { throw .weCom(.invalidArgument, "selected_ticket expired") }
    return ticket
  }
}

/// Whom a person picked.
struct PickedPeople: Codable, Sendable {
  /// Who picked.
  var pickedBy: OpenUserID
  /// Those within the app's visible scope.
  var visible: [OpenUserID]
  /// The others.
  var hidden: [OpenUserID]
}

/// The id of a message.
struct MessageID: StringIdentifier {
  let rawValue: String
  init(rawValue: String) { self.rawValue = rawValue }
}

/// A message that an app sent.
struct SentMessage: Codable, Sendable {
  let corp: CorpID
  let templateID: String
  /// Who gets it, as the app and the tickets name them.
  let receivers: [String]
}

/// The tickets that are pushed to suites. No call of the service makes one.
struct SuiteTickets: Sendable {
  struct Pushed: Codable, Sendable {
    let suite: SuiteID
    var expiry: Int64
  }

  var table = Table<SuiteTicket, Pushed>("suite-tickets")

  mutating func add(suite: SuiteID, at now: Int64) -> SuiteTicket {
    for (value, ticket) in table.rows where ticket.expiry <= now { table[value] = nil }
    let value = SuiteTicket(Mint.ticket().rawValue)
    table[value] = Pushed(suite: suite, expiry: now + Limits.suiteTicketLife)
    return value
  }

  /// Makes all of them expire.
  mutating func expire(at now: Int64) {
    for (value, ticket) in table.rows where ticket.expiry > now { table[value]?.expiry = now }
  }

  func check(_ value: SuiteTicket, suite: SuiteID, at now: Int64) throws(ServiceError) {
    guard let ticket = table[value], ticket.suite == suite else { throw .weCom(.invalidSuiteTicket) }
    guard now < ticket.expiry else { throw .weCom(.invalidSuiteTicket, "suite_ticket expired") }
  }
}
