import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("Tickets that do not work any more")
struct WornTicketTests {
  private func reason(_ call: () async throws -> Void) async throws -> (TicketFailure.Reason, ticket: String) {
    do {
      try await call()
    } catch WeDriveError.ticket(let failure) {
      return (failure.reason, failure.ticket)
    } catch WeDriveError.upload(let failure) {
      guard case .error(.ticket(let failure)) = failure.cause else { throw failure }
      return (failure.reason, failure.ticket)
    }
    throw NotRefused()
  }
  private struct NotRefused: Error {}

  /// A call that uses a ticket, and the kind of ticket.
  private typealias Use = (ticket: String, call: (Emulated) async throws -> Void)

  private static let template = MessageSendRequest.Template(
    templateID: "T", items: [TemplateItem(key: "k", value: "v")])

  private static func downloads(_ ticket: DriveDownloadTicket, _ folder: TemporaryFolder) -> [Use] {
    [
      ("DriveDownloadTicket", { _ = try await $0.drive.fileDownload(selectedTicket: ticket) }),
      ("DriveDownloadTicket", { _ = try await $0.drive.downloadLink(ticket: ticket) }),
      ("DriveDownloadTicket", { _ = try await $0.drive.download(ticket: ticket, to: folder.path("one")) }),
      (
        "DriveDownloadTicket",
        {
          let sources = [DownloadSource.ticket(ticket, name: "several")]
          for outcome in try await $0.drive.download(sources, into: folder.path("")) { _ = try outcome.result.get() }
        }
      ),
    ]
  }

  /// - Parameter large: A file that is uploaded in blocks.
  private static func uploads(_ ticket: DriveFolderTicket, large: String) -> [Use] {
    [
      (
        "DriveFolderTicket",
        {
          _ = try await $0.drive.send(
            FileUploadRequest(selectedTicket: ticket, fileName: "a", content: Base64Content([1])))
        }
      ),
      (
        "DriveFolderTicket",
        {
          _ = try await $0.drive.send(
            FileUploadInitRequest(
              selectedTicket: ticket, fileName: "a", size: 1, blockSHAs: ["86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"]))
        }
      ),
      ("DriveFolderTicket", { _ = try await $0.drive.upload([1], named: "a", to: .ticket(ticket)) }),
      ("DriveFolderTicket", { _ = try await $0.drive.upload(contentsOf: large, to: .ticket(ticket)) }),
    ]
  }

  private static func people(_ ticket: ContactTicket) -> [Use] {
    [
      ("ContactTicket", { _ = try await $0.drive.listSelectedTicketUser(ticket: ticket) }),
      (
        "ContactTicket",
        {
          _ = try await $0.drive.messageSend(agentID: 1, type: .template, template: template) {
            // One that works does not help one that does not.
            $0.tickets = ["fresh", ticket]
          }
        }
      ),
    ]
  }

  @Test("are refused before a call when their time is over, wherever they are used")
  func expired() async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      try folder.write(pattern((10 << 20) + 1), to: "large.bin")
      func ago(_ seconds: Double) -> Date { Date(timeIntervalSinceNow: -seconds) }
      // Issued so long ago that a second more is too much.
      let (download, upload) = (
        DriveDownloadTicket("planted-d", issued: ago(1801)), DriveFolderTicket("planted-f", issued: ago(1801))
      )
      let contact = ContactTicket("planted-c", issued: ago(604_801))
      let uses =
        Self.downloads(download, folder) + Self.uploads(upload, large: folder.path("large.bin")) + Self.people(contact)
      test.emulator.journal.clear()
      for use in uses {
        let (reason, ticket) = try await reason { try await use.call(test) }
        #expect(ticket == use.ticket)
        guard case .expired(let date) = reason else {
          Issue.record("\(use.ticket): \(reason)")
          continue
        }
        #expect(date < .now && date > ago(60))
      }
      #expect(test.emulator.journal.count() == 0, "not one call")
      #expect(download.uses == 0 && upload.uses == 0 && contact.uses == 0)
      #expect(try folder.names == ["large.bin"])
    }
  }

  @Test("are refused before a call when they were used as often as they may be: the 501st upload to a folder")
  func usedUp() async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      try folder.write(pattern((10 << 20) + 1), to: "large.bin")
      let value = try await test.emulator.mintUploadTicket(spaceID: test.space).rawValue
      let ticket = DriveFolderTicket(value, issued: .now)
      for number in 1...500 { try await test.drive.upload([1], named: "\(number)", to: .ticket(ticket)) }
      #expect(ticket.uses == 500)
      test.emulator.journal.clear()
      for use in Self.uploads(ticket, large: folder.path("large.bin")) {
        let (reason, name) = try await reason { try await use.call(test) }
        #expect(reason == .usedUp(500) && name == "DriveFolderTicket")
      }
      #expect(test.emulator.journal.count() == 0, "not one call")
      // The service has counted, too: a client that does not know the ticket's history learns it there.
      let error = await #expect(throws: WeDriveError.self) {
        try await test.drive.upload([1], named: "501", to: .ticket(DriveFolderTicket(value)))
      }
      guard case .upload(let failure) = error, case .error(.refused(let refusal)) = failure.cause else {
        throw try #require(error)
      }
      #expect(refusal.code == 640_027 && !refusal.message.contains(value))
      #expect(test.emulator.journal.records(of: "file_upload").map(\.hasActed) == [false])
    }
  }
}
