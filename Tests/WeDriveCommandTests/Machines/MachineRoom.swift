import Foundation
import TestSupport

/// The programs that several machines share, and shells that stand for the machines.
final class MachineRoom {
  /// Where one of these is installed, behind the places of the system.
  static func path(of program: String) -> String? {
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    let folders =
      ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"] + versions.map { "/usr/lib/postgresql/\($0)/bin" }
    return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static let hasRedis = path(of: "redis-server") != nil && path(of: "redis-cli") != nil
  static let hasPostgres = ["initdb", "postgres", "psql"].allSatisfy { path(of: $0) != nil }

  let folder: TemporaryFolder
  private let service: EmulatedService
  private let port: Int
  private var processes: [Process] = []

  /// Starts a Redis server with the user that the documentation names.
  init(_ service: EmulatedService) async throws {
    self.service = service
    folder = try TemporaryFolder()
    port = Int.random(in: 20_000..<32_000)
    for name in ["bin", "files"] {
      try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
    }
    try "right".write(toFile: folder.path("password"), atomically: true, encoding: .utf8)
    let user = "--user backups on >right ~wedrive:* -@all +eval +evalsha +hmget +hset +hlen +del +pexpire +time"
    try start(
      "redis-server",
      ["--port", "\(port)", "--save", "", "--dir", folder.path] + user.split(separator: " ").map(String.init))
    // On a machine these have other settings; and each machine has its own name.
    try tool("redis-cli", #"exec "\#(Self.path(of: "redis-cli") ?? "redis-cli")" -p \#(port) "$@""#)
    try tool("hostname", #"echo "$MACHINE""#)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("bin/wedrive"), withDestinationPath: CommandRun.products.appending(path: "wedrive").path)
    try await waitFor("redis-cli", ["-p", "\(port)", "ping"])
  }

  deinit {
    for process in processes where process.isRunning {
      // For both servers this is the order to end at once.
      process.interrupt()
      process.waitUntilExit()
    }
  }

  /// Starts a database of its own. Its programs refuse to run as root, so then they run as nobody.
  func startPostgres() async throws {
    let data = folder.path("data")
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    if geteuid() == 0 {
      for path in [folder.path, data] { chmod(path, 0o755) }
      chown(data, 65_534, 65_534)
      chmod(data, 0o700)
    }
    let made = start(asNobody: "initdb", ["-D", data, "-A", "trust", "-U", "wedrive", "-N"])
    made.waitUntilExit()
    let settings = ["-c", "listen_addresses=", "-c", "unix_socket_directories=\(data)", "-c", "fsync=off"]
    processes.append(start(asNobody: "postgres", ["-D", data] + settings))
    try await waitFor("psql", ["-h", data, "-U", "wedrive", "-d", "postgres", "-c", "SELECT 1"])
  }

  /// What psql prints.
  @discardableResult
  func sql(_ text: String) throws -> String {
    try run("psql", ["-qAt", "-h", folder.path("data"), "-U", "wedrive", "-d", "postgres", "-c", text])
  }

  /// What redis-cli prints.
  @discardableResult
  func redis(_ words: String...) throws -> String { try run("redis-cli", ["-p", "\(port)"] + words) }

  /// Starts a script of the documentation on a machine, with the places and the servers of this room.
  func start(_ script: String, on machine: Int) throws -> RunningShell {
    let home = folder.path("home-\(machine)")
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let script = script.replacing("/backups/", with: folder.path("files") + "/")
      .replacing("rediss://backups@cache.example:6380/0", with: "redis://backups@127.0.0.1:\(port)/0")
      .replacing("/run/secrets/redis", with: folder.path("password"))
      .replacing("--space s1", with: "--space \(service.space.rawValue)")
    let settings = [
      "PATH": "\(folder.path("bin")):/usr/bin:/bin", "MACHINE": "m\(machine)", "HOME": home,
      "XDG_STATE_HOME": home + "/state", "XDG_CACHE_HOME": home + "/cache",
      "WEDRIVE_STORE": "redis://backups@127.0.0.1:\(port)/0", "WEDRIVE_STORE_PASSWORD_FILE": folder.path("password"),
      "PGHOST": folder.path("data"), "PGUSER": "wedrive", "PGDATABASE": "postgres",
    ]
    return try RunningShell(script, environment: service.environment.merging(settings) { $1 })
  }

  /// Writes a file that is backed up.
  func file(_ name: String, _ content: [UInt8]) throws -> String {
    let path = folder.path("files/\(name)")
    try Data(content).write(to: URL(filePath: path))
    return path
  }

  private func tool(_ name: String, _ line: String) throws {
    let path = folder.path("bin/\(name)")
    try "#!/bin/sh\n\(line)\n".write(toFile: path, atomically: true, encoding: .utf8)
    chmod(path, 0o755)
  }

  private func start(_ program: String, _ arguments: [String]) throws {
    let process = Self.process(program, arguments)
    try process.run()
    processes.append(process)
  }

  private func start(asNobody program: String, _ arguments: [String]) -> Process {
    let isRoot = geteuid() == 0
    let own = [Self.path(of: program) ?? program] + arguments
    let process =
      isRoot
      ? Self.process("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups"] + own)
      : Self.process(program, arguments)
    process.currentDirectoryURL = URL(filePath: "/")
    // What does not start is noticed by those who wait for it.
    try? process.run()
    return process
  }

  private func waitFor(_ program: String, _ arguments: [String]) async throws {
    for _ in 0..<1500 {
      let process = Self.process(program, arguments)
      try process.run()
      process.waitUntilExit()
      if process.terminationStatus == 0 { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw CocoaError(.executableLoad)
  }

  private func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Self.process(program, arguments)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func process(_ program: String, _ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: path(of: program) ?? program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }
}

/// A shell with a script, in a group of processes of its own: it is killed with all that it started.
final class RunningShell {
  private let process = Process()
  private let errors: String

  init(_ script: String, environment: [String: String]) throws {
    errors = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-shell-\(UUID().uuidString)").path
    try Data().write(to: URL(filePath: errors))
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["setsid", "--wait", "sh", "-c", script]
    process.environment = environment
    process.currentDirectoryURL = URL(filePath: environment["HOME"] ?? "/")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try process.run()
  }

  deinit {
    if process.isRunning { killAll() }
    try? FileManager.default.removeItem(atPath: errors)
  }

  var isRunning: Bool { process.isRunning }

  /// What was written to standard error.
  var text: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

  /// Kills the machine: the shell and what it has started.
  func killAll() {
    let own = process.processIdentifier
    // Where it would not have begun a session, `setsid` has forked.
    let list = try? String(contentsOfFile: "/proc/\(own)/task/\(own)/children", encoding: .utf8)
    for leader in [own] + (list ?? "").split(separator: " ").compactMap({ Int32($0) }) where getpgid(leader) == leader {
      kill(-leader, SIGKILL)
    }
  }
}
