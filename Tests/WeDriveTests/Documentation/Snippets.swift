// The Swift that the documentation shows, between markers as it stands there, so that it compiles. Nothing here runs.

import FeishuDownloads
import Foundation
import Logging
import WeChatCloud
import WeDrive
import WeDriveEmulator
import WeDriveEvents
import WeDriveRedis

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

// MARK: - README.md

private func readme(corpID: String, secret: String) async throws {
  // snippet
  let drive = WeDriveClient(credential: .corp(id: CorpID(corpID), secret: Secret(secret)))
  let space = try await drive.spaceCreate(spaceName: "Backups") {
    $0.authInfo = [.user("zhangsan", .spaceAdmin)]
  }
  let fileID = try await drive.upload(contentsOf: "/var/backups/today.tar", to: .root(of: space.spaceID))
  try await drive.download(fileID: fileID, to: "/tmp/today.tar")

  for try await entry in drive.fileListItems(
    spaceID: space.spaceID, parentID: .root(of: space.spaceID), sortType: .nameAscending)
  {
    print(entry.fileID, entry.fileName, entry.fileSize ?? 0)
  }
  // end
}

// MARK: - WeDrive.md

private func landingPage() async throws {
  // snippet
  let drive = WeDriveClient(credential: .corp(id: "ww…", secret: "…"))
  let space = try await drive.spaceCreate(spaceName: "Backups") { $0.authInfo = [.user("zhangsan", .spaceAdmin)] }
  let file = try await drive.upload(contentsOf: "report.pdf", to: .root(of: space.spaceID))
  for try await entry in drive.fileListItems(
    spaceID: space.spaceID, parentID: .root(of: space.spaceID), sortType: .nameAscending)
  {
    print(entry.fileName, entry.fileSize ?? 0)
  }
  try await drive.download(fileID: file, to: "copy.pdf")
  // end
}

// MARK: - GettingStarted.md

private func credential(_ secret: String) -> WeDriveClient {
  // snippet
  let drive = WeDriveClient(credential: .corp(id: "ww1234567890", secret: Secret(secret)))
  // end
  return drive
}

private func configuration(_ credential: Credential) -> WeDriveClient {
  // snippet
  var configuration = WeDriveClient.Configuration()
  configuration.sharedStore = FileSharedStore(folder: "/var/lib/backups/tokens")
  configuration.retry.deadline = .seconds(30)
  let drive = WeDriveClient(credential: credential, configuration: configuration)
  // end
  return drive
}

private func convenience(_ drive: WeDriveClient) async throws {
  // snippet
  let space = try await drive.spaceCreate(spaceName: "Backups") { $0.authInfo = [.user("lisi", .download)] }
  // end
  // snippet
  let folder = try await drive.fileCreate(
    spaceID: space.spaceID, parentID: .root(of: space.spaceID), fileType: .folder, fileName: "2026")
  let inside = FolderID.folder(folder.fileID)
  // end
  // snippet
  for try await file in drive.fileListItems(spaceID: space.spaceID, parentID: inside, sortType: .sizeDescending) {
    print(file.fileName)
  }
  // end
}

private func wholeRequest(_ drive: WeDriveClient) async throws -> SpaceID {
  // snippet
  var request = SpaceCreateRequest(spaceName: "Backups")
  request.authInfo = [.user("lisi", .download)]
  let space = try await drive.spaceCreate(request)
  // end
  return space.spaceID
}

// MARK: - UploadingAndDownloading.md

private func upload(_ drive: WeDriveClient, folder: FolderID, space: SpaceID) async throws -> [FileID] {
  // snippet
  let id = try await drive.upload(contentsOf: "report.pdf", to: .folder(folder, in: space))
  let other = try await drive.upload(Array("hello".utf8), named: "hello.txt", to: .root(of: space))
  // end
  return [id, other]
}

private func uploadInBlocks(_ drive: WeDriveClient, space: SpaceID) async throws {
  // snippet
  var options = UploadOptions { print($0.confirmed, "of", $0.total) }
  options.concurrency = 10
  options.callLimit = 5_000  // each block is a call, and calls are counted by the month
  options.localJournal = .folder("/var/lib/backup/uploads")
  do {
    try await drive.upload(contentsOf: "backup.tar", to: .root(of: space), options: options)
  } catch {
    guard case .upload(let failure) = error else { throw error }
    print(failure, failure.resume?.confirmed ?? 0)
  }
  // end
}

private func download(_ drive: WeDriveClient, id: FileID) async throws -> DownloadedFile {
  // snippet
  let file = try await drive.download(fileID: id, to: "report.pdf")
  // end
  return file
}

// MARK: - Downloading.md

private func downloadAndPrint(_ drive: WeDriveClient, id: FileID) async throws {
  // snippet
  let file = try await drive.download(fileID: id, to: "report.pdf")
  print(file.size, file.sha1)
  // end
}

private func progress(_ drive: WeDriveClient, id: FileID) async throws {
  // snippet
  let options = DownloadOptions { progress in
    print(progress.received, progress.total ?? 0, progress.remaining ?? .zero)
  }
  try await drive.download(fileID: id, to: "backup.tar", options: options)
  // end
}

private func several(_ drive: WeDriveClient, first: FileID, second: FileID) async throws {
  // snippet
  for outcome in try await drive.download([.file(first), .file(second)], into: "Reports") {
    print(outcome.source, outcome.result)
  }
  // end
}

/// Somewhere to write to.
private protocol Output { func write(_ bytes: [UInt8]) async throws }

private func chunks(_ drive: WeDriveClient, id: FileID, output: some Output) async throws {
  // snippet
  for try await chunk in drive.content(of: .file(id)) { try await output.write(chunk) }
  // end
}

private func linked(_ drive: WeDriveClient, report: ReportID, file: FileID) async throws {
  // snippet
  let source = DownloadSource.link(id: "report \(report) \(file)") { () throws(WeDriveError) in
    let reply = try await drive.reportFileDownload(reportID: report, fileID: file)
    return try DownloadLink(
      url: reply.downloadURL, cookieName: reply.cookieName, cookieValue: reply.cookieValue,
      endpoint: ReportFileDownloadRequest.endpoint)
  }
  try await drive.download(source, to: "attachment.pdf")
  // end
}

private func link(_ drive: WeDriveClient, id: FileID, request: inout URLRequest) async throws {
  // snippet
  let link = try await drive.downloadLink(fileID: id)
  request.setValue("\(link.cookie.name)=\(link.cookie.value)", forHTTPHeaderField: "Cookie")
  // end
}

// MARK: - ErrorsAndRetries.md

private func refusal(_ drive: WeDriveClient, space: SpaceID) async throws {
  // snippet
  do {
    let link = try await drive.spaceShare(spaceID: space).spaceShareURL
    print(link)
  } catch {
    switch error {
    case .refused(let refusal) where refusal.weComErrcode == .invitationLinkDisabled:
      print("Share single files instead.")
    default:
      throw error
    }
  }
  // end
}

// MARK: - WatchingForDrift.md

private func observation(_ credential: Credential) -> WeDriveClient {
  // snippet
  let tally = DriftTally()
  var configuration = WeDriveClient.Configuration()
  configuration.observer = tally.record
  let drive = WeDriveClient(credential: credential, configuration: configuration)
  // … and now and then:
  for (observation, replies) in tally.observed.counts {
    print(observation.endpoint, observation.kind, observation.path, replies)
  }
  // end
  return drive
}

// MARK: - Pickers.md

private func picker() throws -> String {
  // snippet
  let picker = DriveDownloadPicker(fileCount: 10)
  let script = try picker.javaScript(for: .jsSDK, postingTo: "sendToServer")
  // end
  return script
}

private func picked(_ posted: String, _ drive: WeDriveClient, _ folder: String) async throws -> [DownloadOutcome] {
  var tickets: [DriveDownloadTicket] = []
  // snippet
  let reply = try DriveDownloadPicker.reply(from: posted)
  switch reply.outcome {
  case .ok: tickets = reply.answer?.tickets ?? []
  case .cancelled: print("nothing was picked")
  default: print("the picker ended with", reply.outcome)  // also what the documentation does not list
  }
  // end
  // snippet
  let sources = tickets.enumerated().map { DownloadSource.ticket($1, name: "picked \($0)") }
  let outcomes = try await drive.download(sources, into: folder)
  // end
  return outcomes
}

// MARK: - TestingWithTheEmulator.md

private func emulator() async throws {
  // snippet
  let emulator = try await Emulator.start()
  emulator.faults.add(.closeAfterActing, FaultSelection("space_create"))

  var configuration = WeDriveClient.Configuration()
  configuration.endpoint = try ServiceAddress(emulator.baseURL)
  let app = EmulatedApp.standard
  let drive = WeDriveClient(
    credential: .corp(id: app.corpID, secret: app.secret), configuration: configuration)
  do {
    _ = try await drive.spaceCreate(spaceName: "Backups")
  } catch {
    guard case .outcomeUnknown = error else { throw error }
    print("created once, although the call failed; \(emulator.journal.count(of: "space_create")) call")
  }
  await emulator.stop()
  // end
}

private func behaviour() async throws {
  // snippet
  var settings = EmulatorConfiguration()
  settings.behaviour.takenName = .refused
  settings.behaviour.listingOrder = .unstable
  try settings.behaviour.set("name-characters=portable")
  let strict = try await Emulator.start(settings)
  await strict.stop()
  // end
}

// snippet
struct FullDrive: WeDriveAPI {
  func capacity(_ request: CapacityRequest) async throws(WeDriveError) -> CapacityResponse {
    var reply = CapacityResponse()
    reply.totalCapacityForAll = 0
    return reply
  }
}
// end
