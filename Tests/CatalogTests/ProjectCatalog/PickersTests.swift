import Testing

@testable import Catalog

@Suite("The pickers of the catalog")
struct PickersTests {
  private func pickers() throws -> ClientFamily {
    try #require(try ProjectCatalog.load().clients.first { $0.name == "wecom" })
  }

  @Test("There are six, each on three hosts, and who may call them is said")
  func interfaces() throws {
    let pickers = try pickers()
    #expect(pickers.service == "wecom")
    #expect(pickers.hosts.map(\.function) == ["wx.qy.{name}", "ww.{name}", "wx.invoke"])
    #expect(pickers.hosts.map(\.style) == [.callbacks, .promise, .invoke])
    #expect(pickers.hosts.map(\.messageField) == ["errMsg", "errMsg", "err_msg"])
    let apps: [String: [Endpoint.AppKind]] = [
      "wedriveSelectDir": [.internal, .thirdParty, .agency], "wedriveSelectFile": [.internal, .thirdParty, .agency],
      "wedriveSelectFileForShare": [.internal, .thirdParty, .agency],
      "wedriveSelectFileForDownload": [.thirdParty, .agency], "selectPrivilegedContact": [.thirdParty],
      "wedocSelectDoc": [.internal, .thirdParty, .agency],
    ]
    #expect(Dictionary(uniqueKeysWithValues: pickers.interfaces.map { ($0.id, $0.apps) }) == apps)
    for interface in pickers.interfaces {
      #expect(interface.availability.map(\.host) == ["mini-program", "js-sdk", "legacy"])
      #expect(interface.availability.allSatisfy { $0.clients.count == 4 })
      #expect((interface.deprecated != nil) == (interface.id == "wedriveSelectFileForShare"))
      #expect(interface.outcomes.contains("cancelled") && interface.outcomeType == "PickerOutcome")
    }
  }

  @Test("What can be asked has its bounds")
  func bounds() throws {
    for interface in try pickers().interfaces where interface.id.contains("SelectFile") {
      let range = interface.parameters.first { $0.name == "selectedFileNum" }?.constraints.range
      #expect(range?.minimum == 1 && range?.maximum == 50)
    }
    let contacts = try #require(try pickers().interfaces.first { $0.id == "selectPrivilegedContact" })
    func maximum(_ name: String) -> Int64? { contacts.parameters.first { $0.name == name }?.constraints.items?.maximum }
    #expect(maximum("selectedOpenUserIds") == 2000 && maximum("selectedTickets") == 10)
    #expect(contacts.availability.map(\.flagsAsNumbers) == [["selectedContextContact"], [], []])
    #expect(contacts.conditions.first?.ignored == ["selectedOpenUserIds", "selectedTickets"])
    #expect(contacts.conditions.first?.refused == ["selectedContextContact"])
    #expect(contacts.expiries.map(\.seconds) == ["expiresIn"])
  }

  @Test("Tickets live as long, and work as often, as the pages say")
  func tickets() throws {
    let tickets = try ProjectCatalog.load().identifiers.filter { $0.life != nil }
    #expect(
      Dictionary(uniqueKeysWithValues: tickets.map { ($0.name, [$0.life, $0.uses]) }) == [
        "DriveFolderTicket": [1800, 500], "DriveDownloadTicket": [1800, nil], "ContactTicket": [604_800, nil],
      ])
  }

  @Test("The overlay reaches them")
  func overlay() throws {
    let text = """
      overlay:
        - target: pickers.pick.result.ticket
          set: {about: Corrected.}
          documented: Something else.
          evidence: A sample.
          date: 2026-11-21
      """
    var files = try Fixtures.files(in: Fixtures.diagnostics.appending(path: "duplicate-interface"))
    files["case/second.yaml"] = nil
    let catalog = try #require(files["catalog.yaml"].map { String(decoding: $0, as: UTF8.self) })
    let picker = try #require(files["case/pickers.yaml"].map { String(decoding: $0, as: UTF8.self) })
    let (loaded, diagnostics) = try Catalog.load(over: [
      "catalog.yaml": catalog.split(separator: "\n").filter { !$0.contains("second") }.joined(separator: "\n"),
      "case/pickers.yaml": picker + "    result: {ticket: {type: string, about: A ticket.}}\n",
      "case/enums.yaml": try #require(files["case/enums.yaml"].map { String(decoding: $0, as: UTF8.self) }),
      "overlay.yaml": text,
    ])
    #expect(loaded?.clients.first?.interfaces.first?.result.first?.about == "Corrected.", "\(diagnostics)")
  }
}
