import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("A download link")
struct DownloadLinkTests {
  @Test(
    "is taken over https, or over http from this very machine",
    arguments: [
      ("https://drive.example.com/a?b=c", "https://drive.example.com"),
      ("HTTPS://Drive.example.com:8443/", "https://drive.example.com:8443"),
      ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080"), ("http://localhost/x", "http://localhost"),
      ("http://[::1]:80/x", "http://[::1]:80"),
    ])
  func accepted(_ url: String, _ origin: String) throws {
    #expect(try link(url).origin == origin)
  }

  @Test(
    "is refused otherwise",
    arguments: [
      "", "http://drive.example.com/", "file:///etc/passwd", "https://", "https:///x",
      "https://user:password@example.com/",
      "https://a.example.com/ x", "https://a.example.com/\r\nX: y", "https://例.example/",
      "http://127.0.0.1.example.com/",
      "http://127.1/", "ftp://example.com/", "http://127.0.0.1@example.com/", "http://127.0.0.1\\@example.com/",
    ])
  func refused(_ url: String) {
    #expect(throws: WeDriveError.self) { try link(url) }
  }

  @Test("never prints its query, its path or its cookie")
  func redaction() throws {
    let link = try link("https://drive.example.com/planted-path?key=planted-query")
    var dumped = ""
    dump(link, to: &dumped)
    for text in ["\(link)", String(reflecting: link), dumped, "\(link.cookie)", String(reflecting: [link.cookie])] {
      #expect(!text.contains("planted"))
    }
    #expect("\(link)".contains("https://drive.example.com"))
  }

  @Test(
    "has no cookie that could be anything but one cookie",
    arguments: [
      ("a b", "v"), ("a=b", "v"), ("a;b", "v"), ("", "v"), ("a\r\nX: y", "v"), ("ä", "v"), ("n", "v w"), ("n", "v;w"),
      ("n", "v\r\nX-Injected: yes"), ("n", "v\u{0}"), ("n", "ü"), ("n", String(repeating: "v", count: 65_536)),
      (String(repeating: "n", count: 65_536), "v"),
    ])
  func cookies(_ name: String, _ value: String) {
    #expect(throws: WeDriveError.self) { try Cookie(name: name, value: value, endpoint: "file_download") }
  }

  @Test("sends its cookie as one header")
  func header() throws {
    let cookie = try Cookie(name: "FTN5K", value: "9a+b/c==,\"x\"", endpoint: "file_download")
    #expect(cookie.header == HTTPHeader("Cookie", "FTN5K=9a+b/c==,\"x\""))
  }

  private func link(_ url: String) throws -> DownloadLink {
    try DownloadLink(
      url: url, cookie: Cookie(name: "name", value: "planted-cookie", endpoint: "file_download"), expiry: 0,
      endpoint: "file_download")
  }
}
