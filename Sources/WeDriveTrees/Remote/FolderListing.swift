import WeDriveGenerated

/// All entries of one folder, sorted by the bytes of their names.
///
/// They are kept packed, about 100 bytes each, and made into ``RemoteEntry`` one at a time: a folder may have a million.
public struct FolderListing: Sendable, RandomAccessCollection {
  private var bytes: [UInt8] = []
  private var offsets: [Int] = []

  /// Kind, flag of the SHA-1, SHA-1, size, time, length of the id, length of the name; then the id and the name.
  private static let headSize = 1 + 1 + 20 + 8 + 8 + 2 + 2

  init() {}

  /// Packs entries.
  init(_ entries: some Sequence<RemoteEntry>) {
    for entry in entries { append(entry) }
    sort()
  }

  mutating func append(_ entry: RemoteEntry) {
    let id = Array(entry.id.rawValue.utf8.prefix(0xFFFF))
    let name = entry.name.bytes.prefix(0xFFFF)
    offsets.append(bytes.count)
    bytes.append(entry.kind.rawValue)
    bytes.append(entry.sha1 == nil ? 0 : 1)
    bytes += entry.sha1 ?? [UInt8](repeating: 0, count: 20)
    append(entry.size)
    append(entry.modified)
    bytes += [UInt8(id.count >> 8), UInt8(id.count & 0xFF), UInt8(name.count >> 8), UInt8(name.count & 0xFF)]
    bytes += id
    bytes += name
  }

  private mutating func append(_ number: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  /// Sorts by name. Entries of one name come in the order of their ids.
  mutating func sort() {
    let isSorted = bytes.withUnsafeBufferPointer { bytes in
      zip(offsets, offsets.dropFirst()).allSatisfy { !Self.precedes($1, $0, in: bytes) }
    }
    if isSorted { return }
    bytes.withUnsafeBufferPointer { bytes in offsets.sort { Self.precedes($0, $1, in: bytes) } }
  }

  private static func precedes(_ a: Int, _ b: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let (nameA, nameB) = (nameRange(a, in: bytes), nameRange(b, in: bytes))
    let (x, y) = (bytes[nameA], bytes[nameB])
    if x.lexicographicallyPrecedes(y) { return true }
    if y.lexicographicallyPrecedes(x) { return false }
    return bytes[a + headSize..<nameA.lowerBound].lexicographicallyPrecedes(bytes[b + headSize..<nameB.lowerBound])
  }

  private static func nameRange(_ offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let id = Int(bytes[offset + 38]) << 8 | Int(bytes[offset + 39])
    let name = Int(bytes[offset + 40]) << 8 | Int(bytes[offset + 41])
    let start = offset + headSize + id
    return start..<start + name
  }

  /// The index of the first entry.
  public var startIndex: Int { 0 }
  /// The number of entries.
  public var endIndex: Int { offsets.count }

  /// The entry with a number, in the order of names.
  public subscript(index: Int) -> RemoteEntry {
    let offset = offsets[index]
    let name = bytes.withUnsafeBufferPointer { Self.nameRange(offset, in: $0) }
    return RemoteEntry(
      id: FileID(String(decoding: bytes[offset + Self.headSize..<name.lowerBound], as: UTF8.self)),
      name: EntryName(bytes: bytes[name]), kind: RemoteEntry.Kind(rawValue: bytes[offset]) ?? .document,
      size: number(at: offset + 22), sha1: bytes[offset + 1] == 1 ? Array(bytes[offset + 2..<offset + 22]) : nil,
      modified: number(at: offset + 30))
  }

  /// Whether an entry is a folder, without making it.
  func isFolder(_ index: Int) -> Bool { bytes[offsets[index]] == RemoteEntry.Kind.folder.rawValue }

  private func number(at offset: Int) -> UInt64 {
    bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// All entries of a name, told by its bytes. Mostly one.
  public func entries(named name: EntryName) -> [RemoteEntry] {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return Array(self[low...].prefix { $0.name == name })
  }
}
