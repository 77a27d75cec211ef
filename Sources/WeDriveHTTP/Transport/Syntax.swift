import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension UInt8 {
  /// Whether it is printable ASCII and not a space: what URLs, tokens and tags are made of.
  package var isVisibleASCII: Bool { self > 0x20 && self < 0x7F }

  /// Whether it may stand in a header's value: no control byte but the tab.
  package var isHeaderValueByte: Bool { self == 0x09 || self >= 0x20 && self != 0x7F }

  /// Whether it may stand in a token of HTTP: a letter, a digit or one of a few marks.
  fileprivate var isTokenByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(self)
    }
  }
}

extension String {
  /// Whether it is a token of HTTP, as the names of headers and cookies are (RFC 9110, section 5.6.2).
  package var isHTTPToken: Bool { !isEmpty && utf8.allSatisfy(\.isTokenByte) }

  /// Whether a host is this machine: `localhost`, `::1`, with or without brackets, or an address in 127.0.0.0/8. Names are
  /// not resolved.
  package var isLoopbackHost: Bool {
    if ["::1", "[::1]"].contains(self) || lowercased() == "localhost" { return true }
    var address = in_addr()
    guard inet_pton(AF_INET, self, &address) == 1 else { return false }
    return UInt32(bigEndian: address.s_addr) >> 24 == 127
  }
}

extension HTTPReplyHead {
  /// How long the server wants to be left alone: `Retry-After`, whole seconds or a date. Nil for anything else, and for
  /// more than a day, which is a mistake.
  package var retryAfter: Duration? { Self.retryAfter(self["Retry-After"], now: Int64(time(nil))) }

  /// - Parameter now: In seconds since 1970.
  static func retryAfter(_ value: String?, now: Int64) -> Duration? {
    guard let value, let seconds = Int64(value) ?? date(value).map({ max(0, $0 - now) }),
      (0...86_400).contains(seconds)
    else { return nil }
    return .seconds(seconds)
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, or one of the two older forms, in seconds since 1970.
  private static func date(_ value: String) -> Int64? {
    // libcurl reads much that is no date of HTTP's: all of those name a month and a time of day.
    guard value.utf8.count <= 64, value.contains(":"), value.contains(where: \.isLetter) else { return nil }
    let date = curl_getdate(value, nil)
    return date < 0 ? nil : Int64(date)
  }
}

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
