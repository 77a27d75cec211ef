import Foundation
import Testing
import WeDriveRuntime

@testable import WeDriveRedis

@Suite(
  .enabled(
    if: RedisProcess.isInstalled && RedisProcess.path(of: "openssl") != nil, "redis-server or openssl is missing"))
struct RedisTLSTests {
  /// Authorities and certificates for one test, made by openssl.
  private final class Certificates: Sendable {
    let folder = NSTemporaryDirectory() + "wdr-tls-\(UUID().uuidString.prefix(8))"

    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for authority in ["ca", "other"] {
        try openssl(
          "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(authority)"
            + " -keyout \(folder)/\(authority).key -out \(folder)/\(authority).pem")
      }
      for (name, subject, days) in [
        ("server", "IP:127.0.0.1", 2), ("elsewhere", "DNS:elsewhere.example", 2), ("client", "DNS:client", 2),
        ("expired", "IP:127.0.0.1", -1), ("expired-client", "DNS:client", -1),
      ] {
        let file = "\(folder)/\(name)"
        try "subjectAltName=\(subject)\n".write(toFile: "\(file).ext", atomically: true, encoding: .utf8)
        try openssl(
          "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name) -keyout \(file).key -out \(file).csr"
        )
        try openssl(
          "x509 -req -in \(file).csr -CA \(folder)/ca.pem -CAkey \(folder)/ca.key -days \(days) -extfile \(file).ext -out \(file).pem"
        )
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func openssl(_ line: String) throws {
      let run = Process()
      run.executableURL = URL(fileURLWithPath: RedisProcess.path(of: "openssl") ?? "openssl")
      run.arguments = line.split(separator: " ").map(String.init)
      run.standardOutput = FileHandle.nullDevice
      run.standardError = FileHandle.nullDevice
      try run.run()
      run.waitUntilExit()
      guard run.terminationStatus == 0 else { throw RedisCommandFailed(output: line) }
    }

    func server(_ name: String, clients: String) async throws -> RedisProcess {
      try await RedisProcess(
        "--tls-cert-file", "\(folder)/\(name).pem", "--tls-key-file", "\(folder)/\(name).key",
        "--tls-ca-cert-file", "\(folder)/ca.pem", "--tls-auth-clients", clients, tlsPort: true)
    }
  }

  private let key = SharedKey(kind: "t", ["corp"])

  private func kind(_ server: RedisProcess, _ tls: RedisConfiguration.TLS) async -> StoreFailure.Kind? {
    do throws(StoreFailure) {
      _ = try await RedisStore(RedisConfiguration(.server(server.address), tls: tls)).read(key)
      return nil
    } catch { return error.kind }
  }

  @Test func aTrustedServerIsSpokenToAndAnyOtherRefused() async throws {
    let files = try Certificates()
    let server = try await files.server("server", clients: "no")
    #expect(await kind(server, .init(authorities: "\(files.folder)/ca.pem")) == nil)
    #expect(await kind(server, .init(authorities: "\(files.folder)/other.pem")) == .denied)
    #expect(await kind(server, .init()) == .denied)
    let elsewhere = try await files.server("elsewhere", clients: "no")
    #expect(await kind(elsewhere, .init(authorities: "\(files.folder)/ca.pem")) == .denied)
  }

  @Test func anExpiredCertificateIsRefusedByBothSides() async throws {
    let files = try Certificates()
    let expired = try await files.server("expired", clients: "no")
    #expect(await kind(expired, .init(authorities: "\(files.folder)/ca.pem")) == .denied)
    let server = try await files.server("server", clients: "yes")
    let own = RedisConfiguration.TLS(
      authorities: "\(files.folder)/ca.pem", certificate: "\(files.folder)/expired-client.pem",
      key: "\(files.folder)/expired-client.key")
    #expect(await kind(server, own) != nil)
  }

  @Test func filesThatCannotBeUsedAreSaidToBeSo() async throws {
    let files = try Certificates()
    let server = try await files.server("server", clients: "no")
    let authorities = "\(files.folder)/ca.pem"
    #expect(await kind(server, .init(authorities: "\(files.folder)/none.pem")) == .denied)
    #expect(await kind(server, .init(authorities: authorities, certificate: "\(files.folder)/none.pem")) == .denied)
    let unfit = RedisConfiguration.TLS(
      authorities: authorities, certificate: "\(files.folder)/client.pem", key: "\(files.folder)/server.key")
    #expect(await kind(server, unfit) == .denied)
  }

  @Test func aServerThatWantsACertificateGetsIt() async throws {
    let files = try Certificates()
    let server = try await files.server("server", clients: "yes")
    let own = RedisConfiguration.TLS(
      authorities: "\(files.folder)/ca.pem", certificate: "\(files.folder)/client.pem",
      key: "\(files.folder)/client.key")
    #expect(await kind(server, own) == nil)
    #expect(await kind(server, .init(authorities: "\(files.folder)/ca.pem")) != nil)
  }

  @Test func manyLargeRecordsPassThroughOneEncryptedConnection() async throws {
    let files = try Certificates()
    let server = try await files.server("server", clients: "no")
    let store = RedisStore(
      RedisConfiguration(.server(server.address), tls: .init(authorities: "\(files.folder)/ca.pem")))
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<32 {
        group.addTask {
          let key = SharedKey(kind: "t", ["\(number)"])
          let value = [UInt8](repeating: UInt8(number), count: 100_000)
          _ = try await store.write(value, for: key, replacing: nil, life: .seconds(60))
          return try await store.read(key)?.value == value
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }
}
