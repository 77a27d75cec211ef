import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("The head of a reply with content")
struct ReplyStartTests {
  @Test("with status 200 brings all of it, whatever was asked for")
  func whole() throws {
    #expect(try judge(200, [("Content-Length", "100")], from: nil) == .whole(size: 100))
    #expect(try judge(200, [("Content-Length", "100")], from: 40) == .whole(size: 100))
    #expect(try judge(200, [], from: 40, size: 100) == .whole(size: nil))
  }

  @Test(
    "with status 206 brings what was asked for if it says so, or more before it",
    arguments: [
      ("bytes 40-99/100", "60", 0, 100), ("bytes 40-99/100", nil, 0, 100), ("Bytes 40-99/*", "60", 0, 100),
      ("bytes 40-59/100", "20", 0, 60), ("bytes 0-99/100", "100", 40, 100), ("bytes 39-98/100", "60", 1, 99),
      ("bytes 40-40/100", "1", 0, 41),
    ] as [(String, String?, Int64, Int64)])
  func part(_ range: String, _ length: String?, _ surplus: Int64, _ end: Int64) throws {
    let headers = [("Content-Range", range)] + (length.map { [("Content-Length", $0)] } ?? [])
    #expect(try judge(206, headers, from: 40, size: 100) == .part(surplus: surplus, end: end, size: 100))
  }

  @Test(
    "with status 206 cannot be joined if it brings anything else, or does not say what",
    arguments: [
      nil, "", "bytes", "bytes 40-99", "bytes 40-/100", "bytes -60/100", "bytes */100", "items 40-99/100",
      "bytes 0-99/100", "bytes 41-99/100", "bytes 0-39/100", "bytes 99-40/100", "bytes 40-100/100", "bytes +40-99/100",
      "bytes 40-99/1e2", "bytes 40-99/100/100", "bytes 40-59/100", "bytes 0-9223372036854775807/*",
      "bytes 40-9223372036854775806/*", "bytes 40-9223372036854775807/9223372036854775807",
      "bytes 40-18446744073709551615/18446744073709551616", "bytes 40-99/9223372036854775808",
      "bytes 18446744073709551615-18446744073709551615/100", "bytes 40-99/00000000000000000000000000000000000101x",
    ] as [String?])
  func wrongRange(_ range: String?) throws {
    let headers = (range.map { [("Content-Range", $0)] } ?? []) + [("Content-Length", "60")]
    for size in [100, nil] as [Int64?] {
      if size == nil, range?.hasSuffix("/100") == true { continue }
      let failure = try #require(throws: TransferFailure.self) { try judge(206, headers, from: 40, size: size) }
      guard case .unjoinable(.undecodableReply(let reply), isChanged: false) = failure else { throw failure }
      #expect(reply.status == 206)
    }
  }

  @Test(
    "with extreme lengths and places ends in no trap",
    arguments: ["0", "9223372036854775807", "-1", "18446744073709551616"])
  func extremes(_ figure: String) {
    for offset in [0, 1, Int64.max - 1, .max] {
      for range in ["bytes 0-\(figure)/*", "bytes \(figure)-\(figure)/\(figure)", "bytes */\(figure)"] {
        for status in [200, 206, 416] {
          for size in [nil, 0, Int64.max] as [Int64?] {
            _ = try? judge(
              status, [("Content-Range", range), ("Content-Length", figure), ("Retry-After", figure)], from: offset,
              size: size)
          }
        }
      }
    }
  }

  @Test("with status 206 is refused if it was not asked for, comes in several parts, or says its place twice")
  func uncalledFor() {
    #expect(throws: TransferFailure.self) { try judge(206, [("Content-Range", "bytes 0-99/100")], from: nil) }
    #expect(throws: TransferFailure.self) {
      try judge(
        206, [("Content-Type", "multipart/byteranges; boundary=x"), ("Content-Range", "bytes 40-99/100")], from: 40)
    }
    #expect(throws: TransferFailure.self) {
      try judge(206, [("Content-Range", "bytes 40-99/100"), ("Content-Range", "bytes 41-99/100")], from: 40)
    }
  }

  @Test("with another whole length means that the content has changed", arguments: [206, 416])
  func changed(_ status: Int) throws {
    let failure = try #require(throws: TransferFailure.self) {
      try judge(status, [("Content-Range", status == 206 ? "bytes 40-199/200" : "bytes */200")], from: 40, size: 100)
    }
    guard case .unjoinable(.integrity(let integrity), isChanged: true) = failure else { throw failure }
    #expect((integrity.property, integrity.expected, integrity.actual) == ("size", "100", "200"))
  }

  @Test(
    "with a part of content that only a tag tells from other content has to carry that tag",
    arguments: [
      nil, "\"v2\"", "W/\"v1\"", "v1", "\"v1", "\"V1\"", "\"v1\" ", "\"v1\", \"v2\"", "\"v1\u{FFFD}\"",
    ] as [String?])
  func otherTag(_ tag: String?) throws {
    for (status, range) in [(206, "bytes 40-99/100"), (416, "bytes */40")] {
      let headers = [("Content-Range", range)] + (tag.map { [("ETag", $0)] } ?? [])
      let failure = try #require(throws: TransferFailure.self) { try judge(status, headers, from: 40, tag: "\"v1\"") }
      guard case .unjoinable(_, isChanged: true) = failure else { throw failure }
    }
    #expect(
      try judge(206, [("Content-Range", "bytes 40-99/100"), ("ETag", "\"v1\"")], from: 40, tag: "\"v1\"")
        == .part(surplus: 0, end: 100, size: 100))
    #expect(throws: TransferFailure.self) {
      let twice = [("ETag", "\"v1\""), ("ETag", "\"v2\""), ("Content-Range", "bytes 40-99/100")]
      return try judge(206, twice, from: 40, tag: "\"v1\"")
    }
  }

  @Test("with status 416 says that nothing is missing, or that what is here is not the beginning of what is there")
  func unsatisfiable() throws {
    func failure(_ range: String?, size: Int64?) -> TransferFailure? {
      #expect(throws: TransferFailure.self) {
        try judge(416, range.map { [("Content-Range", $0)] } ?? [], from: 100, size: size)
      }
    }
    guard case .nothingLeft = failure("bytes */100", size: nil), case .nothingLeft = failure("bytes */100", size: 100),
      case .unjoinable(_, isChanged: true) = failure("bytes */99", size: nil),
      case .unjoinable(_, isChanged: false) = failure(nil, size: 100),
      case .unjoinable(_, isChanged: true) = failure("bytes */100", size: 200)
    else {
      Issue.record("another verdict")
      return
    }
  }

  @Test("with another status says what may help")
  func otherStatuses() throws {
    for status in [401, 403, 404, 410] {
      guard case .linkRefused(status) = try refusal(status) else { throw try refusal(status) }
    }
    for status in [408, 429, 500, 502, 503, 504] {
      guard case .unavailable(status, .seconds(3)) = try refusal(status) else { throw try refusal(status) }
    }
    for status in [201, 204, 302, 304, 400, 405, 501] {
      guard case .final = try refusal(status) else { throw try refusal(status) }
    }
    let encoded = try #require(throws: TransferFailure.self) {
      try judge(200, [("content-encoding", "gzip")], from: nil)
    }
    guard case .final = encoded else { throw encoded }
    for status in [200, 204, 304, 400, 405, 412, 501] {
      let failure = try #require(throws: TransferFailure.self) {
        try judge(status, [("content-encoding", "gzip")], from: 40)
      }
      guard case .unjoinable(_, isChanged: false) = failure else { throw failure }
    }
  }

  private func refusal(_ status: Int) throws -> TransferFailure {
    try #require(throws: TransferFailure.self) { try judge(status, [("Retry-After", "3")], from: nil) }
  }

  private func judge(
    _ status: Int, _ headers: [(String, String)], from offset: Int64?, size: Int64? = nil, tag: String? = nil
  ) throws -> ReplyStart {
    try ReplyStart(
      HTTPReplyHead(status: status, headers: headers.map { HTTPHeader($0.0, $0.1) }),
      to: offset.map { AskedPart(offset: $0, size: size, entityTag: tag) }, endpoint: "file_download")
  }
}
