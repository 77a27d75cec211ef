import Foundation
import TestSupport
import Testing
import WeDriveEmulator
import WeDriveGenerated
import WeDriveRuntime

@testable import WeDriveRedis

/// What the machines of a recipe share: a service, a Redis with the user that the documentation names, and, if a recipe wants
/// one, a PostgreSQL. The machines are shells with a home of their own.
final class RecipeRoom {
  static let hasPostgres = ["initdb", "postgres", "psql"].allSatisfy { path(of: $0) != nil }

  let emulator: Emulator
  let redis: RedisProcess
  let caller: Caller
  let space: SpaceID
  let folder: TemporaryFolder
  private var postgres: MachineProcess?

  private static func path(of program: String) -> String? {
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
    let folders =
      ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"] + versions.map { "/usr/lib/postgresql/\($0)/bin" }
    return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  init(_ emulator: Emulator) async throws {
    self.emulator = emulator
    redis = try await RedisProcess(
      "--user", "backups", "on", ">right", "~wedrive:*", "-@all", "+eval", "+evalsha", "+hmget", "+hset", "+hlen",
      "+del", "+pexpire", "+time")
    caller = try await Caller(emulator)
    space = try await caller.space()
    emulator.journal.clear()
    folder = try TemporaryFolder()
    for name in ["bin", "files"] {
      try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
    }
    try "right".write(toFile: folder.path("password"), atomically: true, encoding: .utf8)
    // On a machine these have other settings; and each machine has its own name.
    try tool("redis-cli", #"exec "\#(Self.path(of: "redis-cli") ?? "redis-cli")" -p \#(redis.port) "$@""#)
    try tool("hostname", #"echo "$MACHINE""#)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("bin/wedrive"), withDestinationPath: MachineProcess.folder.appending(path: "wedrive").path)
  }

  private func tool(_ name: String, _ line: String) throws {
    let path = folder.path("bin/\(name)")
    try "#!/bin/sh\n\(line)\n".write(toFile: path, atomically: true, encoding: .utf8)
    chmod(path, 0o755)
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
    let making = try asNobody("initdb", ["-D", data, "-A", "trust", "-U", "wedrive", "-N"])
    guard await making.waitForEnd() == 0 else { throw RedisCommandFailed(output: making.errors) }
    let settings = ["-c", "listen_addresses=", "-c", "unix_socket_directories=\(data)", "-c", "fsync=off"]
    postgres = try asNobody("postgres", ["-D", data] + settings)
    try await eventually("the database answers") { try await self.sql("SELECT 1") == "1" }
  }

  private func asNobody(_ program: String, _ arguments: [String]) throws -> MachineProcess {
    let own = [Self.path(of: program) ?? program] + arguments
    let command =
      geteuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + own : own
    return try MachineProcess(["-c", "cd /; exec \"$@\"", "sh"] + command, program: "/bin/sh")
  }

  /// What psql prints.
  @discardableResult
  func sql(_ text: String) async throws -> String {
    let run = try MachineProcess(
      ["-qAt", "-h", folder.path("data"), "-U", "wedrive", "-d", "postgres", "-c", text],
      program: Self.path(of: "psql") ?? "psql")
    _ = await run.waitForEnd()
    return run.lines.joined(separator: "\n")
  }

  /// Writes a file that is backed up.
  func file(_ name: String, _ content: [UInt8]) throws -> String {
    let path = folder.path("files/\(name)")
    try Data(content).write(to: URL(filePath: path))
    return path
  }

  /// Starts a script of the documentation on a machine, with the places and the servers of this room.
  func start(_ script: String, on machine: Int) throws -> MachineProcess {
    let home = folder.path("home-\(machine)")
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let script = script.replacing("/backups/", with: folder.path("files") + "/")
      .replacing("rediss://backups@cache.example:6380/0", with: store)
      .replacing("/run/secrets/redis", with: folder.path("password"))
      .replacing("--space s1", with: "--space \(space.rawValue)")
    let app = EmulatedApp.standard
    return try MachineProcess(
      ["-c", "cd \"$HOME\"\n" + script], program: "/bin/sh",
      environment: [
        "PATH": "\(folder.path("bin")):/usr/bin:/bin", "MACHINE": "m\(machine)", "HOME": home,
        "WEDRIVE_ENDPOINT": emulator.baseURL, "WEDRIVE_CORP_ID": app.corpID.rawValue,
        "WEDRIVE_CORP_SECRET": app.secret.rawValue,
        "WEDRIVE_STORE": store, "WEDRIVE_STORE_PASSWORD_FILE": folder.path("password"),
        "PGHOST": folder.path("data"), "PGUSER": "wedrive", "PGDATABASE": "postgres",
      ])
  }

  private var store: String { "redis://backups@127.0.0.1:\(redis.port)/0" }
}

extension MachineProcess {
  /// Kills a shell with all that it has started: each run has a group of processes of its own.
  func killAll() {
    guard getpgid(id) == id else { return signal(SIGKILL) }
    kill(-id, SIGKILL)
  }
}
