import Foundation
import TestSupport
import Testing
import WeDrive

/// A header of a reply whose figure is at the end of a type, beyond it, or none, while content arrives.
@Suite("A header with a figure that makes no sense")
struct ExtremeHeaderTests {
  static let figures = [
    "0", "-1", "-9223372036854775808", "9223372036854775807", "9223372036854775808", "18446744073709551615",
    "18446744073709551616", "1e308", "1e19", "0.5", "\"12\"", "+5", "0x10", "",
  ]

  /// Every header that is read, and some that are not. `@` is the figure.
  static let headers = [
    "Content-Range: bytes @-299999/300000", "Content-Range: bytes 100000-@/300000",
    "Content-Range: bytes 100000-299999/@",
    "Content-Range: bytes @-@/@", "Content-Range: bytes */@", "Content-Range: @", "Content-Length: @", "ETag: @",
    "ETag: \"@\"",
    "Retry-After: @", "Location: @", "Content-Type: @", "Content-Encoding: @", "Date: @", "Last-Modified: @", "Age: @",
    "Content-Disposition: attachment; filename=@", "Set-Cookie: a=b; Max-Age=@", "Keep-Alive: timeout=@",
  ]

  @Test("leads to the right file or to one error, and to no other file", arguments: figures)
  func everyHeader(_ figure: String) async throws {
    let content = pattern(300_000)
    let folder = try TemporaryFolder()
    for header in Self.headers {
      // Those that a resumed download acts on, and one that it does not.
      for status in [206, 200, 416, 302] {
        let line = header.replacing("@", with: figure)
        let name = String(line.prefix { $0 != ":" })
        var facts = ContentServer.Facts(content)
        // Nothing but the headers tells what a part belongs to.
        (facts.sha1, facts.md5) = (nil, nil)
        let server = try ContentServer(facts) { number, request, connection in
          guard number > 1 else {
            return try connection.serveThenClose(content, after: 100_000, headers: ["ETag: \"v1\""])
          }
          guard number == 2 else { return try connection.serve(content, request, headers: ["ETag: \"v1\""]) }
          let body = status == 206 ? Array(content[100_000...]) : status == 200 ? content : []
          let right = [
            "Content-Length: \(body.count)", "ETag: \"v1\"", "Content-Range: bytes 100000-299999/300000",
          ].filter { !$0.hasPrefix(name + ":") && (status == 206 || !$0.hasPrefix("Content-Range")) }
          try connection.send((["HTTP/1.1 \(status) x", line] + right).joined(separator: "\r\n") + "\r\n\r\n")
          try connection.send(body)
          throw ServerConnection.Ended()
        }
        let path = folder.path("a.bin")
        do throws(WeDriveError) {
          _ = try await server.drive.download(fileID: "f", to: path)
        } catch {
          #expect(!FileManager.default.fileExists(atPath: path), "\(status) \(line): \(error)")
          // The next run finds nothing that keeps it from the right file.
          _ = try await server.drive.download(fileID: "f", to: path)
        }
        #expect(try folder.read("a.bin") == content, "\(status) \(line)")
        try FileManager.default.removeItem(atPath: path)
        #expect(try folder.names == [], "\(status) \(line)")
      }
    }
  }
}
