import Foundation
import TerminalOutput
import WeDrive
import WeDriveEmulator

/// What can be done with the service, from the first token to the last clean-up, against an emulator.
///
/// Every step checks its result: a demonstration that cannot fail shows nothing.
struct DemoStory {
  let emulator: Emulator
  let drive: WeDriveClient
  let tell: DemoPrinter
  /// Where downloads go; removed at the end.
  let folder: String

  init(_ emulator: Emulator, _ printer: DemoPrinter) throws(WeDriveError) {
    self.emulator = emulator
    tell = printer
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    let app = EmulatedApp.standard
    drive = WeDriveClient(
      credential: .corp(id: app.corpID, secret: app.secret), configuration: configuration)
    folder = FileManager.default.temporaryDirectory.path + "/wedrive-demo-\(UUID().uuidString)"
  }

  /// Tells it all.
  func tell() async throws {
    let begin = ContinuousClock.now
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    tell.remark("An emulator of the service runs at \(emulator.baseURL). Nothing leaves this machine.")

    try await showToken()
    let space = try await makeSpace()
    let report = try await fillSpace(space)
    try await listPages(space)
    try await tidyUp(space, report)
    try await share(space, report)
    try await download(report)
    try await pick(report)
    try await surviveFaults(space, report)
    try await showCallbacks(report)
    try await workTogether(space)
    try await cleanUp(space, report)
    try await visitNeighbours()

    let milliseconds = (ContinuousClock.now - begin) / .milliseconds(1)
    tell.end("All of it worked: \(emulator.journal.count()) calls in \(Int(milliseconds)) ms.")
  }

  /// Fails the story if something is not as it should be.
  func expect(_ condition: Bool, _ what: String) throws(ErrorReport) {
    if !condition { throw ErrorReport(.failed, "the demonstration failed: \(what)") }
  }
}

/// Tells a story step by step: with colours to a person at a terminal, plainly otherwise.
struct DemoPrinter {
  let hasColours: Bool

  func chapter(_ title: String) {
    StandardOutput.print()
    write([(title, "1")])
  }

  /// A step, and its result.
  func done(_ call: String, _ text: String) {
    write([("  ", nil), ("✔", "32"), (" ", nil), (padded(call), "36"), ("  " + text, nil)])
  }

  func remark(_ text: String) { write([(text, "2")]) }

  /// The last remark, after an empty line.
  func end(_ text: String) {
    StandardOutput.print()
    remark(text)
  }

  private func padded(_ call: String) -> String {
    call + String(repeating: " ", count: max(0, 19 - call.count))
  }

  /// Writes a line of pieces, each in its colour. The colours are the program's own; the texts pass the terminal's gate.
  private func write(_ pieces: [(text: String, colour: String?)]) {
    let line = pieces.map { text, colour in
      let text = TerminalText.visible(text)
      guard hasColours, let colour else { return text }
      return "\u{1B}[\(colour)m\(text)\u{1B}[0m"
    }
    Swift.print(line.joined())
    StandardOutput.flush()
  }
}
