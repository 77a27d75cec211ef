import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("Tickets")
struct TicketTests {
  private func long(ago seconds: Double) -> Date { Date(timeIntervalSinceNow: -seconds) }

  private func failure(_ call: () async throws(WeDriveError) -> Void) async throws -> TicketFailure {
    do throws(WeDriveError) {
      try await call()
    } catch {
      guard case .ticket(let failure) = error else { throw error }
      return failure
    }
    throw Nothing()
  }
  private struct Nothing: Error {}

  @Test("are the same if their values are, whatever their histories")
  func equality() throws {
    let (a, b) = (DriveFolderTicket("t", issued: .distantPast, uses: 3), DriveFolderTicket(rawValue: "t"))
    #expect(a == b && Set([a, b]).count == 1 && a != "u")
    #expect(b.issued == nil && b.expiry == nil && a.uses == 3)
    #expect("\(a)".contains("redacted") && !String(reflecting: a).contains("\"t\""))
    #expect(try String(decoding: JSONEncoder().encode(a), as: UTF8.self) == "\"t\"")
    #expect(try JSONDecoder().decode(DriveFolderTicket.self, from: Data("\"t\"".utf8)).issued == nil)
  }

  @Test("that have expired are refused before a call, and others are not")
  func expiry() async throws {
    try await Emulated.run { test in
      let file = try await test.drive.upload([1, 2, 3], named: "a", to: .root(of: test.space))
      let value = try await test.emulator.mintDownloadTicket(fileID: file).rawValue
      let before = test.calls(FileDownloadRequest.endpoint)
      let old = DriveDownloadTicket(value, issued: long(ago: 1801))
      let found = try await failure { () async throws(WeDriveError) in
        _ = try await test.drive.downloadLink(ticket: old)
      }
      #expect(found.reason == .expired(try #require(old.expiry)))
      #expect(found.endpoint == "file_download" && found.ticket == "DriveDownloadTicket")
      #expect(!"\(found)".contains(value))
      #expect(test.calls(FileDownloadRequest.endpoint) == before)
      for good in [DriveDownloadTicket(value, issued: long(ago: 1700)), DriveDownloadTicket(value)] {
        for _ in 0..<3 { _ = try await test.drive.downloadLink(ticket: good) }
        #expect(good.uses == 3)
      }
      // What is not known here is known at the service.
      test.emulator.clock.advance(by: .seconds(1801))
      do throws(WeDriveError) {
        _ = try await test.drive.downloadLink(ticket: DriveDownloadTicket(value))
        Issue.record("an expired ticket was taken")
      } catch {
        guard case .refused(let refusal) = error else { throw error }
        #expect(refusal.code == 640027)
      }
    }
  }

  @Test("are used as often as they may be, however many copies there are")
  func uses() async throws {
    try await Emulated.run { test in
      let value = try await test.emulator.mintUploadTicket(spaceID: test.space).rawValue
      let ticket = DriveFolderTicket(value, issued: Date(), uses: 495)
      let before = test.calls(FileUploadRequest.endpoint)
      let done = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<20 {
          let copy = ticket
          group.addTask {
            do {
              try await test.drive.upload([UInt8(number)], named: "\(number)", to: .ticket(copy))
              return true
            } catch WeDriveError.upload(let failure) {
              guard case .error(.ticket(let failure)) = failure.cause else {
                Issue.record("\(failure)")
                return false
              }
              #expect(failure.reason == .usedUp(500))
              return false
            } catch {
              Issue.record("\(error)")
              return false
            }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(done == 5 && ticket.uses == 500)
      #expect(test.calls(FileUploadRequest.endpoint) - before == 5)
    }
  }

  @Test("A use without effect does not count; one that may have done something does")
  func givenBack() async throws {
    try await Emulated.run { test in
      let value = try await test.emulator.mintUploadTicket(spaceID: test.space).rawValue
      let ticket = DriveFolderTicket(value, issued: Date(), uses: 499)
      test.emulator.faults.add(.errcode(640007), FaultSelection("file_upload"))
      await #expect(throws: WeDriveError.self) {
        try await test.drive.upload([1], named: "a", to: .ticket(ticket))
      }
      #expect(ticket.uses == 499)
      test.emulator.faults.add(.closeAfterActing, FaultSelection("file_upload"))
      await #expect(throws: WeDriveError.self) {
        try await test.drive.upload([1], named: "a", to: .ticket(ticket))
      }
      #expect(ticket.uses == 500)
    }
  }

  @Test("An upload in blocks uses a ticket once")
  func blocks() async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      try folder.write(pattern((10 << 20) + 1), to: "a.bin")
      let value = try await test.emulator.mintUploadTicket(spaceID: test.space).rawValue
      let ticket = DriveFolderTicket(value, issued: Date())
      try await test.drive.upload(contentsOf: folder.path("a.bin"), to: .ticket(ticket))
      #expect(ticket.uses == 1)
    }
  }
}
