import WeDriveEvents

@testable import WeDrive
@testable import WeDriveHTTP
@testable import WeDriveRuntime
@testable import WeDriveTransfers

/// URLs, links, hosts, names of files and cookies.
struct Addresses: FuzzTarget {
  func run(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let (first, second, third) = (lines[0], lines.dropFirst().first ?? "", lines.dropFirst(2).first ?? "")
    urls(first, second)
    proxies(first, second, third)
    _ = try? CallbackQuery(first)
    _ = try? Cookie(name: first, value: second, endpoint: "e")
    _ = PeerAddress(first, port: 0)?.isPublic
    let name = SafeFileName(text).text
    expect(!name.isEmpty && name.utf8.count <= SafeFileName.maximumSize, "a name of \(name.utf8.count) bytes")
    expect(
      !name.unicodeScalars.contains { "/\\\0\n".unicodeScalars.contains($0) } && !name.hasPrefix(".")
        && !name.unicodeScalars.reversed().prefix(1).contains { " .".unicodeScalars.contains($0) },
      "an unsafe name")
  }

  private func urls(_ first: String, _ second: String) {
    if let url = try? RequestURL(first, allowsPlainHTTP: true) {
      expect(!url.origin.host.isEmpty && !url.origin.port.isEmpty, "no host")
      if let target = try? url.redirected(to: second, allowsPlainHTTP: true) {
        expect(target.isHTTPS || !url.isHTTPS, "a redirect leads from https to http")
      }
      // What is taken once is taken again as it was normalised.
      let again = try? RequestURL(url.text, allowsPlainHTTP: true)
      expect(again?.origin == url.origin, "a URL that is normalised leads elsewhere")
    }
    if let url = try? RequestURL(first, allowsPlainHTTP: false) {
      expect(url.isHTTPS || url.isLoopback, "plain http to another machine")
    }
    if let web = WebAddress(first), let url = try? RequestURL(first, allowsPlainHTTP: true) {
      expect(!web.isLoopback || url.isLoopback, "two readers disagree on a host")
    }
    _ = try? ServiceAddress(first)
    _ = try? DownloadLink(
      url: first, cookie: Cookie(name: "n", value: "v", endpoint: "e"), expiry: 0, endpoint: "e")
    _ = URLQuery.encoded(first)
  }

  /// A password stands in the middle, whatever is around it.
  private func proxies(_ before: String, _ behind: String, _ host: String) {
    let text = "\(before):hunter2\(behind)@\(host)"
    let choice = ProxyChoice(text: text, source: "https_proxy")
    let words = "\(choice.name) \(choice.flaw ?? "") \(choice.refusal(407))"
    expect(!words.contains("hunter2"), "a proxy's password is shown")
    _ = ProxyExceptions(before).include(host: behind, port: host)
    _ = ProxyExceptions(before).include(host: "[::1]", port: "443")
    _ = ProxyExceptions(before).include(host: "10.1.2.3", port: "443")
  }
}
