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
