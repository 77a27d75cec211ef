#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDrive

/// What a person picks in WeCom's client, and what a server does with it.
extension DemoStory {
  func pick(_ report: FileID) async throws {
    tell.chapter("A file that a person picks")
    let script = try DriveDownloadPicker(fileCount: 1).javaScript(for: .miniProgram)
    // A page would run the script; the emulator makes the ticket that its person would get.
    let ticket = try await emulator.mintDownloadTicket(fileID: report)
    let posted = #"{"errMsg":"\#(DriveDownloadPicker.name):ok","result":{"selectedTickets":["\#(ticket.rawValue)"]}}"#
    let reply = try DriveDownloadPicker.reply(from: posted)
    let picked = reply.answer?.tickets.first
    guard reply.outcome == .ok, let picked else { throw ErrorReport(.failed, "the demonstration failed: no ticket") }
    let file = try await drive.download(ticket: picked, to: folder + "/picked.bin")
    let content = Array(try Data(contentsOf: URL(filePath: file.path)))
    try expect(content == reportContent, "the picked file is not what was uploaded")
    tell.done(
      DriveDownloadPicker.name,
      "a call of \(script.utf8.count) bytes for the page, and \(file.size) bytes by its ticket")
  }
}
