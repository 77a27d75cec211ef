import Catalog

/// What the catalog's documentation pages looked like when they were last reviewed: `Spec/pages.lock`. It holds numbers and
/// short hashes, and no text of a page.
public struct PagesLock: Sendable, Equatable {
  /// A page of the catalog, or an overview that documents no call, at its last review.
  public struct Entry: Sendable, Equatable {
    /// The number in its address, or the address itself.
    public var page: String
    /// The kind of app that it is for, as the catalog's `docs` says it; nil: not said.
    public var kind: String?
    /// The number by which the documentation centre knows its text.
    public var documentID: String?
    /// The date that it bears.
    public var date: String?
    /// A hash of each line that is not empty, in their order.
    public var lines: [UInt32]

    /// Whether the file can hold the text as a page's name: one word.
    static func isName(_ text: String) -> Bool {
      !text.isEmpty && text != PagesLock.absent
        && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value > 0x20 }
    }
  }

  /// The entries, by page.
  public private(set) var entries: [String: Entry] = [:]
  /// Pages of watched branches that are known and not of the catalog.
  public private(set) var known: Set<String> = []

  /// The file's name in the catalog's folder.
  public static let fileName = "pages.lock"

  /// A lock without entries.
  public init() {}

  /// Puts an entry in the place of the one for its page.
  public mutating func update(_ entry: Entry) {
    entries[entry.page] = entry
    known.remove(entry.page)
  }

  /// Notes that a page exists which is not of the catalog.
  public mutating func note(_ page: String) { if entries[page] == nil { known.insert(page) } }

  /// Whether a page has been seen: it has an entry, or is known.
  public func holds(_ page: String) -> Bool { entries[page] != nil || known.contains(page) }

  /// The entry of the first of some pages that has one.
  func entry(of pages: [String]) -> Entry? { pages.lazy.compactMap { entries[$0] }.first }

  // MARK: - The file

  /// Why a lock cannot be read.
  public struct Flaw: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// What is wrong with it.
    public var text: String
    /// `pages.lock:3: …`
    public var description: String { "\(PagesLock.fileName):\(line): \(text)" }
  }

  private static let heading =
    "# Pages of the documentation as they were last reviewed; `wedrive-spec docs --reviewed` writes this."
  private static let perLine = 12
  private static let absent = "-"

  /// Reads the file's bytes.
  ///
  /// - Throws: A ``Flaw`` at the first line that is none of a lock.
  public init(_ bytes: [UInt8]) throws(Flaw) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Flaw(line: 1, text: "it is not UTF-8") }
    var current: Entry?
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if line.isEmpty || line.hasPrefix("#") { continue }
      let words = line.split(separator: " ")
      switch words.first {
      case "page" where words.count == 5 && !line.hasPrefix(" "):
        if let current { update(current) }
        if entries[String(words[1])] != nil { throw Flaw(line: number, text: "page \(words[1]) has an entry already") }
        func value(_ word: Substring) -> String? { word == PagesLock.absent ? nil : String(word) }
        current = Entry(
          page: String(words[1]), kind: value(words[2]), documentID: value(words[3]), date: value(words[4]), lines: [])
      case "known" where words.count > 1 && !line.hasPrefix(" "):
        for page in words.dropFirst() { note(String(page)) }
      default:
        guard line.hasPrefix(" "), current != nil else {
          throw Flaw(
            line: number, text: "'\(line.prefix(40))' is neither 'page NUMBER KIND DOCUMENT DATE' nor hashes below one")
        }
        for word in words {
          guard word.count == 6, let hash = UInt32(word, radix: 16) else {
            throw Flaw(line: number, text: "'\(word.prefix(20))' is no hash of six hexadecimal digits")
          }
          current?.lines.append(hash)
        }
      }
    }
    if let current { update(current) }
  }

  /// The file's text.
  public var text: String {
    var result = PagesLock.heading + "\n"
    for entry in entries.values.sorted(by: { PagesLock.precedes($0.page, $1.page) }) {
      let words = [entry.kind, entry.documentID, entry.date].map { $0 ?? PagesLock.absent }
      result += "\npage \(entry.page) \(words.joined(separator: " "))\n"
      for start in stride(from: 0, to: entry.lines.count, by: PagesLock.perLine) {
        let row = entry.lines[start..<min(start + PagesLock.perLine, entry.lines.count)]
        result += "  " + row.map(PagesLock.digits).joined(separator: " ") + "\n"
      }
    }
    let known = known.sorted(by: PagesLock.precedes)
    if !known.isEmpty { result += "\n" }
    for start in stride(from: 0, to: known.count, by: PagesLock.perLine) {
      result += "known " + known[start..<min(start + PagesLock.perLine, known.count)].joined(separator: " ") + "\n"
    }
    return result
  }

  private static func digits(_ hash: UInt32) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Numbers by value, addresses behind them.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    switch (Int(a), Int(b)) {
    case (let a?, let b?): a < b
    case (nil, nil): a < b
    case (let number, _): number != nil
    }
  }
}
