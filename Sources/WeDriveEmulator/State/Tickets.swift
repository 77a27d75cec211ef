import WeDriveGenerated
import WeDriveRuntime

/// What a person chose in a picker: a folder to upload to, a file to download, or people.
struct Ticket: Codable, Sendable {
  enum Grant: Codable, Sendable {
    case upload(FileTree.Place)
    case download(fileID: String)
    case contacts(PickedPeople)

    /// How long and how often its kind of ticket works.
    var terms: (life: Int64, uses: Int?) {
      switch self {
      case .upload: (DriveFolderTicket.life.components.seconds, DriveFolderTicket.allowedUses)
      case .download: (DriveDownloadTicket.life.components.seconds, DriveDownloadTicket.allowedUses)
      case .contacts: (ContactTicket.life.components.seconds, ContactTicket.allowedUses)
      }
    }
  }

  let corp: String
  let grant: Grant
  var expiry: Int64
  /// nil: as often as one likes.
  var usesLeft: Int?
}

/// The picker's tickets. No call of the service makes one: the control routes do.
struct Tickets: Sendable {
  var table = Table<Ticket>("tickets")

  mutating func mint(_ grant: Ticket.Grant, corp: String, at now: Int64) -> String {
    let value = RandomName.make(bytes: 32)
    let terms = grant.terms
    table[value] = Ticket(corp: corp, grant: grant, expiry: now + terms.life, usesLeft: terms.uses)
    return value
  }

  /// The folder of an upload ticket. Counts as a use when `using` is true.
  mutating func uploadPlace(
    _ value: String, for caller: Caller, at now: Int64, using: Bool
  ) throws(ServiceError) -> FileTree.Place {
    var ticket = try find(value, for: caller, at: now)
    guard case .upload(let place) = ticket.grant else { throw .badParameter.because("not an upload ticket") }
    guard let left = ticket.usesLeft, left > 0 else { throw .badParameter.because("selected_ticket is used up") }
    if using {
      ticket.usesLeft = left - 1
      table[value] = ticket
    }
    return place
  }

  /// The file of a download ticket.
  func downloadFile(_ value: String, for caller: Caller, at now: Int64) throws(ServiceError) -> String {
    guard case .download(let fileID) = try find(value, for: caller, at: now).grant else {
      throw .badParameter.because("not a download ticket")
    }
    return fileID
  }

  /// The people of a contact ticket.
  func people(_ value: String, for caller: Caller, at now: Int64) throws(ServiceError) -> PickedPeople {
    guard case .contacts(let people) = try find(value, for: caller, at: now).grant else {
      throw .invalidParameter.because("not a contact ticket")
    }
    return people
  }

  /// Makes all of them expire.
  mutating func expire(at now: Int64) {
    for (value, ticket) in table.rows where ticket.expiry > now { table[value]?.expiry = now }
  }

  private func find(_ value: String, for caller: Caller, at now: Int64) throws(ServiceError) -> Ticket {
    guard let ticket = table[value], ticket.corp == caller.corp else {
      throw .badParameter.because("unknown selected_ticket")
    }
    guard now < ticket.expiry else { throw .badParameter.because("selected_ticket expired") }
    return ticket
  }
}

/// Whom a person picked.
struct PickedPeople: Codable, Sendable {
  /// Who picked.
  var pickedBy: String
  /// Those within the app's visible scope.
  var visible: [String]
  /// The others.
  var hidden: [String]
}

/// A message that an app sent.
struct SentMessage: Codable, Sendable {
  let corp: String
  let templateID: String
  /// Who gets it, as the app and the tickets name them.
  let receivers: [String]
}

/// The tickets that are pushed to suites. No call of the service makes one.
struct SuiteTickets: Sendable {
  struct Pushed: Codable, Sendable {
    let suite: String
    var expiry: Int64
  }

  var table = Table<Pushed>("suite-tickets")

  mutating func mint(suite: String, at now: Int64) -> String {
    for (value, ticket) in table.rows where ticket.expiry <= now { table[value] = nil }
    let value = RandomName.make(bytes: 32)
    table[value] = Pushed(suite: suite, expiry: now + Limits.suiteTicketLife)
    return value
  }

  /// Makes all of them expire.
  mutating func expire(at now: Int64) {
    for (value, ticket) in table.rows where ticket.expiry > now { table[value]?.expiry = now }
  }

  func check(_ value: String, suite: String, at now: Int64) throws(ServiceError) {
    guard let ticket = table[value], ticket.suite == suite else { throw .badSuiteTicket }
    guard now < ticket.expiry else { throw .badSuiteTicket.because("suite_ticket expired") }
  }
}
