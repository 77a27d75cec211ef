import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The proxy for a URL, with what names it: a variable of the environment, or the configuration.
///
/// The choice is made here and not by libcurl, so that a failure can say which proxy it is about, and so that
/// `no_proxy` means the same with every libcurl: networks are known to it since 7.86.0 only, and ports never.
struct ProxyChoice: Sendable, Equatable {
  /// The proxy's URL, password included. It is given to libcurl and never shown.
  let text: String
  /// What names it: a variable's name, or ``configured``.
  let source: String

  /// What names the proxy of a configuration.
  static let configured = "the configuration"

  /// The proxy for a URL, as a configuration says; nil where it is reached directly, as loopback addresses always are.
  static func of(_ url: RequestURL, by setting: CurlTransport.Configuration.Proxy) -> ProxyChoice? {
    guard !url.isLoopback else { return nil }
    return switch setting {
    case .environment: of(url.origin)
    case .none: nil
    case .at(let address): ProxyChoice(text: address.text, source: configured)
    }
  }

  /// The proxy that the environment names for a URL; nil where it is reached directly.
  ///
  /// - Parameter value: The value of an environment variable; nil for none.
  static func of(_ origin: RequestURL.Origin, value: (String) -> String? = Self.environment) -> ProxyChoice? {
    // In a CGI program `HTTP_PROXY` is a header that the client sent.
    let names =
      (origin.scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
    let chosen = names.compactMap { name in value(name).map { ProxyChoice(text: $0, source: name) } }.first
    guard let chosen else { return nil }
    let exceptions = value("no_proxy") ?? value("NO_PROXY") ?? ""
    return ProxyExceptions(exceptions).include(host: origin.host, port: origin.port) ? nil : chosen
  }

  /// An environment variable's value; an empty one counts as none.
  static func environment(_ name: String) -> String? {
    getenv(name).flatMap { $0.pointee == 0 ? nil : String(cString: $0) }
  }

  /// Why libcurl would not take it, in words that hold nothing of it; nil if it can be used.
  var flaw: String? {
    guard let handle = curl_url() else { return "there is no memory for the URL in \(source)" }
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME)
    guard !hasAmbiguousUser, curl_url_set(handle, CURLUPART_URL, text, flags) == CURLUE_OK else {
      return """
        \(source) holds no URL of a proxy; in a user name or password, characters such as # / @ : and spaces are \
        written with percent signs
        """
    }
    var scheme: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK, let scheme else { return nil }
    defer { curl_free(scheme) }
    guard ["http", "https", "socks4", "socks4a", "socks5", "socks5h"].contains(String(cString: scheme).lowercased())
    else { return "\(source) names a scheme that no proxy has" }
    return nil
  }

  /// The proxy in words: its host where that can be told from user name and password beyond doubt, and the variable.
  var name: String {
    guard flaw == nil, !hasAmbiguousUser else { return "the proxy of \(source)" }
    let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
    let authority = rest.prefix { !"/?#".contains($0) }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    let isPlain = host.utf8.allSatisfy {
      ($0 >= 0x30 && $0 <= 0x3A) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || [0x2D, 0x2E, 0x5B, 0x5D].contains($0)
    }
    return isPlain && !host.isEmpty ? "the proxy \(host) of \(source)" : "the proxy of \(source)"
  }

  /// Whether an `@` stands where no host can begin, or twice: then a part of a password would be taken for the host.
  private var hasAmbiguousUser: Bool {
    let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
    guard let at = rest.lastIndex(of: "@") else { return false }
    return rest[..<at].contains { "/?#@\\".contains($0) || $0.isWhitespace }
  }
}

/// The hosts that are reached without a proxy: `no_proxy`.
struct ProxyExceptions: Sendable {
  private let entries: [Substring]

  /// - Parameter list: Names, suffixes with or without a leading dot, addresses, networks (`10.0.0.0/8`, `fd00::/8`), each
  ///   with `:port` if only that port is meant, between commas or spaces; `*` is every host.
  init(_ list: String) {
    entries = list.lowercased().split { $0 == "," || $0.isWhitespace }
  }

  /// Whether a host is among them.
  ///
  /// - Parameter host: In lower case; an IPv6 address in brackets.
  func include(host: String, port: String) -> Bool {
    let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    let name = bare.hasSuffix(".") ? String(bare.dropLast()) : bare
    let address = PeerAddress(name, port: 0)?.bytes
    return entries.contains { entry in
      if entry == "*" { return true }
      let (text, entryPort) = Self.split(entry)
      if let entryPort, entryPort != port { return false }
      guard let address else { return Self.isSuffix(text, of: name) }
      return Self.isNetwork(text, around: address)
    }
  }

  /// An entry without brackets and port. An IPv6 address has a port behind brackets only.
  private static func split(_ entry: Substring) -> (text: Substring, port: String?) {
    if entry.hasPrefix("["), let end = entry.firstIndex(of: "]") {
      let rest = entry[entry.index(after: end)...]
      let inside = entry[entry.index(after: entry.startIndex)..<end]
      if rest.hasPrefix(":") { return (inside, String(rest.dropFirst())) }
      return rest.hasPrefix("/") ? (Substring(inside + rest), nil) : (inside, nil)
    }
    guard let colon = entry.lastIndex(of: ":"), entry.firstIndex(of: ":") == colon else { return (entry, nil) }
    return (entry[..<colon], String(entry[entry.index(after: colon)...]))
  }

  private static func isSuffix(_ text: Substring, of name: String) -> Bool {
    var suffix = text
    while suffix.hasPrefix(".") || suffix.hasPrefix("*.") { suffix = suffix.dropFirst() }
    if suffix.hasSuffix(".") { suffix = suffix.dropLast() }
    return !suffix.isEmpty && (name == suffix || name.hasSuffix("." + suffix))
  }

  private static func isNetwork(_ text: Substring, around address: [UInt8]) -> Bool {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let network = PeerAddress(String(parts[0]), port: 0)?.bytes, network.count == address.count else {
      return false
    }
    guard parts.count == 2 else { return network == address }
    guard let length = Int(parts[1]), (0...8 * network.count).contains(length) else { return false }
    return zip(network, address).enumerated().allSatisfy { index, pair in
      let bits = max(0, min(8, length - 8 * index))
      return (pair.0 ^ pair.1) >> UInt8(8 - bits) == 0
    }
  }
}
