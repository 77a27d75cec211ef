import CBaseline
import Foundation
import Synchronization
import WeDrive
import WeDriveRedis

/// Trips to a Redis server on this machine: the client of `WeDriveRedis` against a C program with hiredis, or without that
/// one on a bare socket, which sends the same command and waits for the same reply. And how many trips calls and blocks
/// make.
enum SharedStores {
  static let mostOfC = 2.5
  static let mostOfPlain = 1.6
  static let leastScripts = 100_000.0
  static let mostOfBlock = 0.01

  static func measure(trips: Int, rounds: Int) async throws {
    guard
      let program = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map({ "\($0)/redis-server" })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { return print("shared stores: redis-server is not installed") }
    let server = try Server(program)
    defer { server.end() }
    let plain = RedisClient(RedisConfiguration(.server(.init(host: "127.0.0.1", port: server.port))))
    var encrypted = RedisConfiguration(.server(.init(host: "127.0.0.1", port: server.tlsPort)))
    encrypted.tls = .init(authorities: server.certificate)
    let tls = RedisClient(encrypted)
    try await server.wait(for: plain)

    let load = try await plain.send(words("SCRIPT", "LOAD", "return redis.call('GET', KEYS[1])"))
    guard case .bulk(let digest) = load else { throw BenchmarkFailure(description: "no script: \(load)") }
    _ = try await plain.send(words("SET", "k", String(repeating: "v", count: 200)))
    let command = [Array("EVALSHA".utf8), digest, Array("1".utf8), Array("k".utf8)]
    let bare = BareLoop(port: server.port, command: command, reply: 208)

    var trip: [(bare: Double, plain: Double, tls: Double)] = []
    var rates: [Double] = []
    for round in 0...rounds {
      let theirs = try bare.seconds(trips: trips)
      let ours = try await seconds { for _ in 0..<trips { _ = try await plain.send(command) } }
      let secret = try await seconds { for _ in 0..<trips { _ = try await tls.send(command) } }
      let wide = try await seconds {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<64 {
            group.addTask { for _ in 0..<(trips / 8) { _ = try await plain.send(command) } }
          }
          try await group.waitForAll()
        }
      }
      guard round > 0 else { continue }
      trip.append((theirs, ours, secret))
      rates.append(Double(trips / 8 * 64) / wide)
    }
    let plainly = trip.sorted { $0.plain / $0.bare < $1.plain / $1.bare }[rounds / 2]
    let (ratio, time) = (plainly.plain / plainly.bare, plainly.plain / Double(trips) * 1e6)
    print(String(format: "shared stores, a script: %.0f µs, %.2f of %@", time, ratio, bare.name))
    if ratio > mostOfC { print("  TARGET MISSED: at most \(mostOfC)") }
    let encryption = trip.map { $0.tls / $0.plain }.sorted()[rounds / 2]
    print(String(format: "shared stores, a script over TLS: %.2f of the same without", encryption))
    if encryption > mostOfPlain { print("  TARGET MISSED: at most \(mostOfPlain)") }
    let rate = rates.sorted()[rounds / 2]
    print(String(format: "shared stores, 64 tasks on one connection: %.0f scripts a second", rate))
    if rate < leastScripts { print("  TARGET MISSED: at least \(Int(leastScripts))") }
    try await measureCalls(plain, calls: trips / 40)

    // A record of an upload of 10,240 blocks, as it is written after each.
    let store = RedisStore(plain)
    let key = SharedKey(kind: "u", ["benchmark"])
    let claim = try await store.claim(key, by: ClaimOwner(), lease: .seconds(60), unless: WantedValue())
    guard case .yours(let fence, _) = claim else { throw BenchmarkFailure(description: "no claim") }
    let record = [UInt8](repeating: 1, count: 1_600)
    let noted = try await seconds {
      for _ in 0..<trips {
        _ = try await store.settle(key, under: fence, with: .progress(record, life: .seconds(60), lease: .seconds(60)))
      }
    }
    print(
      String(
        format: "shared stores, the journal of an upload: %.0f µs a block, %.2f %% of a block that takes 10 ms",
        noted / Double(trips) * 1e6, noted / Double(trips) / 0.01 * 100))
    if noted / Double(trips) / 0.01 > mostOfBlock { print("  TARGET MISSED: at most \(Int(mostOfBlock * 100)) %") }
  }

  /// How many trips to the store calls make whose token is at hand.
  private static func measureCalls(_ client: RedisClient, calls: Int) async throws {
    let port = baseline_server_start(
      Calls.reply.replacing(#""errcode":0,"#, with: #""errcode":0,"access_token":"t0","expires_in":7200,"#))
    guard port > 0 else { throw BenchmarkFailure(description: "the server did not start") }
    let counted = CountedCommands(client)
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress("http://127.0.0.1:\(port)")
    configuration.sharedStore = RedisStore(counted)
    let drive = WeDriveClient(credential: .corp(id: "wwbenchmark", secret: "s"), configuration: configuration)
    _ = try await drive.fileInfo(fileID: "f1")
    let fetching = counted.trips.load(ordering: .relaxed)
    guard fetching > 0 else { throw BenchmarkFailure(description: "the token did not come by the store") }
    for _ in 0..<calls { _ = try await drive.fileInfo(fileID: "f1") }
    let trips = counted.trips.load(ordering: .relaxed) - fetching
    print("shared stores, \(calls) calls with a token at hand: \(trips) trips; before them \(fetching), to fetch it")
    if trips > 0 { print("  TARGET MISSED: none") }
  }

  private static func seconds(_ work: () async throws -> Void) async throws -> Double {
    let time = try await ContinuousClock().measure(work)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }

  private static func words(_ words: String...) -> [[UInt8]] { words.map { Array($0.utf8) } }

  /// A command that C sends again and again.
  private struct BareLoop {
    let port: Int
    let command: [[UInt8]]
    /// How many bytes the reply has.
    let reply: Int
    let name: String

    init(port: Int, command: [[UInt8]], reply: Int) {
      self.port = port
      self.command = command
      self.reply = reply
      name = Self.hiredis(port, command, 1) > 0 ? "a C program with hiredis" : "a C loop on a bare socket"
    }

    func seconds(trips: Int) throws -> Double {
      var seconds = Self.hiredis(port, command, trips)
      if seconds < 0 {
        let bytes =
          Array("*\(command.count)\r\n".utf8)
          + command.flatMap { Array("$\($0.count)\r\n".utf8) + $0 + Array("\r\n".utf8) }
        seconds = bytes.withUnsafeBufferPointer {
          baseline_redis_trips(Int32(port), $0.baseAddress, Int32($0.count), Int32(reply), Int32(trips))
        }
      }
      guard seconds > 0 else { throw BenchmarkFailure(description: "the C loop failed") }
      return seconds
    }

    private static func hiredis(_ port: Int, _ command: [[UInt8]], _ trips: Int) -> Double {
      let copies = command.map { strdup(String(decoding: $0, as: UTF8.self)) }
      defer { for copy in copies { free(copy) } }
      var pointers = copies.map { UnsafePointer($0) }
      return baseline_hiredis_trips(Int32(port), Int32(command.count), &pointers, command.map(\.count), Int32(trips))
    }
  }

  /// Passes commands on and counts them.
  private final class CountedCommands: RedisCommands {
    let trips = Atomic(0)
    private let client: RedisClient

    init(_ client: RedisClient) { self.client = client }

    func send(_ arguments: [[UInt8]]) async throws(StoreFailure) -> RedisReply {
      trips.add(1, ordering: .relaxed)
      return try await client.send(arguments)
    }
  }

  /// A server of this run's own, that keeps nothing.
  private final class Server {
    let port: Int
    let tlsPort: Int
    let certificate: String
    private let process = Process()
    private let folder: URL

    init(_ program: String) throws {
      port = Int.random(in: 21_000..<29_000)
      tlsPort = port + 1
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-bench-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      certificate = folder.appendingPathComponent("server.pem").path
      let key = folder.appendingPathComponent("server.key").path
      let openssl = Process()
      openssl.executableURL = URL(filePath: "/usr/bin/env")
      openssl.arguments = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
      ]
      openssl.standardError = FileHandle.nullDevice
      try openssl.run()
      openssl.waitUntilExit()
      process.executableURL = URL(filePath: program)
      process.arguments = [
        "--port", "\(port)", "--tls-port", "\(tlsPort)", "--tls-cert-file", certificate, "--tls-key-file", key,
        "--tls-ca-cert-file", certificate, "--tls-auth-clients", "no", "--save", "", "--dir", folder.path,
      ]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
    }

    func wait(for client: RedisClient) async throws {
      for _ in 0..<500 {
        if (try? await client.send([Array("PING".utf8)])) != nil { return }
        try await Task.sleep(for: .milliseconds(10))
      }
      throw BenchmarkFailure(description: "redis-server did not start")
    }

    func end() {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      try? FileManager.default.removeItem(at: folder)
    }
  }
}
