/// An address that may be opened: `https`, or `http` to this very machine; no user name, nothing but printable ASCII.
///
/// It is not a URL parser: it refuses what parsers disagree on, and splits off the origin.
package struct WebAddress {
  /// Scheme, host and port, in lower case.
  package let origin: String
  /// Whether it is this very machine.
  package let isLoopback: Bool
  /// Everything after the authority and before the query or fragment.
  package let path: String

  package init?(_ text: String) {
    // A backslash is a slash to some parsers and part of a name to others.
    guard text.utf8.count <= 16_384, text.utf8.allSatisfy({ $0.isVisibleASCII && $0 != UInt8(ascii: "\\") }),
      let mark = text.firstRange(of: "://")
    else { return nil }
    let scheme = text[..<mark.lowerBound].lowercased()
    let authority = text[mark.upperBound...].prefix { !"/?#".contains($0) }
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    isLoopback = Self.isLoopback(authority)
    guard scheme == "https" || scheme == "http" && isLoopback else { return nil }
    origin = "\(scheme)://\(authority.lowercased())"
    path = String(text[authority.endIndex...].prefix { !"?#".contains($0) })
  }

  /// Whether `host` or `host:port` is this very machine.
  private static func isLoopback(_ authority: Substring) -> Bool {
    let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
    return String(host).isLoopbackHost
  }
}
