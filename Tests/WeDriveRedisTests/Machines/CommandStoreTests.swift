import Foundation
import TestSupport
import Testing
import WeDriveEmulator
import WeDriveGenerated
import WeDriveRuntime

@testable import WeDriveRedis

/// The command line on several machines: each run has a home of its own, and they have one Redis.
@Suite(
  "Commands with WEDRIVE_STORE", .serialized,
  .enabled(if: RedisProcess.isInstalled, "redis-server and redis-cli are not installed"))
struct CommandStoreTests {
  private struct Scene {
    let emulator: Emulator
    let redis: RedisProcess
    let space: SpaceID

    /// Calls something that takes a token.
    func call(
      store: String? = nil, environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, errors: String) {
      try await run("call", "space_info", "spaceid=\(space.rawValue)", store: store, environment: environment)
    }

    /// Runs a command on a machine of its own.
    func run(_ arguments: String..., store: String? = nil, environment: [String: String] = [:]) async throws
      -> (status: Int32, output: String, errors: String)
    {
      try await run(arguments, store: store, environment: environment)
    }

    func run(_ arguments: [String], store: String? = nil, environment: [String: String] = [:]) async throws
      -> (status: Int32, output: String, errors: String)
    {
      let process = try start(arguments, store: store, environment: environment)
      let status = await process.waitForEnd()
      return (status, process.lines.joined(separator: "\n"), process.errors)
    }

    func start(_ arguments: String...) throws -> MachineProcess { try start(arguments) }

    private func start(
      _ arguments: [String], store: String? = nil, environment: [String: String] = [:]
    ) throws -> MachineProcess {
      let home = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-home-\(UUID().uuidString)")
      let app = EmulatedApp.standard
      let given = [
        "HOME": home.path, "WEDRIVE_ENDPOINT": emulator.baseURL, "WEDRIVE_CORP_ID": app.corpID.rawValue,
        "WEDRIVE_CORP_SECRET": app.secret.rawValue, "WEDRIVE_STORE": store ?? "redis://127.0.0.1:\(redis.port)",
      ]
      return try MachineProcess(arguments, program: "wedrive", environment: given.merging(environment) { $1 })
    }

    func file(_ bytes: Int) throws -> String {
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-file-\(UUID().uuidString)")
      try Data((0..<bytes).map { UInt8(truncatingIfNeeded: $0 / 7) }).write(to: file)
      return file.path
    }
  }

  private func scene(_ test: (Scene) async throws -> Void) async throws {
    let redis = try await RedisProcess()
    let emulator = try await Emulator.start()
    do {
      let space = try await Caller(emulator).space()
      emulator.journal.clear()
      try await test(Scene(emulator: emulator, redis: redis, space: space))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  private func tokens(_ scene: Scene) -> Int { scene.emulator.journal.count(of: GetTokenRequest.endpoint.name) }

  @Test("share one token")
  func tokens() async throws {
    try await scene { scene in
      for _ in 0..<3 {
        let run = try await scene.call()
        #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
      }
      #expect(tokens(scene) == 1)
    }
  }

  @Test("take the password from a variable or a file, never from the URL, and do not repeat it")
  func password() async throws {
    try await scene { scene in
      try scene.redis.cli("config", "set", "requirepass", "planted-password")
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-pw-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: file) }
      try Data("planted-password\n".utf8).write(to: file)
      for environment in [
        ["WEDRIVE_STORE_PASSWORD": "planted-password"], ["WEDRIVE_STORE_PASSWORD_FILE": file.path],
      ] {
        let run = try await scene.call(environment: environment)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
      }
      #expect(tokens(scene) == 1)
      let wrong = try await scene.call(environment: ["WEDRIVE_STORE_PASSWORD": "planted-other"])
      // It works alone, and says so.
      #expect(wrong.status == 0 && wrong.errors.contains("the shared store fails") && !wrong.errors.contains("planted"))
      let url = try await scene.call(store: "redis://u:planted-password@127.0.0.1:\(scene.redis.port)")
      #expect(url.status == 64 && url.errors.contains("WEDRIVE_STORE") && !url.errors.contains("planted"))
    }
  }

  @Test("work without the store while it is away, with one note")
  func away() async throws {
    try await scene { scene in
      let port = try RedisProcess.freePort()
      let run = try await scene.call(store: "redis://127.0.0.1:\(port)")
      #expect(run.status == 0)
      #expect(
        run.errors.split(separator: "\n").count == 1 && run.errors.contains("going on without it"), "\(run.errors)")
    }
  }

  @Test("use up one budget, and show it")
  func budget() async throws {
    try await scene { scene in
      let environment = ["WEDRIVE_BUDGET": "5", "WEDRIVE_BUDGET_LEAVE": "1"]
      for _ in 0..<4 {
        #expect(try await scene.call(environment: environment).status == 0)
      }
      let calls = scene.emulator.journal.count()
      let run = try await scene.call(environment: environment)
      #expect(run.status == 2 && run.errors.contains("1 are left for others"), "\(run)")
      #expect(scene.emulator.journal.count() == calls)
      let shown = try await scene.run("budget", environment: environment)
      #expect(shown.output.hasSuffix("4 of 5 calls are used, 1 are left"), "\(shown)")
      let json = try await scene.run("budget", "--json", environment: environment)
      #expect(json.output.contains("\"used\":4") && json.output.contains("\"limit\":5"), "\(json)")
      let path = try scene.file(100)
      let put = try await scene.run("put", "--quiet", "--space", scene.space.rawValue, path, environment: environment)
      #expect(put.status == 2 && put.errors.contains("it takes 1 call"), "\(put)")
    }
  }

  @Test("upload one file once, whichever of them does it")
  func put() async throws {
    try await scene { scene in
      let path = try scene.file(11_000_000)
      let copy = path + "-copy"
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      let first = try await scene.run("put", "--quiet", "--space", scene.space.rawValue, "--name", "a", path)
      let second = try await scene.run("put", "--quiet", "--space", scene.space.rawValue, "--name", "a", copy)
      #expect(first.status == 0 && second.status == 0 && first.output == second.output && !first.output.isEmpty)
      #expect(scene.emulator.journal.count(of: FileUploadInitRequest.endpoint.name) == 1)
    }
  }

  @Test("end with an exit code of its own where another machine has the upload, and only if nothing else went wrong")
  func inUse() async throws {
    try await scene { scene in
      let path = try scene.file(11_000_000)
      scene.emulator.faults.add(.delay(milliseconds: 300), .all(FileUploadPartRequest.endpoint.name))
      func put(_ more: String...) async throws -> (status: Int32, output: String, errors: String) {
        try await scene.run(["put", "--quiet", "--space", scene.space.rawValue] + more)
      }
      let first = try scene.start("put", "--quiet", "--space", scene.space.rawValue, path)
      try await eventually("it has begun") {
        scene.emulator.journal.count(of: FileUploadPartRequest.endpoint.name) > 0
      }
      let second = try await put(path)
      #expect(second.status == 75 && second.errors.contains("another machine"), "\(second)")
      let third = try await put("/nowhere", path)
      #expect(third.status == 2, "\(third)")
      #expect(await first.waitForEnd() == 0, "\(first.errors)")
      let last = try await put(path)
      #expect(last.status == 0 && last.output == first.lines.joined(), "\(last)")
    }
  }

  @Test("show nothing secret to who watches the server, if values are sealed")
  func monitor() async throws {
    try await scene { scene in
      let keys = FileManager.default.temporaryDirectory.appendingPathComponent("wedrive-keys-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: keys) }
      try Data((String(repeating: "0f", count: 32) + "\n").utf8).write(to: keys)
      let monitor = try LocalSocket.connect(to: scene.redis.port)
      defer { close(monitor) }
      _ = LocalSocket.send("MONITOR\r\n".utf8, to: monitor)
      let path = try scene.file(11_000_000)
      let environment = ["WEDRIVE_STORE_KEYS": keys.path, "WEDRIVE_BUDGET": "1000"]
      let run = try await scene.run(
        "put", "--quiet", "--space", scene.space.rawValue, "--name", "planted-name", path, environment: environment)
      #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
      #expect(try await scene.call(environment: environment).status == 0)
      #expect(tokens(scene) == 1)
      var seen: [UInt8] = []
      var room = [UInt8](repeating: 0, count: 65_536)
      try await eventually("the monitor shows the session") {
        while case let count = recv(monitor, &room, room.count, Int32(MSG_DONTWAIT)), count > 0 {
          seen += room[..<count]
        }
        return String(decoding: seen, as: UTF8.self).contains("wedrive:u:")
      }
      let text = String(decoding: seen, as: UTF8.self)
      for kind in ["wedrive:t:", "wedrive:b:", "wedrive:u:"] { #expect(text.contains(kind), "\(kind)") }
      let app = EmulatedApp.standard
      for word in [
        app.corpID.rawValue, app.secret.rawValue, "planted-name", scene.space.rawValue, run.output, "wedrive-token",
      ] {
        #expect(!text.contains(word), "\(word)")
      }
    }
  }
}
