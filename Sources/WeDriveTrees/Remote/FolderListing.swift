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

  /// The name of an entry, without the rest of it.
  func name(at index: Int) -> EntryName {
    bytes.withUnsafeBufferPointer { EntryName(bytes: $0[Self.nameRange(offsets[index], in: $0)]) }
  }

  /// Does something with the bytes of an entry's name, where they are.
  func withName<Value>(at index: Int, _ work: (Slice<UnsafeBufferPointer<UInt8>>) -> Value) -> Value {
    bytes.withUnsafeBufferPointer { work($0[Self.nameRange(offsets[index], in: $0)]) }
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

/// Some entries of a listing, which are made one at a time.
struct RemoteSelection: Sendable, RandomAccessCollection {
  let listing: FolderListing
  private var numbers: [Int32] = []

  init(of listing: FolderListing) { self.listing = listing }

  /// Adds the entry with a number of the listing.
  mutating func append(_ index: Int) { numbers.append(Int32(clamping: index)) }

  var startIndex: Int { 0 }
  var endIndex: Int { numbers.count }
  subscript(position: Int) -> RemoteEntry { listing[Int(numbers[position])] }

  /// Does something with the bytes of an entry's name, where they are.
  func withName<Value>(at position: Int, _ work: (Slice<UnsafeBufferPointer<UInt8>>) -> Value) -> Value {
    listing.withName(at: Int(numbers[position]), work)
  }
}

/// The entries of a listing by the names that they have here, sorted by these. Names are made when they are asked for, and
/// kept only where they are not the service's.
struct RemoteNames {
  let listing: FolderListing
  private var others: [Int: EntryName] = [:]
  /// The numbers of the entries in the order of their names here; nil while that is the listing's.
  private var order: [Int32]?

  init(_ listing: FolderListing) {
    self.listing = listing
    for index in listing.indices where listing.withName(at: index, { !NameMapping.isSameHere($0) }) {
      others[index] = listing[index].localName
    }
    sort()
  }

  var count: Int { listing.count }

  /// The number in the listing of an entry by its place here.
  func index(at place: Int) -> Int { order.map { Int($0[place]) } ?? place }

  /// The name of an entry by its place here.
  func name(at place: Int) -> EntryName { name(of: index(at: place)) }

  /// The name of an entry by its number in the listing.
  func name(of index: Int) -> EntryName { others[index] ?? listing.name(at: index) }

  /// Whether an entry has a name.
  func contains(_ name: EntryName) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self.name(at: middle) < name { low = middle + 1 } else { high = middle }
    }
    return low < count && self.name(at: low) == name
  }

  /// Gives entries other names, by their numbers in the listing.
  mutating func rename(_ names: [Int: EntryName]) {
    guard !names.isEmpty else { return }
    others.merge(names) { $1 }
    sort()
  }

  /// Puts what is called otherwise in its place among the rest, which is sorted already.
  private mutating func sort() {
    guard !others.isEmpty else { return }
    var odd = others.sorted { ($0.value, $0.key) < ($1.value, $1.key) }[...]
    var order: [Int32] = []
    order.reserveCapacity(count)
    for index in listing.indices where others[index] == nil {
      while let first = odd.first, first.value < listing.name(at: index) {
        order.append(Int32(clamping: first.key))
        odd.removeFirst()
      }
      order.append(Int32(clamping: index))
    }
    order += odd.map { Int32(clamping: $0.key) }
    self.order = order
  }
}
