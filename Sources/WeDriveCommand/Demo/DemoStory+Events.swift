import WeDrive
import WeDriveEmulator
import WeDriveEvents

/// What the service pushes: tickets to third-party apps, and news of files.
extension DemoStory {
  func showCallbacks(_ report: FileID) async throws {
    tell.chapter("Third-party apps and events")
    let suite = EmulatedSuite.standard
    let secrets = try CallbackSecrets(
      token: "demonstration", encodingKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
    let receiver = CallbackReceiver(
      secrets: secrets, receivers: [suite.id.rawValue, EmulatedApp.standard.corpID.rawValue])
    let (arrived, arriving) = AsyncStream.makeStream(of: Result<Callback, CallbackError>.self)
    let inbox = try await CallbackInbox.start(receiver: receiver) { arriving.yield($0) }
    emulator.callback = EmulatedCallback(url: inbox.url, secrets: secrets)
    do {
      var callbacks = arrived.makeAsyncIterator()
      try await emulator.pushSuiteTicket()
      try await workAsSuite(suite, try await callbacks.next()?.get().event)
      _ = try await drive.fileRename(fileID: report, newName: "report.bin")
      let change = try await callbacks.next()?.get().event as? FileChangeEvent
      try expect(change?.changeType == .renameFile && change?.fileIDs == [report], "the event is another one")
      tell.done("wedrive_file_change", "pushed, its signature checked, decrypted: the report was renamed")
    } catch {
      emulator.callback = nil
      await inbox.stop()
      throw error
    }
    emulator.callback = nil
    await inbox.stop()
  }

  /// From the pushed ticket to a space in the corp that installed the app.
  private func workAsSuite(_ suite: EmulatedSuite, _ event: (any CallbackEvent)?) async throws {
    guard let ticket = event as? SuiteTicketEvent, let corp = suite.installations.first else {
      throw ErrorReport(.failed, "the demonstration failed: no suite ticket came")
    }
    let app = ThirdPartyApp(id: suite.id, secret: suite.secret)
    try await app.receive(ticket.ticket, pushedAt: ticket.time)
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    let drive = WeDriveClient(
      credential: .thirdParty(app, corpID: corp.corpID, permanentCode: corp.permanentCode),
      configuration: configuration)
    _ = try await drive.spaceCreate(spaceName: "Installed")
    tell.done(
      GetCorpTokenRequest.endpoint.name,
      "from the pushed ticket to the suite's token to that of corp \(corp.corpID), and a space made there")
  }
}
