import Testing
import WeDriveRuntime

@testable import WeDrive

@Suite("The head of a reply with content")
struct ReplyStartTests {
  @Test("with status 200 brings all of it, whatever was asked for")
  func whole() throws {
    #expect(try judge(200, [("Content-Length", "100")], from: 0) == .whole(size: 100))
    #expect(try judge(200, [("Content-Length", "100")], from: 40) == .whole(size: 100))
    #expect(try judge(200, [], from: 40, size: 100) == .whole(size: nil))
  }

  @Test(
    "with status 206 brings what was asked for if it says so",
    arguments: [
      ("bytes 40-99/100", "60"), ("bytes 40-99/100", nil), ("Bytes 40-99/*", "60"), ("bytes 40-59/100", "20"),
    ] as [(String, String?)])
  func continuation(_ range: String, _ length: String?) throws {
    let headers = [("Content-Range", range)] + (length.map { [("Content-Length", $0)] } ?? [])
    #expect(try judge(206, headers, from: 40, size: 100) == .continuation(size: 100))
  }

  @Test(
    "with status 206 is refused if it brings anything else, or does not say what",
    arguments: [
      nil, "", "bytes", "bytes 40-99", "bytes 40-/100", "bytes -60/100", "bytes */100", "items 40-99/100",
      "bytes 0-99/100", "bytes 41-99/100", "bytes 39-98/100", "bytes 99-40/100", "bytes 40-100/100", "bytes +40-99/100",
      "bytes 40-99/1e2", "bytes 40-99/100/100", "bytes 40-59/100",
    ] as [String?])
  func wrongRange(_ range: String?) throws {
    let headers = (range.map { [("Content-Range", $0)] } ?? []) + [("Content-Length", "60")]
    let failure = try #require(throws: ArrivalFailure.self) { try judge(206, headers, from: 40, size: 100) }
    guard case .final(.undecodableReply(let reply)) = failure else { throw failure }
    #expect(reply.status == 206)
  }

  @Test("with status 206 is refused if it was not asked for, or comes in several parts")
  func uncalledFor() {
    #expect(throws: ArrivalFailure.self) { try judge(206, [("Content-Range", "bytes 0-99/100")], from: 0) }
    #expect(throws: ArrivalFailure.self) {
      try judge(
        206, [("Content-Type", "multipart/byteranges; boundary=x"), ("Content-Range", "bytes 40-99/100")], from: 40)
    }
  }

  @Test("with another whole length means that the content has changed")
  func changed() throws {
    let failure = try #require(throws: ArrivalFailure.self) {
      try judge(206, [("Content-Range", "bytes 40-199/200")], from: 40, size: 100)
    }
    guard case .final(.integrity(let integrity)) = failure else { throw failure }
    #expect((integrity.property, integrity.expected, integrity.actual) == ("size", "100", "200"))
  }

  @Test("with status 416 says that nothing is missing, or that what is here is not the beginning of what is there")
  func unsatisfiable() throws {
    func failure(_ range: String?, size: Int64?) -> ArrivalFailure? {
      #expect(throws: ArrivalFailure.self) {
        try judge(416, range.map { [("Content-Range", $0)] } ?? [], from: 100, size: size)
      }
    }
    guard case .nothingLeft = failure("bytes */100", size: nil), case .nothingLeft = failure("bytes */100", size: 100),
      case .rangeRefused = failure("bytes */99", size: nil), case .rangeRefused = failure(nil, size: 100),
      case .rangeRefused = failure("bytes */100", size: 200)
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
      guard case .unwell(status, .seconds(3)) = try refusal(status) else { throw try refusal(status) }
    }
    for status in [201, 204, 302, 304, 400, 405, 501] {
      guard case .final = try refusal(status) else { throw try refusal(status) }
    }
    let encoded = try #require(throws: ArrivalFailure.self) { try judge(200, [("content-encoding", "gzip")], from: 0) }
    guard case .final = encoded else { throw encoded }
  }

  private func refusal(_ status: Int) throws -> ArrivalFailure {
    try #require(throws: ArrivalFailure.self) { try judge(status, [("Retry-After", "3")], from: 0) }
  }

  private func judge(
    _ status: Int, _ headers: [(String, String)], from offset: Int64, size: Int64? = nil
  ) throws -> ReplyStart {
    try ReplyStart(
      HTTPReplyHead(status: status, headers: headers.map { HTTPHeader($0.0, $0.1) }), askedFrom: offset, size: size,
      endpoint: "file_download")
  }
}
