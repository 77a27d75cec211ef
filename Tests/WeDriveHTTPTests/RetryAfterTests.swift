import Testing

@testable import WeDriveHTTP

@Suite struct RetryAfterTests {
  /// 2024-03-01 12:00:00 UTC
  private static let now: Int64 = 1_709_294_400

  @Test(arguments: [
    ("0", 0), ("1", 1), ("86400", 86_400), ("Fri, 01 Mar 2024 12:00:30 GMT", 30), ("Fri Mar  1 12:00:30 2024", 30),
    ("Friday, 01-Mar-24 12:00:30 GMT", 30), ("Fri, 01 Mar 2024 11:00:00 GMT", 0),
  ])
  func `seconds and dates are understood`(_ value: String, _ seconds: Int) {
    #expect(HTTPReplyHead.retryAfter(value, now: Self.now) == .seconds(seconds))
  }

  @Test(arguments: [
    "", "-5", "1.5", "1000000000", "99999999999999999999", "soon", "Fri, 32 Mar 2024 12:00:30 GMT", "12:00", "1 day",
    "Sat, 01 Mar 2025 12:00:00 GMT", "2024-03-01", "GMT",
  ])
  func `anything else is ignored`(_ value: String) {
    #expect(HTTPReplyHead.retryAfter(value, now: Self.now) == nil)
  }

  @Test func `the header counts from now`() {
    let head = HTTPReplyHead(status: 503, headers: [HTTPHeader("retry-after", "7")])
    #expect(head.retryAfter == .seconds(7))
    #expect(HTTPReplyHead(status: 503, headers: []).retryAfter == nil)
  }
}
