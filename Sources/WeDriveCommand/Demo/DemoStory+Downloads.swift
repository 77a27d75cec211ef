import Foundation
import WeDrive
import WeDriveEmulator

/// Content on its way back, and what happens when something goes wrong on the way.
extension DemoStory {
  func download(_ report: FileID) async throws {
    tell.chapter("A download")
    let file = try await drive.download(fileID: report, to: folder)
    let content = Array(try Data(contentsOf: URL(filePath: file.path)))
    try expect(content == reportContent && file.isVerified, "the content is not what was uploaded")
    tell.done("file_download", "\(file.size) bytes, sha1 \(file.sha1), the same as uploaded")
  }

  func surviveFaults(_ space: SpaceID, _ report: FileID) async throws {
    tell.chapter("When something goes wrong")
    emulator.faults.add(.closeBeforeActing, FaultSelection(FileInfoRequest.endpoint.name))
    _ = try await drive.fileInfo(fileID: report)
    tell.done("file_info", "the connection was lost; it only reads, so it was asked again")

    try await emulator.expireTokens()
    _ = try await drive.fileInfo(fileID: report)
    tell.done("file_info", "the access token was refused; one was fetched, and the call repeated once")

    try await loseCreateReply(space)
    try await corruptDownload(report)
  }

  /// A folder is created, and the reply is lost: repeating it might make two.
  private func loseCreateReply(_ space: SpaceID) async throws {
    let endpoint = FileCreateRequest.endpoint.name
    let before = emulator.journal.count(of: endpoint)
    emulator.faults.add(.closeAfterActing, FaultSelection(endpoint))
    do {
      _ = try await drive.fileCreate(spaceID: space, parentID: .root(of: space), fileType: .folder, fileName: "Once")
      try expect(false, "a lost reply went unnoticed")
    } catch WeDriveError.outcomeUnknown {
      let calls = emulator.journal.count(of: endpoint) - before
      try expect(calls == 1, "a call that creates something was sent \(calls) times")
      tell.done(endpoint, "the reply was lost; sent once, and reported as \"outcome unknown\"")
    }
  }

  /// The content arrives with wrong bytes: what is there already stays.
  private func corruptDownload(_ report: FileID) async throws {
    let path = folder + "/kept.bin"
    try Data("what was there".utf8).write(to: URL(filePath: path))
    emulator.faults.add(.corrupt, FaultSelection(FaultSelection.download))
    do {
      try await drive.download(fileID: report, to: path)
      try expect(false, "wrong content went unnoticed")
    } catch WeDriveError.integrity(let failure) {
      let kept = try Data(contentsOf: URL(filePath: path))
      try expect(kept == Data("what was there".utf8), "the target was touched")
      tell.done(
        "file_download", "wrong bytes arrived; the \(failure.property) gave them away, the local file is as it was")
    }
  }
}
