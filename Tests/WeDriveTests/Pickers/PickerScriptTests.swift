import Foundation
import Testing
import WeDrive

/// Each picker's call is rendered, run in a JavaScript engine against a host that answers, and what it posts is read.
@Suite("A picker on a page", .disabled(if: JavaScriptEngine.isMissing, "there is no node in PATH"))
struct PickerScriptTests {
  /// What the tests need of a picker, whatever it gives.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let hosts: [ClientHost]
    let script: @Sendable (ClientHost) throws -> String
    /// What the host says was picked.
    let result: String
    /// The parameters that arrive at the host, by host where they differ.
    let options: @Sendable (ClientHost) -> String
    /// Reads what was posted: the outcome, and what was picked as a text.
    let read: @Sendable (String) throws -> (PickerOutcome, picked: String?)

    var testDescription: String { name }

    init<Picker: ClientInterface>(
      _ picker: Picker, result: String, options: @escaping @Sendable (ClientHost) -> String,
      picked: @escaping @Sendable (Picker.Answer) -> String
    ) where Picker.Outcome == PickerOutcome {
      name = Picker.name
      hosts = Picker.hosts
      script = { try picker.javaScript(for: $0) }
      self.result = result
      self.options = options
      read = { posted in
        let reply = try Picker.reply(from: posted)
        return (reply.outcome, reply.answer.map(picked))
      }
    }
  }

  static let cases: [Case] = [
    Case(
      DriveFolderPicker(), result: #"{"selectedTicket":"t1"}"#, options: { _ in "{}" }, picked: { $0.ticket.rawValue }),
    Case(
      DriveFilePicker(fileCount: 3),
      result: #"{"selectedFileUrls":["u"],"selectedFileInfos":[{"url":"u","type":10},{"url":"v","type":99}]}"#,
      options: { _ in #"{"selectedFileNum":3}"# },
      picked: { "\($0.urls) \($0.files.map { "\($0.url) \($0.type?.description ?? "")" })" }),
    Case(
      DriveDownloadPicker(fileCount: 50), result: #"{"selectedTickets":["t1","t2"]}"#,
      options: { _ in #"{"selectedFileNum":50}"# }, picked: { "\($0.tickets.map(\.rawValue))" }),
    sharedFiles,
    Case(
      contacts, result: #"{"selectedTicket":"t","expiresIn":60,"selectedUserCount":2,"userList":[{"openUserId":"a"}]}"#,
      options: { host in
        let flag = host == .miniProgram ? "1" : "true"
        return #"{"fromDepartmentId":-1,"mode":"multi","selectedContextContact":\#(flag),"#
          + #""selectedOpenUserIds":["x","y"],"selectedTickets":["before"]}"#
      }, picked: { "\($0.ticket.rawValue) \($0.userCount ?? 0) \($0.users.map(\.openUserID))" }),
  ]

  private static var contacts: ContactPicker {
    var picker = ContactPicker(fromDepartment: -1, mode: .multiple)
    picker.includesContext = true
    picker.openUserIDs = ["x", "y"]
    picker.tickets = ["before"]
    return picker
  }

  private static let picked = [
    "wedriveSelectDir": "t1", "wedriveSelectFile": #"["u"] ["u smart_sheet", "v 99"]"#,
    "wedriveSelectFileForDownload": #"["t1", "t2"]"#, "wedriveSelectFileForShare": #"["u", "v"]"#,
    "selectPrivilegedContact": "t 2 [a]",
  ]

  private static func function(_ name: String, of host: ClientHost) -> String {
    switch host.style {
    case .callbacks: "wx.qy.\(name)"
    case .promise: "ww.\(name)"
    case .invoke: "wx.invoke:\(name)"
    }
  }

  @Test("asks the host what it should, and what was picked arrives", arguments: cases)
  func picks(_ test: Case) async throws {
    #expect(test.hosts.count == 3)
    for host in test.hosts {
      let field = host == .legacy ? "err_msg" : "errMsg"
      let prefix = host == .miniProgram ? "qy." : ""
      let run = try await JavaScriptEngine.run(
        try test.script(host), answer: #"{"\#(field)":"\#(prefix)\#(test.name):ok","result":\#(test.result)}"#)
      #expect(run.calls.map(\.function) == [Self.function(test.name, of: host)])
      #expect(run.calls.first?.options == test.options(host), "\(host.name)")
      #expect(run.posted.count == 1 && run.strangers.isEmpty)
      let (outcome, picked) = try test.read(try #require(run.posted.first))
      #expect(outcome == .ok)
      #expect(picked == Self.picked[test.name])
    }
  }

  @Test("says how it ended when nothing was picked", arguments: cases)
  func ends(_ test: Case) async throws {
    for host in test.hosts {
      for outcome in PickerOutcome.names.keys.map(PickerOutcome.init(rawValue:)) where outcome != .ok {
        let run = try await JavaScriptEngine.run(
          try test.script(host), ending: .failure,
          answer: #"{"\#(host.messageField)":"\#(host.messagePrefix)\#(test.name):\#(outcome.rawValue)","errCode":7}"#)
        #expect(run.calls.map(\.function) == [Self.function(test.name, of: host)])
        #expect(run.posted.count == 1 && run.strangers.isEmpty)
        let (found, picked) = try test.read(try #require(run.posted.first))
        #expect(found == outcome && picked == nil, "\(host.name)")
      }
    }
  }

  @Test("says that it was cancelled where the host calls that a success", arguments: cases)
  func cancelled(_ test: Case) async throws {
    for host in test.hosts {
      let run = try await JavaScriptEngine.run(
        try test.script(host), answer: #"{"\#(host.messageField)":"\#(host.messagePrefix)\#(test.name):cancel"}"#)
      let (found, picked) = try test.read(try #require(run.posted.first))
      #expect(run.posted.count == 1 && found == .cancelled && picked == nil, "\(host.name)")
    }
  }

  @Test("says so when the host has no such function, or the function throws", arguments: cases)
  func broken(_ test: Case) async throws {
    for host in test.hosts {
      for ending in [JavaScriptEngine.Ending.missing, .exception] {
        let run = try await JavaScriptEngine.run(try test.script(host), ending: ending, answer: "{}")
        #expect(run.posted.count == 1)
        let (found, picked) = try test.read(try #require(run.posted.first))
        #expect(found.rawValue.hasPrefix("fail ") && !found.isKnown && picked == nil)
      }
    }
  }

  @Test("posts to the function that the page has for it")
  func target() async throws {
    let script = try DriveFolderPicker().javaScript(for: .jsSDK, postingTo: "deeply.nested.target.post")
    let run = try await JavaScriptEngine.run(
      script, answer: #"{"errMsg":"wedriveSelectDir:ok","result":{"selectedTicket":"t"}}"#)
    #expect(run.posted.count == 1)
    for name in ["", "a b", "a;b", "a()", "a.", ".a", "1a", "a..b", "a\n", "ä", "a[0]"] {
      #expect(throws: WeDriveError.self) { try DriveFolderPicker().javaScript(for: .jsSDK, postingTo: name) }
    }
  }

  @Test("Nothing in the parameters ends the script or adds to it")
  func injection() async throws {
    let texts = [
      "</script><script>stranger = 1</script>", "<!--<script>", "]]>", #""]};stranger=1;//"#, "'+(stranger=1)+'",
      "${stranger=1}", "`+(stranger=1)+`", "\u{2028}stranger=1\u{2029}", "\\", "\\\"", "\\u0022",
      "\n\r\t\u{0}\u{7F}\u{8}",
      "👩‍👩‍👧‍👦 漢字 ﷽ \u{202E}", "\u{FEFF}\u{FFFF}\u{FFFE}\u{10FFFF}", "__proto__", "*/stranger=1/*",
    ]
    // Every character there is on the first plane, and some of the others.
    var whole = ""
    for value in UInt32(0)...0x10FFFF where value < 0x1_0000 || value.isMultiple(of: 257) {
      if let scalar = Unicode.Scalar(value) { whole.unicodeScalars.append(scalar) }
    }
    for host in ContactPicker.hosts {
      var picker = ContactPicker(fromDepartment: 0, mode: .multiple)
      picker.openUserIDs = (texts + [whole]).map { OpenUserID($0) }
      let script = try picker.javaScript(for: host)
      #expect(script.utf8.allSatisfy { (0x20...0x7E).contains($0) })
      #expect(!script.contains("<") && !script.contains("'") && !script.contains("-->"))
      let run = try await JavaScriptEngine.run(script, answer: #"{"errMsg":"selectPrivilegedContact:cancel"}"#)
      #expect(run.strangers.isEmpty)
      let options = try #require(run.calls.first?.options)
      let received = try JSONDecoder().decode(ContactPicker.self, from: Data(options.utf8))
      #expect(received.openUserIDs?.map(\.rawValue) == texts + [whole])
    }
  }
}

/// What is deprecated, reached without naming it, so that nothing warns.
private protocol DeprecatedPicker {
  static var test: PickerScriptTests.Case { get }
}

private enum SharedFiles: DeprecatedPicker {
  @available(*, deprecated)
  static var test: PickerScriptTests.Case {
    PickerScriptTests.Case(
      DriveSharedFilePicker(fileCount: 2), result: #"{"selectedFileUrls":["u","v"]}"#,
      options: { _ in #"{"selectedFileNum":2}"# }, picked: { "\($0.urls)" })
  }
}

extension PickerScriptTests {
  /// The picker that the page about it no longer recommends.
  static let sharedFiles: Case = {
    let picker: any DeprecatedPicker.Type = SharedFiles.self
    return picker.test
  }()
}
