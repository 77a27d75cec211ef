import Catalog

/// A documentation page that the catalog names, and where it is.
public struct DocumentedPage: Sendable, Hashable {
  /// The number in its address, the address behind the service's host, or the whole address.
  public var page: String
  /// The whole address.
  public var address: String
  /// How its documentation hands out pages.
  public var centre: Centre

  /// The ways in which documentation hands out the text of its pages.
  public enum Centre: String, Sendable, Hashable, CaseIterable {
    /// By a number that a directory gives for the number in the address.
    case numbered = "wecom"
    /// As Markdown beside the page.
    case beside = "wechat"
    /// By the path of the address.
    case byPath = "feishu"

    /// Host of the documentation → how it hands out pages.
    private static let hosts: [String: Centre] = [
      "developer.work.weixin.qq.com": .numbered, "developers.weixin.qq.com": .beside, "open.feishu.cn": .byPath,
    ]

    /// Nil for documentation that is not known.
    init?(host: String) {
      guard let known = Centre.hosts[host] else { return nil }
      self = known
    }
  }

  /// Joins what is known of a page.
  init(page: String, address: String, centre: Centre) {
    self.page = page
    self.address = address
    self.centre = centre
  }

  /// Nil if it is not known how the documentation hands out pages.
  init?(page: String, address: String) {
    guard let host = DocumentedPage.host(of: address), let centre = Centre(host: host) else { return nil }
    self.page = page
    self.address = address
    self.centre = centre
  }

  /// The address as far as the path.
  var origin: String { DocumentedPage.origin(of: address) }
  /// The address behind the host.
  var path: String { String(address.dropFirst(origin.count).prefix { $0 != "?" && $0 != "#" }) }

  /// A file's path for it, below a folder of pages.
  public var fileName: String { "\(folderName)/\(nameInFolder)" }

  /// The folder for what its documentation hands out.
  var folderName: String { centre.rawValue }

  /// Its file's name there.
  var nameInFolder: String {
    let parts = page.split(separator: "://").last ?? ""
    let name = parts.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }
    let text = String(name)
    let base = text.hasSuffix(".html") ? String(text.dropLast(5)) : text
    return "\(base.suffix(180)).md"
  }

  static func origin(of address: String) -> String {
    guard let start = address.firstRange(of: "://")?.upperBound else { return "" }
    return String(address[..<(address[start...].firstIndex { "/?#".contains($0) } ?? address.endIndex)])
  }

  static func host(of address: String) -> String? {
    let parts = origin(of: address).split(separator: "/")
    return parts.count == 2 ? String(parts[1]) : nil
  }

  /// All pages that a catalog names, each once, those of one service together.
  public static func all(of catalog: Catalog) -> [DocumentedPage] {
    var found: [DocumentedPage] = []
    func add(_ documentation: Endpoint.Documentation, of service: String?) {
      guard let docs = catalog.services.first(where: { $0.id == service })?.docs else { return }
      for page in documentation.pages {
        guard let page = DocumentedPage(page: page.page, address: docs.replacing("{page}", with: page.page)) else {
          continue
        }
        found.append(page)
      }
    }
    for family in catalog.families {
      for endpoint in family.endpoints { add(endpoint.documentation, of: family.service) }
    }
    for event in catalog.events { add(event.documentation, of: event.service) }
    for family in catalog.clients {
      for availability in family.interfaces.flatMap(\.availability) {
        add(availability.documentation, of: family.service)
        if let link = availability.link, let page = DocumentedPage(page: link, address: link) { found.append(page) }
      }
    }
    var seen: Set<DocumentedPage> = []
    let places = Dictionary(Centre.allCases.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return found.filter { seen.insert($0).inserted }.enumerated().sorted { a, b in
      (places[a.element.centre] ?? 0, a.offset) < (places[b.element.centre] ?? 0, b.offset)
    }.map(\.element)
  }
}

/// A folder of fetched pages. A page whose content is the same is not written again.
public struct PageFolder: Sendable {
  /// What became of a page's file.
  public enum Outcome: String, Sendable { case new, changed, unchanged }

  private let path: String
  private static let largest = 16 * 1024 * 1024

  /// - Parameter path: The folder; it is made when the first page is written.
  public init(_ path: String) { self.path = path }

  /// Writes a page beside its place and renames it. Blocks for file work.
  ///
  /// - Throws: What the system says.
  public func write(_ fetched: DocumentationCentre.Fetched) throws(FolderError) -> Outcome {
    let known = FileBytes.read("\(path)/\(fetched.page.fileName)", maximumBytes: PageFolder.largest)
    if case .success(let bytes) = known, hash(in: String(decoding: bytes, as: UTF8.self)) == hash(in: fetched.text) {
      return .unchanged
    }
    let folder = Folder("\(path)/\(fetched.page.folderName)")
    try folder.create()
    try folder.replace(fetched.page.nameInFolder, with: Array(fetched.text.utf8))
    if case .success = known { return .changed }
    return .new
  }

  /// The hash of the content that stands in a page's head.
  private func hash(in text: String) -> Substring? {
    text.split(separator: "\n", maxSplits: 12).first { $0.hasPrefix("hash: ") }
  }
}

/// A hash by which one content is told from another: FNV-1a, 64 bits wide. It protects nothing.
enum ContentHash {
  static func of(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
