import TestSupport
import Testing

@testable import WeDriveHTTP

/// Figures of a reply's head, at the ends of their types and beyond: each is used, bounded or refused.
@Suite struct ExtremeFigureTests {
  static let figures = [
    "9223372036854775807", "9223372036854775808", "18446744073709551615", "-1", "-9223372036854775808",
    "99999999999999999999999", "0x7fffffff", "1e308",
  ]

  @Test(arguments: figures) func `a Content-Length that cannot be is a failure`(figure: String) async throws {
    let server = try ScriptedServer.sending("HTTP/1.1 200 OK\r\nContent-Length: \(figure)\r\n\r\nbody")
    #expect(await CurlTransport().failure(of: .get(server.url)) != nil)
  }

  @Test(arguments: figures) func `figures of other headers do no harm`(figure: String) async throws {
    let headers = ["Date", "Age", "Expires", "Keep-Alive: timeout", "Content-Range"].map { "\($0): \(figure)" }
    let server = try ScriptedServer.answering(headers: headers, text: "ok")
    #expect(try await CurlTransport().perform(.get(server.url)).text == "ok")
  }
}
