import Foundation
import TestSupport
import Testing

@testable import WeDriveEmulator

@Suite("Control routes")
struct ControlRouteTests {
  private func control(
    _ emulator: Emulator, _ method: String, _ path: String, _ json: String = "", headers: [String] = []
  ) async throws -> RawReply {
    try await RawConnection(port: emulator.port)
      .exchange(
        method, "/_emulator\(path)", headers: ["Content-Type: application/json"] + headers, body: Array(json.utf8))
  }

  @Test("A fault can be scripted, seen and taken back")
  func faults() async throws {
    try await withEmulator { emulator, caller in
      let added = try await control(
        emulator, "POST", "/faults", #"{"fault":"errcode","code":45033,"target":"mng_capacity","count":null}"#)
      #expect(added.status == 200)
      try await caller.refused("mng_capacity", [:], 45033)
      try await caller.refused("mng_capacity", [:], 45033)
      let listed = try await control(emulator, "GET", "/faults")
      #expect(listed.text.contains(#""happened":2"#))
      #expect(listed.text.contains(#""code":45033"#))
      #expect(try await control(emulator, "DELETE", "/faults").status == 200)
      try await caller.done("mng_capacity")
      #expect(try await control(emulator, "POST", "/faults", #"{"fault":"earthquake"}"#).status == 400)
    }
  }

  @Test("Figures of a fault at the end of what can be counted end nothing")
  func extremeFaults() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let link = try await caller.done("file_download", ["fileid": try await caller.file("a", "abc", in: space)])
      for figure in ["9223372036854775807", "0"] {
        for fault in [
          #""fault":"truncate","bytes":\#(figure)"#, #""fault":"drip","bytes":\#(figure),"milliseconds":0"#,
          #""fault":"errcode","code":\#(figure)"#, #""fault":"garbage","first":\#(figure),"every":\#(figure)"#,
          #""fault":"garbage","count":\#(figure)"#,
        ] {
          #expect(try await control(emulator, "POST", "/faults", "{\(fault)}").status == 200, "\(fault)")
          _ = try await caller.raw("mng_capacity", "{}")
          _ = try await Download(link).get(emulator)
          #expect(try await control(emulator, "DELETE", "/faults").status == 200, "\(fault)")
        }
      }
      for figure in ["-1", "-9223372036854775808", "9223372036854775808", "1e300", "1.5", "\"1\""] {
        let status = try await control(
          emulator, "POST", "/faults", #"{"fault":"truncate","bytes":\#(figure)}"#
        ).status
        #expect(status == 400, "\(figure)")
      }
      // A call that is delayed for ever holds up no other.
      let forever = #"{"fault":"delay","milliseconds":9223372036854775807,"target":"mng_pro_info"}"#
      #expect(try await control(emulator, "POST", "/faults", forever).status == 200)
      let waiting = try RawConnection(port: emulator.port)
      try await waiting.send(
        Array(
          "POST /cgi-bin/wedrive/mng_pro_info?access_token=\(caller.token) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"
            .utf8))
      try await eventually("the fault happens") { emulator.faults.entries.first?.happened == 1 }
      try await caller.done("mng_capacity")
      // Faults of this process may say anything.
      for fault in [Fault.truncate(after: .min), .drip(bytes: .min, everyMilliseconds: .min)] {
        let added = emulator.faults.add(fault, .all())
        _ = try await caller.raw("mng_capacity", "{}")
        _ = try await Download(link).get(emulator)
        emulator.faults.remove(added)
      }
      try await caller.done("mng_capacity")
    }
  }

  @Test("The journal can be read, in whole and by endpoint, and cleared")
  func journal() async throws {
    try await withEmulator { emulator, caller in
      try await caller.done("mng_capacity")
      try await caller.done("mng_pro_info")
      let all = JSON(bytes: try await control(emulator, "GET", "/journal").body)
      #expect(all["2.endpoint"] == "mng_pro_info")
      let one = JSON(bytes: try await control(emulator, "GET", "/journal?endpoint=mng_capacity").body)
      #expect(one["0.endpoint"] == "mng_capacity")
      #expect(one["0.errcode"] == "0")
      #expect(one["1.endpoint"] == nil)
      #expect(try await control(emulator, "DELETE", "/journal").status == 200)
      #expect(emulator.journal.count() == 0)
    }
  }

  @Test("The clock can be set forward, tokens ended, and the second origin found")
  func clock() async throws {
    try await withEmulator { emulator, caller in
      let before = emulator.clock.now
      #expect(try await control(emulator, "POST", "/clock", #"{"advance":7200}"#).status == 200)
      // Neither back, nor beyond what can be counted.
      let set = emulator.clock.now
      #expect(try await control(emulator, "POST", "/clock", #"{"advance":-9000}"#).status == 200)
      #expect(emulator.clock.now >= set)
      #expect(emulator.clock.now >= before + 7200)
      try await caller.refused("mng_capacity", [:], 42001)
      let fresh = try await TestCaller(emulator)
      #expect(try await control(emulator, "DELETE", "/tokens").status == 200)
      try await fresh.refused("mng_capacity", [:], 42001)
      let status = JSON(bytes: try await control(emulator, "GET", "").body)
      #expect(status["download_origin"] == emulator.downloadOrigin)
      #expect(try await control(emulator, "POST", "/clock", #"{"advance":9223372036854775807}"#).status == 200)
      #expect(try await control(emulator, "GET", "").status == 200)
    }
  }

  @Test("Tickets can be made for what exists")
  func tickets() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let file = try await caller.file("a", "a", in: space)
      let upload = JSON(bytes: try await control(emulator, "POST", "/tickets", #"{"spaceid":"\#(space)"}"#).body)
      #expect(upload["ticket"]?.isEmpty == false)
      let download = JSON(bytes: try await control(emulator, "POST", "/tickets", #"{"fileid":"\#(file)"}"#).body)
      #expect(download["ticket"]?.isEmpty == false)
      #expect(try await control(emulator, "POST", "/tickets", #"{"fileid":"x"}"#).status == 400)
      #expect(try await control(emulator, "POST", "/tickets", #"{}"#).status == 400)
    }
  }

  @Test("What a page of another site can send is refused, and does nothing")
  func otherSites() async throws {
    try await withEmulator { emulator, caller in
      let order = #"{"fault":"errcode","code":45033,"target":"mng_capacity","count":null}"#
      func status(_ headers: [String], _ method: String = "POST") async throws -> Int {
        let body = method == "POST" ? Array(order.utf8) : []
        return try await RawConnection(port: emulator.port)
          .exchange(method, "/_emulator/faults", headers: headers, body: body).status
      }
      let json = "Content-Type: application/json; charset=utf-8"
      for other in [
        "Origin: http://evil.example", "Origin: null", "Origin: http://127.0.0.1:1", "Origin: file://127.0.0.1",
        "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
      ] {
        #expect(try await status([json, other]) == 403, "\(other)")
        #expect(try await status([other], "DELETE") == 403, "\(other)")
      }
      for type in [[], ["Content-Type: text/plain"], ["Content-Type: application/x-www-form-urlencoded"]] {
        #expect(try await status(type) == 415, "\(type)")
      }
      try await caller.done("mng_capacity")
      #expect(try await status([json, "Origin: http://127.0.0.1", "Sec-Fetch-Site: same-origin"]) == 200)
      try await caller.refused("mng_capacity", [:], 45033)
    }
  }

  @Test("Routes of the API, too, answer to this machine's own names only")
  func namesOfTheAPI() async throws {
    try await withEmulator { emulator, caller in
      for (host, status) in [
        ("evil.example", 403), ("127.0.0.1.evil.example", 403), ("LOCALHOST:1", 200), ("[::1]", 200),
      ] {
        let connection = try RawConnection(port: emulator.port)
        try await connection.send(
          Array(
            "POST /cgi-bin/wedrive/mng_capacity?access_token=\(caller.token) HTTP/1.1\r\nHost: \(host)\r\nContent-Length: 2\r\n\r\n{}"
              .utf8))
        #expect(try await connection.receive().status == status, "\(host)")
      }
    }
  }

  @Test("A request that calls this machine by another name is refused")
  func names() async throws {
    try await withEmulator { emulator, _ in
      let connection = try RawConnection(port: emulator.port)
      try await connection.send(Array("GET /_emulator/journal HTTP/1.1\r\nHost: evil.example\r\n\r\n".utf8))
      #expect(try await connection.receive().status == 403)
      let named = try RawConnection(port: emulator.port)
      try await named.send(Array("GET /_emulator/journal HTTP/1.1\r\nHost: localhost:\(emulator.port)\r\n\r\n".utf8))
      #expect(try await named.receive().status == 200)
    }
  }
}
