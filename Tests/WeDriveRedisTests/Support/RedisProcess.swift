import Foundation
import WeDriveRuntime

@testable import WeDriveRedis

/// A real redis-server or redis-sentinel on a port of its own, in a folder of its own, that keeps nothing and dies with the
/// test.
final class RedisProcess: @unchecked Sendable {
  // Foundation's Process is used by one test, on one task at a time; what signals it goes by its number.
  private let process = Process()
  let port: Int
  let folder: String

  static let isInstalled = path(of: "redis-server") != nil && path(of: "redis-cli") != nil
  static let hasSentinel = isInstalled && path(of: "redis-sentinel") != nil

  static func path(of program: String) -> String? {
    ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Starts a server, and waits until it takes connections.
  init(_ options: String..., port: Int? = nil, tlsPort: Bool = false) async throws {
    self.port = try port ?? Self.freePort()
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("wdr-\(UUID().uuidString.prefix(8))").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let ports = tlsPort ? ["--port", "0", "--tls-port", "\(self.port)"] : ["--port", "\(self.port)"]
    try start("redis-server", ports + ["--save", "", "--dir", folder, "--repl-diskless-sync-delay", "0"] + options)
    try await waitUntilListening()
  }

  /// Starts a sentinel that watches a master.
  init(watching master: Int) async throws {
    port = try Self.freePort()
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("wdr-\(UUID().uuidString.prefix(8))").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lines = [
      "port \(port)", "dir \(folder)", "sentinel monitor wd 127.0.0.1 \(master) 1",
      "sentinel down-after-milliseconds wd 400", "sentinel failover-timeout wd 3000",
    ]
    try (lines.joined(separator: "\n") + "\n").write(toFile: "\(folder)/s.conf", atomically: true, encoding: .utf8)
    try start("redis-sentinel", ["\(folder)/s.conf"])
    try await waitUntilListening()
  }

  deinit {
    kill(process.processIdentifier, SIGCONT)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func start(_ program: String, _ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: Self.path(of: program) ?? program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  private func waitUntilListening() async throws {
    for _ in 0..<1000 {
      if let connection = try? LocalSocket.connect(to: port) {
        close(connection)
        return
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw RedisCommandFailed(output: "the server does not start")
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  var address: RedisConfiguration.Address { .init(host: "127.0.0.1", port: port) }
  var configuration: RedisConfiguration { RedisConfiguration(.server(address)) }
  var store: RedisStore { RedisStore(configuration) }

  /// What redis-cli prints.
  @discardableResult
  func cli(_ words: String...) throws -> String { try Self.cli(["-p", "\(port)"] + words) }

  @discardableResult
  static func cli(_ words: [String]) throws -> String {
    let run = Process()
    let output = Pipe()
    run.executableURL = URL(fileURLWithPath: path(of: "redis-cli") ?? "redis-cli")
    run.arguments = words
    run.standardOutput = output
    run.standardError = FileHandle.nullDevice
    try run.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    run.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func freePort() throws -> Int {
    while true {
      let listener = try LocalSocket.listen()
      close(listener.descriptor)
      // A node of a cluster also takes the port that is greater by 10,000.
      if listener.port < 55_000 { return listener.port }
    }
  }
}

struct RedisCommandFailed: Error { let output: String }

/// TCP on the loopback interface.
enum LocalSocket {
  #if canImport(Darwin)
    private static let stream = SOCK_STREAM
  #else
    private static let stream = Int32(SOCK_STREAM.rawValue)
  #endif

  static func listen() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, stream, 0)
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, 4)
    var address = address(of: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        bind(descriptor, plain, size) == 0 && Foundation.listen(descriptor, 64) == 0
          && getsockname(descriptor, plain, &size) == 0
      }
    }
    guard bound else { throw RedisCommandFailed(output: "no port") }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  static func connect(to port: Int) throws -> Int32 {
    let descriptor = socket(AF_INET, stream, 0)
    var address = address(of: port)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.connect(descriptor, $0, size) == 0 }
    }
    guard isConnected else {
      close(descriptor)
      throw RedisCommandFailed(output: "no connection")
    }
    return descriptor
  }

  /// Ends a connection at once with a reset, also where a thread still waits for it.
  static func reset(_ descriptor: Int32) {
    #if canImport(Darwin)
      shutdown(descriptor, Int32(SHUT_RDWR))
    #else
      var nowhere = sockaddr()
      nowhere.sa_family = sa_family_t(AF_UNSPEC)
      _ = Foundation.connect(descriptor, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
    #endif
  }

  /// Sends bytes; what the other end has closed does not end the process.
  static func send(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
    #if canImport(Darwin)
      var one: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &one, 4)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    let all = Array(bytes)
    return Foundation.send(descriptor, all, all.count, flags) == all.count
  }

  private static func address(of port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
