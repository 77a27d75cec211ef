/// What hosts, paths and link templates have to look like.
///
/// The patterns say the same to editors, which cannot say why.
enum LinkForm {
  static let hostPattern = #"^(?:https://[A-Za-z0-9._~:-]+|http://(?:127\.0\.0\.1|localhost)[A-Za-z0-9._~:-]*)$"#
  static let templatePattern = #"^https://[!-z|}~]*\{page\}[!-z|}~]*$"#
  static let linkPattern = "^https://[!-~]*$"
  static let pathPattern = #"^(?!.*/\.{1,2}(?:/|$))(?:/[A-Za-z0-9._~-]+)+$"#
  static let pagePattern =
    #"^(?:0*[1-9][0-9]*|(?![+-]?[0-9]+$)(?!(?:.*/)?\.{1,2}(?:/|$))[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*)$"#

  /// What is wrong with a service's base URL, as the end of a sentence.
  static func flaw(ofHost host: String) -> String? {
    let isLoopback = host.hasPrefix("http://127.0.0.1") || host.hasPrefix("http://localhost")
    guard host.hasPrefix("https://") || isLoopback else { return "has to start with https://" }
    let rest = host.drop { $0 != ":" }.dropFirst(3)
    if rest.isEmpty { return "has no name" }
    if rest.contains("/") { return "has to end with its name or port, without a slash" }
    return rest.utf8.allSatisfy({ isPathByte($0) || $0 == UInt8(ascii: ":") }) ? nil : "contains what a host cannot"
  }

  static func flaw(ofTemplate template: String) -> String? {
    guard template.hasPrefix("https://") else { return "has to start with https://" }
    var places = 0
    var rest = Substring(template)
    while let start = rest.firstIndex(of: "{") {
      guard rest[start...].hasPrefix("{page}") else { return "has a '{' that is not '{page}'" }
      places += 1
      rest = rest[start...].dropFirst("{page}".count)
    }
    if places != 1 { return "has to contain '{page}' once" }
    return template.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) ? nil : "contains what a link cannot"
  }

  static func flaw(ofLink link: String) -> String? {
    guard link.hasPrefix("https://") else { return "has to start with https://" }
    return link.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) ? nil : "contains what a link cannot"
  }

  /// A page is what stands for `{page}` in a template: a number, or a path without a slash in front.
  static func flaw(ofPage page: String) -> String? {
    if let number = Int64(page) { return number > 0 ? nil : "is not a page number" }
    return page.hasPrefix("/") ? "has a '/' in front" : flaw(ofPath: "/" + page)
  }

  static func flaw(ofPath path: String) -> String? {
    guard path.hasPrefix("/") else { return "has to start with '/'" }
    if path.utf8.count == 1 || path.hasSuffix("/") { return "has to end with a name" }
    if zip(path.utf8, path.utf8.dropFirst()).contains(where: { $0 == UInt8(ascii: "/") && $1 == $0 }) {
      return "has an empty step"
    }
    if path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) { return "has a step '.' or '..'" }
    if path.contains("?") { return "has a query; request fields of a GET go there by themselves" }
    let isPlain = path.utf8.allSatisfy { isPathByte($0) || $0 == UInt8(ascii: "/") }
    return isPlain ? nil : "has characters other than letters, digits and - . _ ~"
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

/// How an endpoint's summary has to read: one sentence in the third person, "Lists one page of a folder."
enum SummaryForm {
  /// A regular expression for what ``flaw(of:)`` finds nothing wrong with. Space around the text does not count.
  static let pattern = #"^\s*(?![^\n]*\. )[A-Z][^ ,.\n]*s[ ,.](?:[^\n]*\.)?\s*$"#
  /// A regular expression for any text for people: not blank, without control characters.
  static let prosePattern = #"^(?=[\s\S]*\S)[^\u0000-\u0009\u000b-\u001f\u007f]*$"#

  /// Whether something stands in brackets: the title of the page, by which the two are found from each other.
  static func namesPage(_ summary: String) -> Bool {
    guard let open = summary.firstIndex(of: "("), let close = summary[open...].firstIndex(of: ")") else { return false }
    return summary[open..<close].dropFirst().contains { !$0.isWhitespace }
  }

  /// What is wrong, as the end of a sentence.
  static func flaw(of summary: String) -> String? {
    guard let first = summary.unicodeScalars.first else { return nil }
    if summary.contains("\n") { return "has to stand on one line" }
    if !summary.hasSuffix(".") { return "has to end with a full stop" }
    if !("A"..."Z").contains(first) { return "has to start with a capital" }
    let verb = summary.prefix { $0 != " " && $0 != "," && $0 != "." }
    if !verb.hasSuffix("s") { return "has to start with a verb in the third person ('Lists …'), not '\(verb)'" }
    let body = summary.dropLast()
    if body.contains(". ") { return "has to be one sentence; more belongs in 'about'" }
    return nil
  }
}
