/// The name of an entry: its bytes in UTF-8.
///
/// The service tells `é` as one character from `é` as a letter and an accent; `String` does not. Two names are equal if their
/// bytes are, and they are ordered by their bytes.
public struct EntryName: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The name's bytes.
  public let bytes: [UInt8]

  /// A name from text.
  public init(_ text: String) { bytes = Array(text.utf8) }

  init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The folder, below a destination at the service, in which replaced files wait until they are whole.
  static let staging = EntryName(".wedrive-staging")

  /// The name as text; bytes that are not UTF-8, which only local names have, are shown as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
  /// The same as ``text``.
  public var description: String { text }

  /// Whether the bytes are UTF-8.
  var isText: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The order of the bytes.
  public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// The way from the top of a tree to an entry in it: names joined by `/`. Empty for the top itself.
public struct TreePath: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The path's bytes, which do not begin with `/`.
  public let bytes: [UInt8]

  /// The top.
  public static let top = TreePath(bytes: [])

  /// A path from text.
  public init(_ text: String) { bytes = Array(text.utf8) }

  init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The path as text; bytes that are not UTF-8 are shown as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
  /// The same as ``text``.
  public var description: String { text }
  /// Whether this is the top.
  public var isTop: Bool { bytes.isEmpty }

  /// The path of an entry below this one.
  func appending(_ name: EntryName) -> TreePath {
    TreePath(bytes: isTop ? name.bytes : bytes + [UInt8(ascii: "/")] + name.bytes)
  }

  /// The names on the way.
  var names: [EntryName] { bytes.split(separator: UInt8(ascii: "/")).map { EntryName(bytes: $0) } }
  /// The last name; empty at the top.
  var name: EntryName { EntryName(bytes: bytes.split(separator: UInt8(ascii: "/")).last ?? []) }

  /// The folder that the entry is in; nil for the top.
  public var folder: TreePath? {
    guard !isTop else { return nil }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .top }
    return TreePath(bytes: bytes[..<slash])
  }

  /// How many names it has.
  public var depth: Int { isTop ? 0 : bytes.count { $0 == UInt8(ascii: "/") } + 1 }

  /// Whether this is `other` or below it.
  func isInside(_ other: TreePath) -> Bool {
    other.isTop || bytes == other.bytes || bytes.starts(with: other.bytes + [UInt8(ascii: "/")])
  }

  /// The way from a folder that this is in.
  func relative(to folder: TreePath) -> TreePath {
    folder.isTop ? self : TreePath(bytes: bytes.dropFirst(folder.bytes.count + 1))
  }

  /// Folders before what is in them, siblings by their bytes.
  public static func < (a: Self, b: Self) -> Bool {
    // The separator sorts before everything, so that what is in a folder follows it immediately.
    for (x, y) in zip(a.bytes, b.bytes) where x != y {
      if x == UInt8(ascii: "/") { return true }
      if y == UInt8(ascii: "/") { return false }
      return x < y
    }
    return a.bytes.count < b.bytes.count
  }
}
