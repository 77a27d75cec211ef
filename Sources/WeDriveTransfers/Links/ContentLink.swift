import WeDriveHTTP
import WeDriveRuntime

/// Where content is fetched, whatever service gave the link.
package struct ContentLink: Sendable {
  /// The whole link. Its query may be a secret.
  package let url: String
  /// What is sent with it, to its own origin only where it is a credential.
  package var headers: [HTTPHeader] = []
  /// When it stops working, in seconds since 1970.
  package var expiry: Int64 = .max

  package init(url: String, headers: [HTTPHeader] = [], expiry: Int64 = .max) {
    self.url = url
    self.headers = headers
    self.expiry = expiry
  }

  /// What must not be repeated.
  package var secrets: [String] {
    var secrets = [url] + Self.rest(of: url, after: "?")
    for header in headers { secrets += [header.value] + Self.rest(of: header.value, after: "=") }
    return secrets
  }

  private static func rest(of text: String, after mark: Character) -> [String] {
    text.split(separator: mark, maxSplits: 1).dropFirst().map(String.init)
  }
}
