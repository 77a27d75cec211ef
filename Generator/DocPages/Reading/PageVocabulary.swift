import Catalog

/// What a reader of pages knows from the catalog: hosts, links and names. It decides what is taken for a call, not what is in it.
struct PageVocabulary: Sendable {
  /// Names that calls go by.
  var calls: Set<String> = []
  /// Names of the envelope's fields.
  var envelope: Set<String> = []
  /// Names of the fields that hold the result of an interface.
  var results: [String] = []
  /// What the names of functions that a page calls begin with: `wx.qy.`.
  var functions: [String] = []
  /// Host name → the id of the service.
  private var hosts: [String: String] = [:]
  /// What links to documentation begin and end with.
  private var links: [(prefix: String, suffix: String)] = []

  init(_ index: CatalogIndex) {
    let catalog = index.catalog
    for service in catalog.services {
      hosts[PageVocabulary.host(service.host)] = service.id
      envelope.formUnion([service.codeField, service.messageField])
      let parts = service.docs.split(separator: "{page}", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { links.append((String(parts[0]), String(parts[1]))) }
    }
    calls = Set(index.calls.flatMap { $0.names.union([$0.id]) })
    results = Set(catalog.clients.flatMap(\.hosts).compactMap(\.resultField)).sorted()
    for family in catalog.clients {
      for host in family.hosts where host.function.hasSuffix("{name}") {
        functions.append(String(host.function.dropLast("{name}".count)))
      }
    }
  }

  /// `https://qyapi.weixin.qq.com` → `qyapi.weixin.qq.com`.
  static func host(_ address: String) -> String {
    let rest = address.split(separator: "//", maxSplits: 1).last ?? ""
    return String(rest.prefix { $0 != "/" && $0 != "?" })
  }

  func service(ofHost host: String) -> String? { hosts[host] }

  /// The parts of a call's address; nil if it is that of something else.
  func call(at address: Excerpt) -> (host: String, path: String, name: String)? {
    let text = address.text
    let host = PageVocabulary.host(text)
    // Documentation and other sites have other hosts; a host that is not known yet is told by its form.
    let isOpenAPI = host.hasPrefix("open.") && text.contains("/open-apis/")
    guard hosts[host] != nil || host.hasPrefix("api.") || host.hasPrefix("qyapi.") || isOpenAPI else { return nil }
    guard let start = text.firstRange(of: host)?.upperBound else { return nil }
    let path = String(text[start...].prefix { $0 != "?" && $0 != "#" })
    guard path.count > 1, let name = path.split(separator: "/").last else { return nil }
    return (host, path, String(name))
  }

  /// The number of the documentation page that a text links to.
  func pageNumber(in text: Excerpt) -> String? {
    for (prefix, suffix) in links {
      guard let start = text.firstIndex(of: prefix) else { continue }
      let rest = text.from(start + prefix.unicodeScalars.count)
      let number = rest.scalars.prefix { $0.isNamePart || $0 == "-" || $0 == "/" }
      let page = Excerpt(line: text.line, scalars: number).text
      if !page.isEmpty { return suffix.isEmpty || !page.hasSuffix(suffix) ? page : String(page.dropLast(suffix.count)) }
    }
    return nil
  }

  /// The name of the field that a column is headed with.
  func field(_ heading: String, prefix: String?) -> String? {
    guard heading.unicodeScalars.allSatisfy({ $0.isNamePart || $0 == "." }), heading.contains(where: \.isLetter) else {
      return nil
    }
    if heading.contains(".") || prefix != nil { return heading }
    return nil
  }
}
