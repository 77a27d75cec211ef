import Foundation
import TestSupport
import Testing
import WeDriveEmulator
import WeDriveGenerated
import WeDriveRuntime

@testable import WeDriveRedis

/// Processes that share tokens of which each fetch ends the one before.
///
/// Their time runs faster than the clock, so that a test of several lives is short. What they must be in time for, a lease and
/// the handover from one token to the next, is still long enough for a machine that is busy with something else.
@Suite(
  "Machines that share a token", .serialized,
  .enabled(if: RedisProcess.isInstalled, "redis-server and redis-cli are not installed"))
struct TokenStormTests {
  private static let runsLongTests = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1"

  /// What became of a storm.
  struct Outcome: CustomStringConvertible {
    var fetches = 0
    var refused = 0
    var calls = 0
    var failures = 0
    var lines: [[Substring]] = []

    var description: String { "\(fetches) fetches, \(refused) refused and \(failures) failed of \(calls) calls" }
  }

  /// How fast time runs and how long a token lives, in seconds of the clock.
  struct Pace {
    /// A lease of ten seconds is 3.3, a second of a store's time off 0.3.
    var scale = 3
    /// Machines trust a token for two less: the emulator counts whole seconds, and a call takes a while to arrive.
    var life = 13
    /// How long the token before is good after a fetch. The service promises up to 300, thirty leases.
    var handover = 6

    /// How many fetches so many lives need, the first included.
    func needed(for seconds: Int) -> Int { 1 + Int(Double(seconds) / (Double(life - 2) * 0.9)) }
  }

  /// A service whose tokens live shortly, and machines that call it.
  private struct Scene {
    let emulator: Emulator
    let redis: RedisProcess
    let pace: Pace

    func machine(seconds: Int, _ more: [String] = [], environment: [String: String] = [:]) throws -> MachineProcess {
      let options = [
        "tokens", "host=\(emulator.cloud.baseURL)", "environment=\(EmulatedCloudConfiguration().environment)",
        "scale=\(pace.scale)", "seconds=\(seconds)",
      ]
      return try MachineProcess(options + more, environment: environment)
    }

    var store: String { "store=redis://127.0.0.1:\(redis.port)" }

    /// Waits for the end of the machines that still run.
    func outcome(of machines: [MachineProcess]) async throws -> Outcome {
      var outcome = Outcome()
      for machine in machines {
        _ = await machine.waitForEnd()
        let lines = machine.lines
        outcome.lines.append(lines)
        for line in lines where line.hasPrefix("calls ") {
          let words = line.split(separator: " ")
          outcome.calls += Int(words[1]) ?? 0
          outcome.failures += Int(words[3]) ?? 0
        }
      }
      let records = emulator.journal.records()
      outcome.fetches =
        records.filter { $0.endpoint == GetAccessTokenRequest.endpoint.name && $0.hasActed }.count
      outcome.refused =
        records.filter { $0.endpoint == BatchDownloadFileRequest.endpoint.name && $0.errcode ?? 0 != 0 }.count
      return outcome
    }
  }

  private func scene(
    _ pace: Pace = Pace(), fetching: Int = 200, _ test: (Scene) async throws -> Void
  ) async throws {
    var configuration = EmulatorConfiguration()
    configuration.cloud.tokenLife = .seconds(Int64(pace.life))
    configuration.cloud.tokenHandover = .seconds(Int64(pace.handover))
    let emulator = try await Emulator.start(configuration)
    emulator.faults.add(.delay(milliseconds: fetching), .all(GetAccessTokenRequest.endpoint.name))
    do {
      try await test(Scene(emulator: emulator, redis: try await RedisProcess(), pace: pace))
    } catch {
      await emulator.stop()
      throw error
    }
    await emulator.stop()
  }

  // MARK: - With claims

  @Test("fetch it once a life, and none of ten is refused a call")
  func claims() async throws {
    try await scene { scene in
      let seconds = 3 * (scene.pace.life - 2)
      let machines = try (0..<10).map { _ in try scene.machine(seconds: seconds, [scene.store]) }
      let outcome = try await scene.outcome(of: machines)
      print("ten machines, three lives: \(outcome)")
      #expect(outcome.fetches <= scene.pace.needed(for: seconds) && outcome.refused == 0 && outcome.failures == 0)
      #expect(outcome.calls > 1000)
    }
  }

  /// What machines do that share nothing, and what they do with a store that has no claims.
  @Test(
    "storm if they share nothing, or if their store has no claims",
    .enabled(if: Self.runsLongTests, "WEDRIVE_LONG_TESTS is not set"), arguments: [false, true])
  func storm(hasStore: Bool) async throws {
    try await scene { scene in
      let seconds = 3 * (scene.pace.life - 2)
      let way = hasStore ? [scene.store, "way=records"] : []
      let machines = try (0..<10).map { _ in try scene.machine(seconds: seconds, way) }
      let outcome = try await scene.outcome(of: machines)
      print("ten machines, three lives, \(hasStore ? "a store without claims" : "no store"): \(outcome)")
      #expect(outcome.fetches > 3 * scene.pace.needed(for: seconds) && outcome.refused > 0)
    }
  }

  /// Stops one of the machines, which all hold a token, in the middle of its renewal.
  private func stopRenewing(_ machines: [MachineProcess]) async throws -> MachineProcess {
    let end = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < end {
      let begun = machines.reduce(0) { $0 + $1.lines.count { $0 == "fetching" } }
      if begun > 1, let machine = machines.first(where: \.isFetching) {
        machine.signal(SIGSTOP)
        // What it has written by now is all that it writes.
        try await Task.sleep(for: .milliseconds(50))
        if machine.isFetching { return machine }
        machine.signal(SIGCONT)
      }
      try await Task.sleep(for: .milliseconds(5))
    }
    throw RedisCommandFailed(output: "none fetches")
  }

  @Test(
    "go on with it when the one that renews it is killed, or stopped beyond its lease",
    .enabled(if: Self.runsLongTests, "WEDRIVE_LONG_TESTS is not set"),
    arguments: [SIGKILL, SIGSTOP])
  func silentClaimer(signal: Int32) async throws {
    // The token of the one that falls silent is issued, and ends the one that the others hold: they have a lease and a fetch
    // to replace it.
    try await scene(Pace(life: 22, handover: 12), fetching: 1000) { scene in
      let seconds = 2 * scene.pace.life
      let machines = try (0..<5).map { _ in try scene.machine(seconds: seconds, [scene.store]) }
      let claimer = try await stopRenewing(machines)
      let others = machines.filter { $0 !== claimer }
      func fetched() -> Int { others.reduce(0) { $0 + $1.lines.count { $0 == "fetched" } } }
      let before = fetched()
      if signal == SIGKILL { claimer.signal(SIGKILL) }
      try await eventually("another takes over") { fetched() > before }
      if signal == SIGSTOP { claimer.signal(SIGCONT) }
      let outcome = try await scene.outcome(of: machines)
      print("the claimer gets signal \(signal): \(outcome)")
      // What it had asked for was issued all the same.
      #expect(
        outcome.fetches <= scene.pace.needed(for: seconds) + 1 && outcome.refused == 0 && outcome.failures == 0)
      if signal == SIGSTOP { #expect(claimer.lines.last == "done", "it goes on") }
    }
  }

  @Test(
    "keep it while their store is away, and fetch one for all when it is back",
    .enabled(if: Self.runsLongTests, "WEDRIVE_LONG_TESTS is not set"))
  func storeAway() async throws {
    // They renew it at 90 to 92 of 100 seconds, and alone at 94 at the earliest.
    try await scene(Pace(scale: 8, life: 102, handover: 30)) { scene in
      let seconds = 110
      let machines = try (0..<5).map { _ in try scene.machine(seconds: seconds, [scene.store]) }
      func all(_ word: String) -> Bool { machines.allSatisfy { $0.lines.contains { $0.hasPrefix(word) } } }
      try await eventually("all make calls") { scene.emulator.journal.count() > 100 }
      try await Task.sleep(for: .seconds(80))
      scene.redis.signal(SIGKILL)
      try await eventually("all have missed it") { all("warning") }
      // It comes back with nothing.
      let successor = try await RedisProcess(port: scene.redis.port)
      let outcome = try await scene.outcome(of: machines)
      print("the store is away when renewals are due: \(outcome)")
      #expect(outcome.fetches == 2 && outcome.refused == 0 && outcome.failures == 0)
      #expect(outcome.lines.allSatisfy { $0.contains("health available") })
      successor.signal(SIGKILL)
    }
  }

  @Test("work alone with a wrong password, say so once, and need no store")
  func wrongPassword() async throws {
    try await scene { scene in
      try scene.redis.cli("config", "set", "requirepass", "right")
      let machines = try (0..<3).map { index in
        try scene.machine(
          seconds: 5, ["tokens=stable"] + (index == 0 ? [] : [scene.store, "password=wrong"]))
      }
      let outcome = try await scene.outcome(of: machines)
      #expect(outcome.failures == 0 && outcome.refused == 0 && outcome.calls > 100)
      #expect(outcome.lines[0].contains("health none"))
      for lines in outcome.lines.dropFirst() {
        #expect(lines.contains { $0.hasPrefix("health failing") && $0.contains("denied") })
        #expect(lines.count { $0.hasPrefix("warning") } == 1)
      }
    }
  }

  #if os(Linux)
    @Test(
      "fetch it once a life although their clocks differ by four hours",
      .enabled(if: PreloadedLibrary.clock != nil, "needs cc"))
    func skew() async throws {
      try await scene { scene in
        let seconds = 2 * (scene.pace.life - 2)
        let machines = try [-7200, 0, 7200, -7200, 7200].map { skew in
          try scene.machine(seconds: seconds, [scene.store], environment: PreloadedLibrary.skewedClock(by: skew))
        }
        let outcome = try await scene.outcome(of: machines)
        print("clocks at -2, 0 and 2 hours: \(outcome)")
        #expect(outcome.fetches <= scene.pace.needed(for: seconds) && outcome.refused == 0 && outcome.failures == 0)
      }
    }
  #endif
}
