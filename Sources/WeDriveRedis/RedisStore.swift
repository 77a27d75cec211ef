import WeDriveRuntime

/// A shared store in Redis, of version 5 or newer, or in what speaks like it.
///
/// A record is one hash under one key, so that every cluster and proxy fits; each operation is one script and one trip.
/// A script that a server does not know is sent to it. What a busy or loading server refuses, and what may have been lost,
/// is repeated within a second.
public struct RedisStore: SharedStore {
  private static let patience: Duration = .seconds(1)

  private let commands: any RedisCommands
  private let prefix: String

  /// - Parameters:
  ///   - commands: A client.
  ///   - prefix: Begins every key, for several programs that share a server.
  public init(_ commands: any RedisCommands, prefix: String = "wedrive:") {
    self.commands = commands
    self.prefix = prefix
  }

  /// A store on a client of this package's own.
  public init(_ configuration: RedisConfiguration, prefix: String = "wedrive:") {
    self.init(RedisClient(configuration), prefix: prefix)
  }

  /// One trip.
  public func read(_ key: SharedKey) async throws(StoreFailure) -> SharedRecord? {
    let reply = try await tagged(.read, key, [])
    guard reply.first?.text == "value" else { return try expect(reply.isEmpty ? .some(nil) : nil) }
    return try expect(Self.record(reply.dropFirst()))
  }

  /// One trip. A write that is repeated after a lost reply is known by the version that it brings.
  public func write(
    _ value: [UInt8], for key: SharedKey, replacing version: RecordVersion?, life: Duration
  ) async throws(StoreFailure) -> RecordVersion? {
    let new = RecordVersion.unique()
    let reply = try await run(
      .write, key, [Array((version?.text ?? "").utf8), Array(new.text.utf8), value, Self.digits(life)])
    switch reply.number {
    case 1: return new
    case 0: return nil
    case -1: throw StoreFailure(foreign: key)
    default: throw Self.misunderstood
    }
  }

  /// One trip.
  public func remove(_ key: SharedKey, version: RecordVersion) async throws(StoreFailure) -> Bool {
    try expect(try await run(.remove, key, [Array(version.text.utf8)]).number) == 1
  }

  /// One trip.
  public func claim(
    _ key: SharedKey, by owner: ClaimOwner, lease: Duration, unless wanted: WantedValue
  ) async throws(StoreFailure) -> Claim {
    let seed = UInt64.random(in: 1..<(1 << 40))
    let reply = try await tagged(
      .claim, key,
      [
        Array(owner.text.utf8), Self.digits(lease), Self.digits(wanted.minimumLeft, minimum: 0),
        Array((wanted.excluding?.text ?? "-").utf8), Array(String(seed).utf8),
      ])
    let rest = reply.dropFirst()
    switch reply.first?.text {
    case "value": return .value(try expect(Self.record(rest)))
    case "noted":
      let left = try expect(rest.last?.number)
      return .noted(try expect(rest.first?.bytes), .milliseconds(left))
    case "held":
      let left = try expect(rest.first?.number)
      return .held(.milliseconds(left), previous: Self.record(rest.dropFirst()))
    case "yours":
      let number = try expect((rest.first?.text).flatMap { UInt64($0) })
      return .yours(ClaimFence(number: number, owner: owner), previous: Self.record(rest.dropFirst()))
    default: throw Self.misunderstood
    }
  }

  /// One trip.
  public func settle(
    _ key: SharedKey, under fence: ClaimFence, with outcome: ClaimOutcome
  ) async throws(StoreFailure) -> RecordVersion? {
    let (word, value, life, lease): (String, [UInt8], Duration, Duration) =
      switch outcome {
      case .value(let value, let life): ("value", value, life, .zero)
      case .progress(let value, let life, let lease): ("progress", value, life, lease)
      case .note(let note, let life): ("note", note, life, .zero)
      case .release: ("release", [], .zero, .zero)
      }
    let reply = try await tagged(
      .settle, key,
      [
        Array(fence.owner.text.utf8), Array(String(fence.number).utf8), Array(word.utf8), value, Self.digits(life),
        Array(RecordVersion.unique().text.utf8), Self.digits(lease),
      ])
    guard let first = reply.first else { return nil }
    return RecordVersion(try expect(first.text))
  }

  /// One trip.
  public func take(
    _ amount: Int, from allowance: Allowance, request: ClaimOwner
  ) async throws(StoreFailure) -> Taken {
    let numbers = [amount, allowance.limit, allowance.reserve].map { Array(String($0).utf8) }
    let reply = try await tagged(
      .take, allowance.key, numbers + [Self.digits(allowance.life), Array(request.text.utf8)])
    guard reply.count == 2, let granted = reply[0].number, let used = reply[1].number else { throw Self.misunderstood }
    return Taken(granted: Int(granted), used: Int(used))
  }

  /// One trip. In a cluster it is the clock of any node.
  public func currentTime() async throws(StoreFailure) -> Int64? {
    let reply = try await repeating { () throws(StoreFailure) in
      let reply = try await commands.send([Array("TIME".utf8)])
      if case .error(let message) = reply { throw ServerRefusal.failure(message) }
      return reply
    }
    return try expect(reply.elements?.first?.text.flatMap { Int64($0) })
  }

  // MARK: - Scripts

  private func tagged(
    _ script: RedisScript, _ key: SharedKey, _ arguments: [[UInt8]]
  ) async throws(StoreFailure) -> [RedisReply] {
    let elements = try expect(try await run(script, key, arguments).elements)
    if elements.count == 1, elements[0].text == "foreign" { throw StoreFailure(foreign: key) }
    return elements
  }

  private func run(
    _ script: RedisScript, _ key: SharedKey, _ arguments: [[UInt8]]
  ) async throws(StoreFailure) -> RedisReply {
    let rest = [Array("1".utf8), Array((prefix + key.text).utf8)] + arguments
    return try await repeating { () throws(StoreFailure) in try await once(script, key, rest) }
  }

  private func repeating(
    _ command: () async throws(StoreFailure) -> RedisReply
  ) async throws(StoreFailure) -> RedisReply {
    let end = ContinuousClock.now + Self.patience
    while true {
      do throws(StoreFailure) {
        return try await command()
      } catch {
        // A lost connection is remade at once. Where the server was silent for the whole time, there is none left.
        guard error.kind == .busy || error.kind == .unreachable && error.mayBeDone, ContinuousClock.now < end,
          !Task.isCancelled
        else { throw error }
        if error.kind == .busy { try? await Task.sleep(for: .milliseconds(Int.random(in: 20...60))) }
      }
    }
  }

  private func once(_ script: RedisScript, _ key: SharedKey, _ rest: [[UInt8]]) async throws(StoreFailure) -> RedisReply
  {
    var reply = try await commands.send([Array("EVALSHA".utf8), script.digest] + rest)
    if case .error(let message) = reply, message.hasPrefix("NOSCRIPT") {
      reply = try await commands.send([Array("EVAL".utf8), script.text] + rest)
    }
    if case .error(let message) = reply { throw ServerRefusal.failure(message, key: key) }
    return reply
  }

  private static let misunderstood = StoreFailure(.protocolError, "a script's answer is not what it should be")

  private func expect<Value>(_ value: Value?) throws(StoreFailure) -> Value {
    guard let value else { throw Self.misunderstood }
    return value
  }

  /// Value, version and what is left of it, as scripts answer them; nil for none.
  private static func record(_ parts: ArraySlice<RedisReply>) -> SharedRecord? {
    let parts = Array(parts)
    guard parts.count == 3, let value = parts[0].bytes, let version = parts[1].text, let left = parts[2].number,
      left > 0
    else { return nil }
    return SharedRecord(value: value, version: RecordVersion(version), left: .milliseconds(left))
  }

  private static func digits(_ duration: Duration, minimum: Int64 = 1) -> [UInt8] {
    Array(String(max(minimum, duration.wholeMilliseconds)).utf8)
  }
}
