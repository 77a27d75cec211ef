import Foundation
import Testing
import WeDrive

@Suite("What a page posts")
struct PickerReplyTests {
  private func outcome(_ posted: String) throws -> PickerOutcome { try DriveFolderPicker.reply(from: posted).outcome }

  @Test("says how it ended, under either name and with or without the prefix")
  func outcomes() throws {
    let endings: [(String, PickerOutcome)] = [
      ("cancel", .cancelled), ("fail no permission", .noPermission), ("fail no session or expired", .noSession),
      ("fail param error", .badParameter), ("fail context error", .contextError),
      ("fail not supported system version", .unsupportedSystem), ("fail_unsupported_context", .unsupportedContext),
      ("fail_context_require_multi_mode", .needsMultiple),
      // Some clients leave out the word, and others add it.
      ("no permission", .noPermission), ("fail cancel", .cancelled), ("fail ok", PickerOutcome(rawValue: "fail ok")),
      ("fail something new: later", PickerOutcome(rawValue: "fail something new: later")),
    ]
    for (tail, expected) in endings {
      for field in ["errMsg", "err_msg"] {
        for prefix in ["", "qy."] {
          let posted = #"{"\#(field)":"\#(prefix)wedriveSelectDir:\#(tail)","errCode":3}"#
          let reply = try DriveFolderPicker.reply(from: posted)
          #expect(reply.outcome == expected, "\(tail)")
          #expect(reply.answer == nil && reply.failure != nil && reply.code == 3)
        }
      }
    }
  }

  @Test("may hold the result as an object or as a text")
  func resultAsText() throws {
    for result in [#"{"selectedTicket":"t"}"#, #""{\"selectedTicket\":\"t\"}""#] {
      let reply = try DriveFolderPicker.reply(from: #"{"errMsg":"wedriveSelectDir:ok","result":\#(result)}"#)
      #expect(reply.answer?.ticket == "t")
    }
  }

  @Test(
    "is refused with the field's name if it is not an answer of the picker",
    arguments: [
      ("", nil), ("null", nil), ("[]", nil), ("{", nil), (#"{"errMsg":1}"#, "errMsg"), ("{}", "errMsg"),
      (#"{"errMsg":"ok"}"#, "errMsg"), (#"{"errMsg":"wedriveSelectFile:ok"}"#, "errMsg"),
      (#"{"errMsg":"x.wedriveSelectDir:ok"}"#, "errMsg"), (#"{"err_msg":""}"#, "err_msg"),
      (#"{"errMsg":"wedriveSelectDir:ok"}"#, "result.selectedTicket"),
      (#"{"errMsg":"wedriveSelectDir:ok","result":null}"#, "result"),
      (#"{"errMsg":"wedriveSelectDir:ok","result":{"selectedTicket":["t"]}}"#, "result.selectedTicket"),
      (#"{"errMsg":"wedriveSelectDir:ok","result":"<html>"}"#, "result"),
      (#"{"errMsg":"wedriveSelectDir:ok","errMsg":"wedriveSelectDir:cancel"}"#, nil),
      (#"{"errMsg":"wedriveSelectDir:ok","errCode":"x","result":{"selectedTicket":"t"}}"#, "errCode"),
      (#"{"errMsg":"wedriveSelectDir:ok","result":{"selectedTicket":"t"}} "#, "fine"),
    ] as [(String, String?)])
  func tampered(_ posted: String, _ field: String?) throws {
    do throws(WeDriveError) {
      _ = try DriveFolderPicker.reply(from: posted)
      #expect(field == "fine")
    } catch {
      guard case .undecodableReply(let reply) = error else { throw error }
      #expect(reply.endpoint == "wedriveSelectDir" && reply.field == field, "\(reply)")
      #expect(!"\(error)".contains("<html>"))
    }
  }

  @Test("is refused if it is nested too deeply")
  func deep() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: WeDriveError.self) {
      try DriveFolderPicker.reply(from: #"{"errMsg":"wedriveSelectDir:ok","result":"# + deep)
    }
  }

  @Test("gives tickets the time at which it was read, and the life that it says")
  func tickets() throws {
    let time = Date(timeIntervalSince1970: 1_000_000)
    let files = try DriveDownloadPicker.reply(
      from: #"{"errMsg":"wedriveSelectFileForDownload:ok","result":{"selectedTickets":["a","b"]}}"#, issued: time)
    #expect(files.answer?.tickets == ["a", "b"])
    #expect(files.answer?.tickets.map(\.expiry) == [time + 1800, time + 1800])
    for (seconds, life) in [("60", 60.0), ("null", 604_800), ("-5", -5)] {
      let people = try ContactPicker.reply(
        from: #"{"errMsg":"selectPrivilegedContact:ok","result":{"selectedTicket":"t","expiresIn":\#(seconds)}}"#,
        issued: time)
      #expect(people.answer?.ticket.expiry == time + life)
    }
    let now = try DriveFolderPicker.reply(from: #"{"errMsg":"wedriveSelectDir:ok","result":{"selectedTicket":"t"}}"#)
    let issued = try #require(now.answer?.ticket.issued)
    #expect(abs(issued.timeIntervalSinceNow) < 60)
  }

  @Test("Parameters are checked before a call is rendered")
  func parameters() throws {
    func refused(_ picker: some ClientInterface, field: String) throws {
      do throws(WeDriveError) {
        _ = try picker.javaScript(for: .jsSDK)
        Issue.record("\(field) was let through")
      } catch {
        guard case .invalidArgument(let argument) = error else { throw error }
        #expect(argument.field == field)
      }
    }
    try refused(DriveDownloadPicker(fileCount: 51), field: "selectedFileNum")
    try refused(DriveDownloadPicker(fileCount: 0), field: "selectedFileNum")
    try refused(DriveFilePicker(fileCount: 51), field: "selectedFileNum")
    try refused(ContactPicker(fromDepartment: -2, mode: .multiple), field: "fromDepartmentId")
    var many = ContactPicker(fromDepartment: 0, mode: .multiple)
    many.openUserIDs = Array(repeating: "x", count: 2001)
    try refused(many, field: "selectedOpenUserIds")
    many.openUserIDs = Array(repeating: "x", count: 2000)
    many.tickets = Array(repeating: "t", count: 11)
    try refused(many, field: "selectedTickets")
    many.tickets = Array(repeating: "t", count: 10)
    _ = try many.javaScript(for: .jsSDK)

    // With one person to pick, what the app would ignore is left out, and what it would refuse is refused.
    many.mode = .single
    many.tickets = Array(repeating: "t", count: 11)
    let script = try many.javaScript(for: .miniProgram)
    #expect(!script.contains("selectedOpenUserIds") && !script.contains("selectedTickets"))
    many.includesContext = false
    #expect(try many.javaScript(for: .miniProgram).contains(#""selectedContextContact":0"#))
    many.includesContext = true
    try refused(many, field: "selectedContextContact")
  }

  @Test("An expired ticket among the parameters is refused, unless the app would ignore it")
  func expiredParameter() throws {
    var picker = ContactPicker(fromDepartment: 0, mode: .multiple)
    picker.tickets = [ContactTicket("old", issued: Date(timeIntervalSinceNow: -604_801))]
    do throws(WeDriveError) {
      _ = try picker.javaScript(for: .jsSDK)
      Issue.record("an expired ticket was let through")
    } catch {
      guard case .ticket(let failure) = error else { throw error }
      #expect(failure.ticket == "ContactTicket" && failure.endpoint == "selectPrivilegedContact")
      #expect(!"\(error)".contains("old"))
    }
    picker.mode = .single
    _ = try picker.javaScript(for: .jsSDK)
  }

  @Test("A host that does not offer a picker is refused")
  func otherHost() {
    let host = ClientHost("elsewhere", "x.{name}", .promise, message: "errMsg")
    #expect(throws: WeDriveError.self) { try DriveFolderPicker().javaScript(for: host) }
  }
}
