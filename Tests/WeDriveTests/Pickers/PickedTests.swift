import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

/// From the control call that stands for a person's choice, over a page in a JavaScript engine, to what is done with it.
@Suite("What was picked", .disabled(if: JavaScriptEngine.isMissing, "there is no node in PATH"))
struct PickedTests {
  /// A person picks: the emulator's control route makes the ticket.
  private func mint(_ test: Emulated, _ order: String) async throws -> String {
    struct Minted: Decodable { let ticket: String }
    var request = HTTPRequest(
      .post, url: test.emulator.baseURL + "/_emulator/tickets", isRepeatable: false, timeout: .seconds(30),
      maximumReplySize: 10_000)
    request.headers = [HTTPHeader("Content-Type", "application/json")]
    request.body = Array(order.utf8)
    let reply = try await CurlTransport().perform(request)
    return try JSONDecoder().decode(Minted.self, from: Data(reply.body)).ticket
  }

  /// What the page posts when the host answers `result`.
  private func post<Picker: ClientInterface>(
    _ picker: Picker, on host: ClientHost, result: String
  ) async throws -> Picker.Answer {
    let run = try await JavaScriptEngine.run(
      try picker.javaScript(for: host),
      answer: #"{"\#(host.messageField)":"\#(host.messagePrefix)\#(Picker.name):ok","result":\#(result)}"#)
    let posted = try #require(run.posted.first)
    let reply = try Picker.reply(from: posted)
    return try #require(reply.answer)
  }

  @Test("Files are downloaded, all of them, by their tickets")
  func downloads() async throws {
    try await Emulated.run { test in
      var minted: [String] = []
      for number in 0..<3 {
        let file = try await test.drive.upload(pattern(1000 + number), named: "\(number)", to: .root(of: test.space))
        minted.append(try await mint(test, #"{"fileid":"\#(file)"}"#))
      }
      let answer = try await post(
        DriveDownloadPicker(fileCount: 3), on: .miniProgram,
        result: #"{"selectedTickets":["\#(minted.joined(separator: #"",""#))"]}"#)
      let folder = try TemporaryFolder()
      let sources = answer.tickets.enumerated().map { DownloadSource.ticket($1, name: "picked \($0)") }
      for outcome in try await test.drive.download(sources, into: folder.path("")) { _ = try outcome.result.get() }
      for number in 0..<3 { #expect(try folder.read("picked \(number)") == pattern(1000 + number)) }
    }
  }

  @Test("A folder is uploaded to by its ticket", arguments: DriveFolderPicker.hosts)
  func upload(_ host: ClientHost) async throws {
    try await Emulated.run { test in
      let ticket = try await mint(test, #"{"spaceid":"\#(test.space)"}"#)
      let answer = try await post(DriveFolderPicker(), on: host, result: #"{"selectedTicket":"\#(ticket)"}"#)
      let file = try await test.drive.upload([1, 2, 3], named: "a", to: .ticket(answer.ticket))
      #expect(try await test.drive.fileInfo(fileID: file).fileInfo.parentID == test.root)
      #expect(answer.ticket.uses == 1)
    }
  }

  @Test("People are listed, and sent a message, by their ticket")
  func people() async throws {
    try await Emulated.run { test in
      let corp = EmulatedApp.standard.corpID
      let ticket = try await mint(
        test,
        #"{"corpid":"\#(corp)","operator_open_userid":"o","open_userid_list":["a","b"],"unauth_open_userid_list":["c"]}"#
      )
      let answer = try await post(
        ContactPicker(fromDepartment: -1, mode: .multiple), on: .jsSDK,
        result:
          #"{"selectedTicket":"\#(ticket)","expiresIn":604800,"selectedUserCount":3,"userList":[{"openUserId":"a"}]}"#)
      let people = try await test.drive.listSelectedTicketUser(ticket: answer.ticket)
      #expect(people.openUserIDs == ["a", "b"] && people.unauthorizedOpenUserIDs == ["c"])
      #expect(people.pickedBy == "o" && people.total == 3)

      let template = MessageSendRequest.Template(
        templateID: "T", items: [TemplateItem(key: "会议室", value: "402")])
      let all = try await test.drive.messageSend(agentID: 1, type: .template, template: template) {
        $0.tickets = [answer.ticket]
        $0.toUsers = "zhangsan|a"
      }
      #expect(test.emulator.receivers(ofMessage: try #require(all.messageID)) == ["a", "b", "c", "zhangsan"])
      let hidden = try await test.drive.messageSend(agentID: 1, type: .template, template: template) {
        $0.tickets = [answer.ticket]
        $0.onlyUnauthorized = true
        $0.toUsers = "zhangsan"
      }
      #expect(test.emulator.receivers(ofMessage: try #require(hidden.messageID)) == ["c"])

      // Eleven tickets, a value that is too long, no people at all, and a ticket of another kind.
      await #expect(throws: WeDriveError.self) {
        try await test.drive.messageSend(agentID: 1, type: .template, template: template) {
          $0.tickets = Array(repeating: answer.ticket, count: 11)
        }
      }
      let long = MessageSendRequest.Template(
        templateID: "T", items: [TemplateItem(key: "k", value: String(repeating: "长", count: 41))])
      await #expect(throws: WeDriveError.self) {
        try await test.drive.messageSend(agentID: 1, type: .template, template: long) { $0.toUsers = "a" }
      }
      await #expect(throws: WeDriveError.self) {
        try await test.drive.messageSend(agentID: 1, type: .template, template: template)
      }
      let folder = try await test.emulator.mintUploadTicket(spaceID: test.space).rawValue
      await #expect(throws: WeDriveError.self) {
        try await test.drive.listSelectedTicketUser(ticket: ContactTicket(folder))
      }
      test.emulator.clock.advance(by: .seconds(604_801))
      await #expect(throws: WeDriveError.self) {
        try await test.drive.listSelectedTicketUser(ticket: ContactTicket(answer.ticket.rawValue))
      }
    }
  }

  @Test("A ticket that the page made up, or of the wrong kind, is refused by the service")
  func madeUp() async throws {
    try await Emulated.run { test in
      let upload = try await test.emulator.mintUploadTicket(spaceID: test.space).rawValue
      for value in ["made up", "", upload] {
        let answer = try await post(
          DriveDownloadPicker(fileCount: 1), on: .legacy, result: #"{"selectedTickets":["\#(value)"]}"#)
        let ticket = try #require(answer.tickets.first)
        do throws(WeDriveError) {
          _ = try await test.drive.downloadLink(ticket: ticket)
          Issue.record("\(value) was taken")
        } catch {
          guard case .refused(let refusal) = error else { throw error }
          #expect(refusal.code == 640027)
        }
      }
    }
  }
}
