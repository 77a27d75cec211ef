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
  options.resumeRecords = .folder("/var/lib/backup/uploads")
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
  for (observation, replies) in tally.report.counts {
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
    credential: .corp(id: CorpID(app.corpID), secret: app.secret), configuration: configuration)
  do {
    _ = try await drive.spaceCreate(spaceName: "Backups")
  } catch {
    guard case .outcomeUnknown = error else { throw error }
    print("created once, and nobody was told; \(emulator.journal.count(of: "space_create")) call")
  }
  await emulator.stop()
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

// MARK: - WeChatCloudStorage.md

private func cloudStorage(secret: Secret) async throws {
  // snippet
  let cloud = WeChatClient(credential: .account(id: "wx…", secret: secret), environment: "prod-1a2b")
  let report = try await cloud.upload("report.pdf", to: "reports/2026.pdf").fileID
  for outcome in try await cloud.download([report], into: "Reports") {
    switch outcome.result {
    case .success(let file): print(file.path)
    case .failure(let error): print("\(outcome.fileID): \(error)")
    }
  }
  try await cloud.delete([report])
  // end
}

// MARK: - FeishuDownloads.md

private func feishu() async {
  // snippet
  let downloads = FeishuDownloads(temporaryFolder: "/var/gadget/temp", userFolder: "/var/gadget/user")
  let task = downloads.downloadFile(#"{"url": "https://example.com/a.png", "filePath": "ttfile://user/a.png"}"#)
  task.onProgressUpdate { print($0.json) }
  let reply = await task.result.json
  // end
  print(reply)
}

// MARK: - ThirdPartyApps.md and Events.md

private func thirdParty(ticket: SuiteTicket) async throws {
  // snippet
  let app = ThirdPartyApp(id: "ww…", secret: "…", tickets: FileTokenStore(folder: "/var/lib/backup/tickets"))
  // In the handler of callbacks:
  try await app.receive(ticket)
  // For each corp that installed the app:
  let drive = WeDriveClient(credential: .thirdParty(app, corpID: "ww…", permanentCode: "…"))
  // end
  _ = drive
}

private func providerToken() async throws -> [UInt8] {
  // snippet
  let provider = ThirdPartyApp.Provider(corpID: "ww…", secret: "…")
  let app = ThirdPartyApp(id: "ww…", secret: "…", provider: provider)
  let conversion = Endpoint(
    "corpid_to_opencorpid", .weCom, .post, "/cgi-bin/service/corpid_to_opencorpid", .read,
    tokens: [.providerAccessToken], summary: "Gives a corp's id as the provider's apps know it.")
  let drive = WeDriveClient(credential: .suite(app))
  let reply = try await drive.reply(of: conversion, to: Array(#"{"corpid": "ww…"}"#.utf8))
  // end
  return reply
}

private func tokenServer() throws {
  // snippet
  let server = try TokenServer("https://tokens.example.com/backup", bearer: "…")
  let drive = WeDriveClient(credential: .tokenServer(server))
  // end
  _ = drive
}

private func events() throws {
  // snippet
  let receiver = CallbackReceiver(
    secrets: try CallbackSecrets(token: "…", encodingKey: "…"), receivers: ["ww…", "suite id"])

  /// `GET`: the console verifies the URL. Answer with this text as it is.
  func verify(query: String) throws -> String { try receiver.echo(CallbackQuery(query)) }

  /// `POST`: something happened. Answer with status 200 at once.
  func receive(query: String, body: [UInt8], app: ThirdPartyApp) async throws {
    switch try receiver.callback(CallbackQuery(query), body: body).event {
    case let change as FileChangeEvent: print(change.changeType, change.fileIDs)
    case let change as SpaceChangeEvent: print(change.changeType, change.spaceIDs)
    case let pushed as SuiteTicketEvent: try await app.receive(pushed.ticket, pushedAt: pushed.time)
    default: break
    }
  }
  // end
}

// MARK: - SeveralMachines.md

private func shared(_ logger: Logger) throws -> WeDriveClient {
  // snippet
  let store = GuardedStore(
    RedisStore(try RedisConfiguration(url: "rediss://backups@cache.example:6380/0")), logger: logger)
  var configuration = WeDriveClient.Configuration()
  configuration.sharedStore = store
  configuration.budget = CallBudget(of: "ww…", rules: .init(perMonth: 100_000), in: store)
  let drive = WeDriveClient(credential: .corp(id: "ww…", secret: "…"), configuration: configuration)
  // end
  return drive
}

private func server(_ keys: SealingKeys) -> any SharedStore {
  // snippet
  let sentinels: [RedisConfiguration.Address] = [
    .init(host: "a.example", port: 26_379), .init(host: "b.example", port: 26_379),
  ]
  var configuration = RedisConfiguration(.sentinels(sentinels, master: "wedrive"))
  configuration.tls = .init(authorities: "/etc/ssl/redis-ca.pem")
  configuration.user = "backups"
  configuration.password = { Secret(try String(contentsOfFile: "/run/secrets/redis", encoding: .utf8)) }
  let store = SealedStore(RedisStore(configuration), keys: keys)
  // end
  return store
}

// What the snippet below uses of RediStack, in the same shape.
struct ByteBuffer {
  let readableBytesView: [UInt8]
  init(bytes: [UInt8]) { readableBytesView = bytes }
}
struct RedisError: Error { let message: String }
enum RESPValue {
  case null
  case simpleString(ByteBuffer)
  case bulkString(ByteBuffer?)
  case error(RedisError)
  case integer(Int)
  case array([RESPValue])
}
struct Future { func get() async throws -> RESPValue { .null } }
struct RedisConnectionPool {
  func send(command: String, with arguments: [RESPValue]) -> Future { Future() }
}

// snippet
struct RediStackCommands: RedisCommands {
  let pool: RedisConnectionPool

  func send(_ arguments: [[UInt8]]) async throws(StoreFailure) -> RedisReply {
    let values = arguments.map { RESPValue.bulkString(ByteBuffer(bytes: $0)) }
    do {
      let name = String(decoding: arguments.first ?? [], as: UTF8.self)
      return reply(try await pool.send(command: name, with: Array(values.dropFirst())).get())
    } catch let error as RedisError {
      return .error(String(error.message.trimmingPrefix("(Redis) ")))
    } catch {
      throw StoreFailure(.unreachable, "the client failed", mayBeDone: true)
    }
  }

  private func reply(_ value: RESPValue) -> RedisReply {
    switch value {
    case .null, .bulkString(nil): .null
    case .simpleString(let text): .simple(String(decoding: text.readableBytesView, as: UTF8.self))
    case .bulkString(let bytes?): .bulk(Array(bytes.readableBytesView))
    case .error(let error): .error(String(error.message.trimmingPrefix("(Redis) ")))
    case .integer(let number): .integer(Int64(number))
    case .array(let values): .array(values.map(reply))
    }
  }
}
// end

private func receiving(
  _ secrets: CallbackSecrets, _ store: any SharedStore, _ query: String, _ body: [UInt8], _ app: ThirdPartyApp
) async throws -> Int {
  // snippet
  let receiver = SharedCallbackReceiver(CallbackReceiver(secrets: secrets, receivers: ["ww…"]), sharing: store)
  // In the handler of the callback's URL; the answer has this status and an empty body:
  let status = try await receiver.handle(CallbackQuery(query), body: body) { callback in
    if let pushed = callback.event as? SuiteTicketEvent { try await app.receive(pushed.ticket, pushedAt: pushed.time) }
  }.status
  // end
  return status
}

private func nightly(_ drive: WeDriveClient, _ store: any SharedStore, _ paths: [String], _ space: SpaceID) async throws
{
  // snippet
  var options = UploadOptions()
  options.sharedJournal = store
  for path in paths {
    do {
      try await drive.upload(contentsOf: path, to: .root(of: space), options: options)
    } catch WeDriveError.upload(let failure) {
      guard case .inUse = failure.cause else { throw failure }
    }
  }
  // end
}
