import TestSupport
import Testing

/// A ticket of one kind in the place of another does not compile: the compiler is asked.
@Suite("Kinds of tickets", .enabled(if: CommandRun.succeeds("swiftc", ["--version"]), "there is no swiftc in PATH"))
struct TicketKindTests {
  private static let kinds = ["DriveDownloadTicket", "DriveFolderTicket", "ContactTicket", "SuiteTicket"]

  /// Every place where a ticket goes, and the one kind that fits.
  private static let places: [(name: String, kind: String, code: String)] = [
    ("download", "DriveDownloadTicket", #"try await drive.download(ticket: ticket, to: "a")"#),
    ("downloadSource", "DriveDownloadTicket", #"DownloadSource.ticket(ticket, name: "a")"#),
    ("downloadLink", "DriveDownloadTicket", "try await drive.downloadLink(ticket: ticket)"),
    ("fileDownload", "DriveDownloadTicket", "FileDownloadRequest(selectedTicket: ticket)"),
    ("uploadDestination", "DriveFolderTicket", "UploadDestination.ticket(ticket)"),
    (
      "fileUpload", "DriveFolderTicket",
      #"FileUploadRequest(selectedTicket: ticket, fileName: "a", content: Base64Content([1]))"#
    ),
    (
      "fileUploadInit", "DriveFolderTicket",
      #"FileUploadInitRequest(selectedTicket: ticket, fileName: "a", size: 1, blockSHAs: [])"#
    ),
    ("people", "ContactTicket", "try await drive.listSelectedTicketUser(ticket: ticket)"),
    ("message", "ContactTicket", "{ (request: inout MessageSendRequest) in request.tickets = [ticket] }"),
    ("picker", "ContactTicket", "{ (picker: inout ContactPicker) in picker.tickets = [ticket] }"),
    ("suite", "SuiteTicket", "try await app.receive(ticket)"),
  ]

  @Test("fit the places that they are meant for, and no others")
  func kinds() throws {
    var programs: [String: String] = [:]
    var fitting: Set<String> = []
    for place in Self.places {
      for kind in Self.kinds {
        let name = "\(place.name)\(kind)"
        if kind == place.kind { fitting.insert("\(name).swift") }
        programs["\(name).swift"] = """
          import WeDrive

          func \(name)(_ drive: WeDriveClient, _ app: ThirdPartyApp, _ ticket: \(kind)) async throws {
            _ = \(place.code)
          }
          """
      }
    }
    // One does not become another either.
    for kind in Self.kinds {
      for other in Self.kinds where other != kind {
        programs["\(kind)From\(other).swift"] = """
          import WeDrive

          func \(kind)From\(other)(_ ticket: \(other)) -> \(kind) { \(kind)(ticket) }
          """
      }
    }
    let errors = try TypeCheck(programs, asModule: "Programs").errors
    #expect(Set(errors.keys) == Set(programs.keys).subtracting(fitting))
    for (file, error) in errors {
      #expect(
        Self.kinds.contains { error.contains("of type '\($0)'") || error.contains("'[\($0)]'") }, "\(file): \(error)")
    }
  }
}
