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
  let expiry: Int64
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

  private func find(_ value: String, for caller: Caller, at now: Int64) throws(ServiceError) -> Ticket {
    guard let ticket = table[value], ticket.corp == caller.corp else {
      throw .badParameter.because("unknown selected_ticket")
    }
    guard now < ticket.expiry else { throw .badParameter.because("selected_ticket expired") }
    return ticket
  }
}
