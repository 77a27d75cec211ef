// Checks the links of a site that DocC has built: `docs SITE BASE EXTERNAL`. Every page that another names has to be there, as data
// and as HTML, and the heading behind a `#`; so do images, and what the HTML loads. Addresses elsewhere are written to the file
// EXTERNAL, one a line with the pages they are on, and nothing is fetched.
import Foundation

/// What a page's data says of its links.
struct Page {
  var anchors: Set<String> = []
  /// What each link in it stands for, by the identifier that its text uses.
  var references: [String: [String: Any]] = [:]
  /// Identifiers that its text, its declarations and its lists use.
  var uses: Set<String> = []
  /// Those of its lists.
  private var listed: Set<String> = []

  init(_ json: [String: Any]) {
    references = json["references"] as? [String: [String: Any]] ?? [:]
    for (key, value) in json where key != "references" { read(value) }
    // What is listed is shown with its abstract, which may link, too.
    for identifier in listed { read(references[identifier]?["abstract"] ?? []) }
  }

  private mutating func read(_ value: Any) {
    if let list = value as? [Any] {
      for item in list { read(item) }
    } else if let object = value as? [String: Any] {
      if let anchor = object["anchor"] as? String { anchors.insert(anchor) }
      let isLink = object["type"] as? String == "reference" && object["isActive"] as? Bool != false
      if isLink || object["kind"] as? String == "typeIdentifier", let identifier = object["identifier"] as? String {
        uses.insert(identifier)
      }
      listed.formUnion(object["identifiers"] as? [String] ?? [])
      uses.formUnion(object["identifiers"] as? [String] ?? [])
      for member in object.values { read(member) }
    }
  }
}

struct Site {
  let folder: String
  /// Where on its host the site will be, with a `/` at both ends.
  let base: String
  /// By path, as in `documentation/wedrive/…`.
  private(set) var pages: [String: Page] = [:]
  private(set) var checked = 0
  private(set) var dead: Set<String> = []
  /// Addresses elsewhere, with the pages they are on.
  private(set) var external: [String: Set<String>] = [:]

  init(_ folder: String, base: String) throws {
    self.folder = folder
    self.base = base.hasSuffix("/") ? base : base + "/"
    for file in files(below: "data", ending: ".json") {
      guard let json = try self.json(in: "data/" + file) as? [String: Any] else { continue }
      pages[String(file.dropLast(".json".count))] = Page(json)
    }
  }

  mutating func check() throws {
    for (name, page) in pages { check(page, named: name) }
    // The sidebar.
    checkNavigator(try json(in: "index/index.json"))
    for document in files(below: "", ending: ".html") { try checkHTML(document) }
  }

  private mutating func check(_ page: Page, named name: String) {
    for use in page.uses where page.references[use] == nil { dead.insert("\(name): \(use) is not resolved") }
    for (identifier, reference) in page.references {
      switch reference["type"] as? String {
      case "unresolvable":
        // Protocols of Swift's own libraries are shown by their names; their identifiers have no path.
        if identifier.contains("/documentation/") { dead.insert("\(name): \(identifier) is not resolved") }
      case "image", "video", "download":
        for variant in reference["variants"] as? [[String: Any]] ?? [reference] {
          if let url = variant["url"] as? String { checkFile(String(url.drop { $0 == "/" }), from: name) }
        }
      default:
        if let url = reference["url"] as? String { checkLink(url, from: name) }
      }
    }
  }

  /// Looks at an address, or a path on this site, that a page links to.
  private mutating func checkLink(_ address: String, from page: String) {
    if address.firstMatch(of: /^[A-Za-z][A-Za-z0-9+.-]*:/) != nil {
      external[address, default: []].insert(page)
      return
    }
    checked += 1
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts[0].isEmpty || parts[0].hasPrefix("/") else {
      dead.insert("\(page): \(address) is relative to the source, and leads nowhere here")
      return
    }
    let target = parts[0].isEmpty ? page : String(parts[0].drop { $0 == "/" }).lowercased()
    guard let known = pages[target], exists(target + "/index.html") else {
      dead.insert("\(page): \(address) is not on the site")
      return
    }
    if parts.count > 1, !known.anchors.contains(String(parts[1])) {
      dead.insert("\(page): \(address): that page has no such heading")
    }
  }

  private mutating func checkFile(_ path: String, from page: String) {
    checked += 1
    if !exists(path) { dead.insert("\(page): \(path) is not on the site") }
  }

  private mutating func checkNavigator(_ value: Any) {
    if let list = value as? [Any] {
      for item in list { checkNavigator(item) }
    } else if let object = value as? [String: Any] {
      if let path = object["path"] as? String { checkLink(path, from: "index/index.json") }
      for member in object.values { checkNavigator(member) }
    }
  }

  /// Looks at what a document loads and leads to.
  private mutating func checkHTML(_ document: String) throws {
    let text = try String(contentsOfFile: folder + "/" + document, encoding: .utf8)
    for match in text.matches(of: /(?:src|href|url)=["']?([^"'> ]+)/) {
      guard match.1.hasPrefix(base) else {
        dead.insert("\(document): \(match.1) is outside of \(base)")
        continue
      }
      checkFile(String(match.1.dropFirst(base.count)), from: document)
    }
  }

  private func files(below place: String, ending: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: folder + "/" + place)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix(ending) }.sorted()
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + path) }

  private func json(in file: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)))
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  print("usage: docs SITE BASE EXTERNAL")
  exit(64)
}
var site = try Site(arguments[1], base: arguments[2])
try site.check()
let lines = site.external.sorted { $0.key < $1.key }.map { "\($0.key)  \($0.value.sorted().joined(separator: " "))\n" }
try lines.joined().write(toFile: arguments[3], atomically: true, encoding: .utf8)
for line in site.dead.sorted() { print("docs: dead link: \(line)") }
print("docs: \(site.pages.count) pages, \(site.checked) links within the site, \(site.dead.count) of them dead")
print("docs: \(site.external.count) addresses elsewhere, listed in \(arguments[3])")
exit(site.dead.isEmpty && !site.pages.isEmpty ? 0 : 1)
