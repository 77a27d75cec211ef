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

// MARK: - WeChatCloudStorage.md

private func cloudStorage(secret: Secret) async throws {
  // snippet
  let cloud = WeChatClient(credential: .account(id: "wx…", secret: secret), environment: "prod-1a2b")
  let report = try await cloud.upload(contentsOf: "report.pdf", to: "reports/2026.pdf").fileID
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
