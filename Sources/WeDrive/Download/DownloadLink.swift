import WeDriveRuntime

/// A link to the content of one file, and the cookie without which it does not open.
///
/// Whoever has both can read the file until the link expires, so neither is printed: ``description`` shows the origin only.
public struct DownloadLink: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The whole link. Its query is a secret.
  public let url: String
  /// Sent in the `Cookie` header, to the link's own origin only.
  public let cookie: Cookie
  /// When the link stops working, by the wall clock, in seconds since 1970.
  public let expiry: Int64
  /// Scheme, host and port of the link.
  public let origin: String

  /// Checks the link before it is used for anything.
  ///
  /// - Throws: ``WeDriveError/undecodableReply(_:)`` for a link that is neither `https` nor goes to this very machine,
  ///   or that holds anything that does not belong in a link; likewise for the cookie.
  public init(url: String, cookie: Cookie, expiry: Int64, endpoint: String) throws(WeDriveError) {
    guard let origin = Self.origin(of: url) else {
      throw .undecodableReply(UndecodableReply(endpoint: endpoint, reason: "the link is not one that may be opened"))
    }
    self.url = url
    self.cookie = cookie
    self.expiry = expiry
    self.origin = origin
  }

  /// Without anything secret.
  public var description: String { "DownloadLink(\(origin), redacted)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Empty, so that `dump` and debuggers' printing show nothing secret either.
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// Scheme and authority of a link that may be opened: `https`, or `http` to loopback; no user name, nothing but
  /// printable ASCII.
  private static func origin(of url: String) -> String? {
    // A backslash is a slash to some parsers and part of a name to others, so there is none.
    guard url.utf8.count <= 16_384, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
      return nil
    }
    guard let colon = url.firstRange(of: "://") else { return nil }
    let scheme = url[..<colon.lowerBound].lowercased()
    let authority = url[colon.upperBound...].prefix { !"/?#".contains($0) }
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    guard scheme == "https" || scheme == "http" && Loopback.contains(authority: authority) else { return nil }
    return "\(scheme)://\(authority.lowercased())"
  }
}

/// Names and addresses of this very machine.
enum Loopback {
  /// Whether `host` or `host:port` is one.
  static func contains(authority: some StringProtocol) -> Bool {
    let host =
      authority.hasPrefix("[")
      ? String(authority.prefix { $0 != "]" }.dropFirst())
      : String(authority.prefix { $0 != ":" })
    if host == "::1" || host.lowercased() == "localhost" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
