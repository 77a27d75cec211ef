import Foundation
import Logging
import WeDrive
import WeDriveRedis

/// Calls with tokens of which each fetch ends the one before, several times a second.
///
/// All durations of a token's life are passed in a time that runs `scale` times faster than the clock, so that a test of
/// several lives is short: the service's lives are multiplied on their way in, and what the store is told is divided.
struct TokenWork {
  private let options: Options
  private let scale: Double
  private let clock: CallClock
  private let logger = Logger(label: "machine") { _ in SayingHandler() }

  init(_ options: Options) throws {
    self.options = options
    let scale = try options.number("scale")
    self.scale = scale
    let start = ContinuousClock.now
    clock = CallClock(
      now: { (ContinuousClock.now - start) * scale }, sleep: { try await Task.sleep(for: $0 / scale) },
      random: { Double.random(in: 0..<1) })
  }

  func run() async throws {
    let scale = scale
    let guarded = try options.store().map { GuardedStore($0, clock: clock, logger: logger) }
    let scaled = guarded.map { ScaledStore($0, by: scale) }
    let isClaiming = options["way"] != "records"
    let caller = try caller(with: [:])
    let cache = TokenCache(
      endpoint: "token", key: TokenKey(["machine"]),
      store: isClaiming ? MemoryTokenStore() : scaled.map { RecordTokenStore($0) } ?? MemoryTokenStore(),
      sharing: isClaiming ? scaled : nil, clock: clock,
      wallClock: { Int64(Date().timeIntervalSince1970 * scale) }, logger: logger
    ) { () async throws(WeDriveError) in
      Line.say("fetching")
      let (token, life) =
        options["tokens"] == "stable" ? try await Self.stable(caller) : try await Self.exclusive(caller)
      Line.say("fetched")
      // The emulator's clock counts whole seconds: what it issues lives up to one less than it says. Another is for a call that
      // takes a while to arrive.
      return IssuedToken(value: token, lifetime: .seconds(Double(life - 2) * scale))
    }
    try await call(with: cache)
    Line.say("health \(guarded.map { "\($0.health)" } ?? "none")")
    Line.say("done")
  }

  private func call(with cache: TokenCache) async throws {
    let caller = try caller(with: [.accessToken: cache])
    let request = BatchDownloadFileRequest(
      environment: CloudEnvironmentID(try options.text("environment")),
      files: [CloudLinkOrder(fileID: "cloud://none", lifetime: 60)])
    let end = ContinuousClock.now + .seconds(try options.number("seconds"))
    var counts = (calls: 0, failures: 0)
    while ContinuousClock.now < end {
      counts.calls += 1
      do throws(WeDriveError) {
        _ = try await caller.send(request)
      } catch {
        counts.failures += 1
        Line.say("failure \(error)")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    Line.say("calls \(counts.calls) failures \(counts.failures)")
  }

  private func caller(with tokens: [TokenKind: any TokenProvider]) throws -> ServiceCaller {
    var configuration = ServiceCaller.Configuration()
    configuration.host = try options.text("host")
    return ServiceCaller(transport: CurlTransport(), tokens: tokens, configuration: configuration)
  }

  private static let account: (WeChatAppID, Secret) = ("wx-emulator", "emulator-secret")

  private static func exclusive(_ caller: ServiceCaller) async throws(WeDriveError) -> (Secret, Int64) {
    let reply = try await caller.send(
      GetAccessTokenRequest(grantType: .clientCredential, appID: account.0, appSecret: account.1))
    return (reply.accessToken, reply.expiresIn)
  }

  private static func stable(_ caller: ServiceCaller) async throws(WeDriveError) -> (Secret, Int64) {
    let reply = try await caller.send(
      GetStableAccessTokenRequest(grantType: .clientCredential, appID: account.0, appSecret: account.1))
    return (reply.accessToken, reply.expiresIn)
  }
}

/// A store for those whose time runs faster.
struct ScaledStore: SharedStore {
  private let base: any SharedStore
  private let scale: Double

  init(_ base: any SharedStore, by scale: Double) {
    self.base = base
    self.scale = scale
  }

  func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? { scaled(try await base.read(key)) }

  func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    try await base.write(value, for: key, replacing: version, life: life / scale)
  }

  func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try await base.remove(key, version: version)
  }

  func claim(
    _ key: SharedKey, by owner: ClaimOwner, lease: Duration, unless wanted: WantedValue
  ) async throws(StoreFailure) -> Claim {
    var wanted = wanted
    wanted.minimumLeft = wanted.minimumLeft / scale
    switch try await base.claim(key, by: owner, lease: lease / scale, unless: wanted) {
    case .value(let record): return .value(scaled(record))
    case .yours(let fence, let previous): return .yours(fence, previous: scaled(previous))
    case .held(let left, let previous): return .held(left * scale, previous: scaled(previous))
    case .noted(let note, let left): return .noted(note, left * scale)
    }
  }

  func settle(
    _ key: SharedKey, under fence: ClaimFence, with outcome: ClaimOutcome
  ) async throws(StoreFailure) -> RecordVersion? {
    let outcome: ClaimOutcome =
      switch outcome {
      case .value(let value, let life): .value(value, life: life / scale)
      case .progress(let value, let life, let lease): .progress(value, life: life / scale, lease: lease / scale)
      case .note(let note, let life): .note(note, life: life / scale)
      case .release: .release
      }
    return try await base.settle(key, under: fence, with: outcome)
  }

  private func scaled(_ record: SharedRecord) -> SharedRecord {
    SharedRecord(value: record.value, version: record.version, left: record.left * scale)
  }

  private func scaled(_ record: SharedRecord?) -> SharedRecord? { record.map { scaled($0) } }
}

/// Tokens by generation, as stores without claims keep them: of several that fetch at the same time, the first to write
/// wins, and the last to fetch has the token that lives.
struct RecordTokenStore: TokenStore {
  private let base: any SharedStore

  init(_ base: any SharedStore) { self.base = base }

  private func key(_ key: TokenKey) -> SharedKey { SharedKey(kind: "r", [key.text]) }

  private func parts(_ record: SharedRecord?) -> StoredToken? {
    let words = record.map { String(decoding: $0.value, as: UTF8.self).split(separator: " ") } ?? []
    guard words.count == 3, let generation = UInt64(words[0]), let expiry = Int64(words[1]) else { return nil }
    return StoredToken(token: AccessToken(value: String(words[2]), expiry: expiry), generation: generation)
  }

  func read(_ key: TokenKey) async throws -> StoredToken? { parts(try await base.read(self.key(key))) }

  func write(_ token: AccessToken, for key: TokenKey, replacing generation: UInt64) async throws -> Bool {
    let record = try await base.read(self.key(key))
    guard parts(record)?.generation ?? 0 == generation else { return false }
    let value = Array("\(generation + 1) \(token.expiry) \(token.value)".utf8)
    return try await base.write(value, for: self.key(key), replacing: record?.version, life: .seconds(7200)) != nil
  }
}
