import WeDriveGenerated
import WeDriveHTTP

/// Files of a folder that the service has given a number because their name was taken: `report(1).pdf`. The source does not have
/// them, and their content is that of the file without the number, here or there.
struct NumberedNames {
  /// By ids, those whose place another has taken while they were sent: the local file has their content, and the one of its name
  /// at the service has another.
  private(set) var overtaken: [FileID: (name: EntryName, original: EntryName)] = [:]
  /// The names here of those that are second copies.
  private(set) var copies: [EntryName] = []

  init() {}

  /// - Parameter sha1: The digest of a local file, for those that are not known.
  init(_ differences: FolderDifferences, sha1: (FolderDifferences.LocalFile) async -> [UInt8]?) async {
    let remote = differences.onlyRemote
    let numbered = remote.indices.compactMap { index in
      remote.withName(at: index) { Self.original(of: $0) }.map { (entry: remote[index], original: $0) }
    }
    guard !numbered.isEmpty else { return }
    let changed = Dictionary(differences.changed.map { ($0.remote.name, $0) }) { first, _ in first }
    for (entry, original) in numbered {
      guard let content = entry.sha1 else { continue }
      if let file = changed[original] {
        guard file.local.state.size == entry.size else { continue }
        if await sha1(file.local) == content { overtaken[entry.id] = (entry.localName, file.local.name) }
      } else if let first = remote.listing.entries(named: original).first, first.size == entry.size,
        first.sha1 == content
      {
        copies.append(entry.localName)
      }
    }
  }

  /// The name without its number; nil if it has none.
  static func original(of name: some BidirectionalCollection<UInt8>) -> EntryName? {
    guard name.contains(UInt8(ascii: ")")) else { return nil }
    var end = name.lastIndex(of: UInt8(ascii: ".")) ?? name.endIndex
    if end == name.startIndex { end = name.endIndex }
    var stem = name[..<end]
    guard stem.popLast() == UInt8(ascii: ")") else { return nil }
    var digits = 0
    while let digit = stem.last, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      stem.removeLast()
      digits += 1
    }
    guard digits > 0, stem.popLast() == UInt8(ascii: "("), !stem.isEmpty else { return nil }
    return EntryName(bytes: Array(stem) + Array(name[end...]))
  }
}
