import CBaseline
import Foundation
import WeDrive
import WeDriveRedis

/// Trips to a Redis server on this machine: the client of `WeDriveRedis` against a C loop on a bare socket, which writes the same
/// command and waits for the same reply.
enum SharedStores {
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
    let bytes = wire(command)

    var ratios: [(bare: Double, plain: Double, tls: Double)] = []
    for round in 0...rounds {
      let bare = bytes.withUnsafeBufferPointer {
        baseline_redis_trips(Int32(server.port), $0.baseAddress, Int32($0.count), 208, Int32(trips))
      }
      guard bare > 0 else { throw BenchmarkFailure(description: "the C loop failed") }
      let ours = try await seconds { for _ in 0..<trips { _ = try await plain.send(command) } }
      let secret = try await seconds { for _ in 0..<trips { _ = try await tls.send(command) } }
      if round > 0 { ratios.append((bare, ours, secret)) }
    }
    let trip = ratios.sorted { $0.plain / $0.bare < $1.plain / $1.bare }[ratios.count / 2]
    print(
      String(
        format: "shared stores, a script: %.0f µs, %.2f of a C loop on a bare socket; over TLS %.2f of that",
        trip.plain / Double(trips) * 1e6, trip.plain / trip.bare, trip.tls / trip.plain))

    let wide = try await seconds {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<64 {
          group.addTask { for _ in 0..<(trips / 8) { _ = try await plain.send(command) } }
        }
        try await group.waitForAll()
      }
    }
    print(
      String(
        format: "shared stores, 64 tasks on one connection: %.0f scripts a second", Double(trips / 8 * 64) / wide))

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
  }

  private static func seconds(_ work: () async throws -> Void) async throws -> Double {
    let time = try await ContinuousClock().measure(work)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }

  private static func words(_ words: String...) -> [[UInt8]] { words.map { Array($0.utf8) } }

  private static func wire(_ command: [[UInt8]]) -> [UInt8] {
    Array("*\(command.count)\r\n".utf8)
      + command.flatMap { Array("$\($0.count)\r\n".utf8) + $0 + Array("\r\n".utf8) }
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
      process.terminate()
      process.waitUntilExit()
      try? FileManager.default.removeItem(at: folder)
    }
  }
}
