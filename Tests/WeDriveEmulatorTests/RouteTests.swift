import Foundation
import Testing
import WeDriveGenerated
import WeDriveRuntime

@testable import WeDriveEmulator

@Suite("Routes, tokens and envelopes")
struct RouteTests {
  @Test("Every route of the catalog is there: a valid request is looked at, or told that there is no code for it yet")
  func everyRoute() async throws {
    let samples = try SampleRequest()
    try await withEmulator { emulator, caller in
      for route in weDriveRoutes {
        let endpoint = route.endpoint
        let fields = try #require(samples.fields(of: endpoint.name), "\(endpoint.name)")
        let query = endpoint.method == .get ? fields.map { "&\($0)=\($1)" }.joined() : ""
        let reply = try await RawConnection(port: emulator.port).exchange(
          endpoint.method.rawValue, "\(endpoint.path)?access_token=\(caller.token)\(query)",
          body: endpoint.method == .post ? Array(try JSONSerialization.data(withJSONObject: fields)) : [])
        #expect(reply.status == 200, "\(endpoint.name)")
        let json = JSON(bytes: reply.body)
        let code = try #require(json.errcode, "\(endpoint.name)")
        #expect(![-1, 640_011].contains(code), "\(endpoint.name): \(json)")
        if code == ServiceError.notImplementedCode {
          #expect(json["errmsg"]?.contains("no code for \(endpoint.name)") == true)
          print("note: the emulator has no code for \(endpoint.name) yet")
        }
      }
      #expect(emulator.journal.count() == weDriveRoutes.count + 1)
    }
  }

  @Test(
    "An endpoint that the emulator has no code for says so, in words that a caller gets and that ask for no repetition")
  func unimplemented() async throws {
    try await withEmulator { emulator, _ in
      let refused = emulator.backend.gatekeeper.refused(WeDriveError.notImplemented(endpoint: "space_rename"))
      guard case .refused(let refusal) = refused.refusal(of: "space_rename", at: .weCom) else {
        Issue.record("no refusal")
        return
      }
      #expect(refusal.code == 501 && refusal.advice == nil)
      #expect(refusal.message == "the emulator has no code for space_rename yet; nothing was done")
    }
  }

  @Test("A token is asked for with the right corp and secret only")
  func gettoken() async throws {
    try await withEmulator { emulator, _ in
      func errcode(_ query: String) async throws -> Int? {
        let reply = try await RawConnection(port: emulator.port).exchange("GET", "/cgi-bin/gettoken\(query)")
        return JSON(bytes: reply.body).errcode
      }
      #expect(try await errcode("?corpid=ww-emulator&corpsecret=emulator-secret") == 0)
      #expect(try await errcode("?corpid=ww-emulator&corpsecret=wrong") == 40001)
      #expect(try await errcode("?corpid=wwother&corpsecret=emulator-secret") == 40013)
      #expect(try await errcode("?corpsecret=emulator-secret") == 41002)
      #expect(try await errcode("?corpid=ww-emulator") == 41004)
      #expect(try await errcode("?corpid=&corpsecret=") == 41002)
      let good = try await TestCaller.getToken(emulator, "ww-emulator", "emulator-secret")
      #expect(good["expires_in"] == "7200")
    }
  }

  @Test("A missing, a wrong and an expired token are told apart")
  func tokens() async throws {
    try await withEmulator({ $0.limits.tokenLife = .seconds(6000) }) { emulator, caller in
      try await caller.done("mng_capacity")
      try await TestCaller(emulator, token: "nonsense").refused("mng_capacity", [:], 40014)
      try await TestCaller(emulator, token: "").refused("mng_capacity", [:], 41001)
      emulator.clock.advance(by: .seconds(5000))
      try await caller.done("mng_capacity")
      emulator.clock.advance(by: .seconds(1001))
      try await caller.refused("mng_capacity", [:], 42001)
      let fresh = try await TestCaller(emulator)
      try await fresh.done("mng_capacity")
      try await emulator.expireTokens()
      try await fresh.refused("mng_capacity", [:], 42001)
      #expect(fresh.token != caller.token)
    }
  }

  @Test("What is not the JSON that belongs there is refused as such")
  func malformed() async throws {
    try await withEmulator { emulator, caller in
      for body in ["", "{", "[]", "null", "\"x\"", "{\"spaceid\":", #"{"spaceid":"s","fatherid":"s","limit":"1"}"#] {
        let reply = JSON(bytes: try await caller.raw("file_list", body).body)
        #expect([640_011, 640_026].contains(reply.errcode), "\(body) → \(reply)")
      }
      let wrongType = #"{"spaceid":"s","fatherid":"s","sort_type":1,"start":0,"limit":-1}"#
      #expect(JSON(bytes: try await caller.raw("file_list", wrongType).body).errcode == 640_011)
      let missing = #"{"spaceid":"s","sort_type":1,"start":0,"limit":1}"#
      #expect(JSON(bytes: try await caller.raw("file_list", missing).body).errcode == 640_021)
      let unknown = #"{"later":1,"nested":{"a":[]}}"#
      #expect(JSON(bytes: try await caller.raw("mng_capacity", unknown).body).errcode == 0)
    }
  }

  @Test("Paths that do not exist and methods that do not belong are HTTP errors")
  func unknownPaths() async throws {
    try await withEmulator { emulator, caller in
      #expect(try await caller.raw("file_copy", "{}").status == 404)
      let get = try await RawConnection(port: emulator.port)
        .exchange("GET", "/cgi-bin/wedrive/file_list?access_token=\(caller.token)")
      #expect(get.status == 404)
    }
  }

  @Test("A body that is too long is refused before it is read")
  func tooLong() async throws {
    try await withEmulator { emulator, caller in
      let connection = try RawConnection(port: emulator.port)
      try await connection.send(
        Array(
          "POST /cgi-bin/wedrive/file_upload?access_token=\(caller.token) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"
            .utf8))
      #expect(try await connection.receive().status == 413)
    }
  }

  @Test("Apps see only what they may: other corps, other apps, read-only and forbidden ones")
  func apps() async throws {
    let (mine, sister) = (
      EmulatedApp(corpID: "ww1", secret: "a", name: "a"), EmulatedApp(corpID: "ww1", secret: "b", name: "b")
    )
    let foreign = EmulatedApp(corpID: "ww2", secret: "c", name: "c")
    let reader = EmulatedApp(corpID: "ww1", secret: "r", name: "r", access: .readOnly)
    let outsider = EmulatedApp(corpID: "ww1", secret: "n", name: "n", access: .none)
    var configuration = EmulatorConfiguration()
    configuration.apps = [mine, sister, foreign, reader, outsider]
    let emulator = try await Emulator.start(configuration)
    let caller = try await TestCaller(emulator, app: mine)
    let space = try await caller.space()
    let file = try await caller.file("a.txt", "a", in: space)
    try await TestCaller(emulator, app: sister).refused("space_info", ["spaceid": space], 640_004)
    try await TestCaller(emulator, app: sister).refused("file_info", ["fileid": file], 640_004)
    try await TestCaller(emulator, app: foreign).refused("space_info", ["spaceid": space], 640_001)
    try await TestCaller(emulator, app: foreign).refused("file_info", ["fileid": file], 640_002)
    try await TestCaller(emulator, app: reader).done("mng_capacity")
    try await TestCaller(emulator, app: reader).refused("space_create", ["space_name": "x"], 640_018)
    try await TestCaller(emulator, app: outsider).refused("mng_capacity", [:], 48002)
    await emulator.stop()
  }

  @Test("The month's calls and the calls at a time are limited where that is configured")
  func quotas() async throws {
    try await withEmulator({ $0.limits.monthlyCalls = 3 }) { emulator, caller in
      for _ in 0..<3 { try await caller.done("mng_capacity") }
      try await caller.refused("mng_capacity", [:], 640_019)
      emulator.clock.advance(by: .seconds(32 * 86_400))
      try await TestCaller(emulator).done("mng_capacity")
    }
    try await withEmulator({ $0.limits.concurrentCalls = 2 }) { emulator, caller in
      emulator.faults.add(.delay(milliseconds: 300), .all("mng_capacity"))
      let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
        for _ in 0..<6 { group.addTask { try await caller.call("mng_capacity").errcode } }
        return try await group.reduce(into: [Int?]()) { $0.append($1) }
      }
      #expect(codes.filter { $0 == 45033 }.count == 4)
      #expect(emulator.journal.maximumUnderWay == 6)
    }
  }

  @Test("No secret is in the journal")
  func secrets() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let file = try await caller.file("a.txt", "content", in: space)
      let link = try await caller.done("file_download", ["fileid": file])
      try await caller.call("file_download", ["selected_ticket": "a-made-up-ticket"])
      try await caller.call(
        "file_upload_part", ["upload_key": "a-made-up-key", "index": 1, "file_base64_content": "AA=="])
      let journal = try String(decoding: JSONEncoder().encode(emulator.journal.records()), as: UTF8.self)
      for secret in [
        caller.token, "emulator-secret", link["cookie_value"], link["download_url"], "a-made-up-ticket",
        "a-made-up-key",
      ] {
        #expect(!journal.contains(try #require(secret)))
      }
      #expect(!emulator.journal.records().contains { !$0.isDone })
    }
  }
}
