import Foundation
import TestSupport
import Testing

@testable import WeDriveEmulator

@Suite("Faults, as a socket sees them")
struct FaultTests {
  private func spaces(_ emulator: Emulator) -> Int {
    emulator.journal.records(of: "space_create").count { $0.hasActed }
  }

  private let create = #"{"space_name":"x"}"#

  @Test("Closed before acting: nothing comes back, nothing was done")
  func closeBeforeActing() async throws {
    try await withEmulator { emulator, caller in
      emulator.faults.add(.closeBeforeActing, FaultSelection("space_create"))
      let reply = try await caller.raw("space_create", create)
      #expect(reply.isClosed)
      #expect(reply.bytes.isEmpty)
      #expect(spaces(emulator) == 0)
      try await caller.done("space_create", ["space_name": "x"])
      #expect(emulator.journal.records(of: "space_create").map(\.faults) == [["close-before-acting"], []])
    }
  }

  @Test("Closed after acting: nothing comes back, and it was done", arguments: 0..<20)
  func closeAfterActing(round: Int) async throws {
    try await withEmulator { emulator, caller in
      emulator.faults.add(.closeAfterActing, FaultSelection("space_create", first: 2))
      let connection = try RawConnection(port: emulator.port)
      #expect(JSON(bytes: try await caller.raw("space_create", create, on: connection).body).errcode == 0)
      // The second call goes over a connection that has been used before.
      let reply = try await caller.raw("space_create", create, on: connection)
      #expect(reply.isClosed)
      #expect(reply.bytes.isEmpty)
      #expect(spaces(emulator) == 2)
      #expect(Set(emulator.journal.records(of: "space_create").map(\.peerPort)).count == 1)
      #expect(emulator.journal.records(of: "space_create").last?.errcode == nil)
    }
  }

  @Test("Truncated: the whole length is announced, so many bytes come, then the end", arguments: [0, 1, 10, 25])
  func truncate(count: Int) async throws {
    try await withEmulator { emulator, caller in
      emulator.faults.add(.truncate(after: count), FaultSelection("space_create"))
      let reply = try await caller.raw("space_create", create)
      #expect(reply.isClosed)
      #expect(reply.status == 200)
      #expect(reply.body.count == count)
      #expect((reply.announcedLength ?? 0) > count)
      #expect(spaces(emulator) == 1)
    }
  }

  @Test("An errcode before acting, and one after")
  func errcodes() async throws {
    try await withEmulator { emulator, caller in
      emulator.faults.add(.errcode(-1), FaultSelection("space_create"))
      emulator.faults.add(.errcode(-1, acting: true), FaultSelection("space_create", first: 2))
      try await caller.refused("space_create", ["space_name": "x"], -1)
      #expect(spaces(emulator) == 0)
      try await caller.refused("space_create", ["space_name": "x"], -1)
      #expect(spaces(emulator) == 1)
      #expect(emulator.journal.records(of: "space_create").map(\.errcode) == [-1, -1])
    }
  }

  @Test("Garbage, another reply, and an HTTP status")
  func replies() async throws {
    try await withEmulator { emulator, caller in
      emulator.faults.add(.garbage, FaultSelection("mng_capacity"))
      emulator.faults.add(.reply("{\"errcode\":\"0\"}"), FaultSelection("mng_capacity", first: 2))
      emulator.faults.add(.status(503, retryAfter: "garbage"), FaultSelection("mng_capacity", first: 3))
      let garbage = try await caller.raw("mng_capacity", "{}")
      #expect(garbage.status == 200 && garbage.text.hasPrefix("<html>"))
      #expect(try await caller.raw("mng_capacity", "{}").text == "{\"errcode\":\"0\"}")
      let status = try await caller.raw("mng_capacity", "{}")
      #expect(status.status == 503 && status.header("retry-after") == "garbage")
      #expect(emulator.journal.records(of: "mng_capacity").map(\.status) == [200, 200, 503])
    }
  }

  @Test("A delay delays, and a drip drips")
  func slowness() async throws {
    try await withEmulator { emulator, caller in
      emulator.faults.add(.delay(milliseconds: 200), FaultSelection("mng_capacity"))
      emulator.faults.add(.drip(bytes: 20, everyMilliseconds: 50), FaultSelection("mng_capacity", first: 2))
      let clock = ContinuousClock()
      #expect(try await clock.measure { try await caller.done("mng_capacity") } >= .milliseconds(200))
      let reply = try await caller.call("mng_capacity")
      #expect(reply.errcode == 0)
      emulator.faults.add(.drip(bytes: 20, everyMilliseconds: 50), FaultSelection("mng_capacity"))
      let elapsed = try await clock.measure { try await caller.done("mng_capacity") }
      #expect(elapsed >= .milliseconds(50 * ((reply.bytes.count - 1) / 20)))
    }
  }

  @Test("An expired token is really expired, for this call and the next")
  func expiredToken() async throws {
    try await withEmulator { emulator, caller in
      emulator.faults.add(.expiredToken, FaultSelection("mng_capacity"))
      try await caller.refused("mng_capacity", [:], 42001)
      try await caller.refused("mng_capacity", [:], 42001)
      try await TestCaller(emulator).done("mng_capacity")
    }
  }

  @Test("Only the calls that are selected are befallen")
  func selection() async throws {
    try await withEmulator { emulator, caller in
      emulator.faults.add(.errcode(45009), FaultSelection("mng_capacity", first: 2, every: 2, count: 2))
      var codes: [Int?] = []
      for _ in 0..<7 { codes.append(try await caller.call("mng_capacity").errcode) }
      #expect(codes == [0, 45009, 0, 45009, 0, 0, 0])
      try await caller.done("mng_pro_info")
    }
  }

  @Test("A stop ends what hangs: delays, drips and idle connections")
  func stop() async throws {
    let emulator = try await Emulator.start()
    let caller = try await TestCaller(emulator)
    let idle = try RawConnection(port: emulator.port)
    #expect(try await caller.raw("mng_capacity", "{}", on: idle).status == 200)
    emulator.faults.add(.delay(milliseconds: 60_000), .all("mng_pro_info"))
    emulator.faults.add(.drip(bytes: 1, everyMilliseconds: 60_000), .all("mng_capacity"))
    let hanging = Task { try await caller.raw("mng_pro_info", "{}") }
    let dripping = Task { try await caller.raw("mng_capacity", "{}") }
    try await eventually("both calls are under way") { emulator.journal.records().count { !$0.isDone } == 2 }
    let elapsed = await ContinuousClock().measure { await emulator.stop() }
    #expect(elapsed < .seconds(30))
    #expect(try await hanging.value.isClosed)
    #expect(try await dripping.value.isClosed)
    #expect(throws: RawConnection.Failure.self) { _ = try RawConnection(port: emulator.port) }
  }
}
