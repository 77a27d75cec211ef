/// The `Range` of a request for content.
enum ByteRange: Equatable {
  /// There is none, or one that a server does not have to understand: the whole content is meant.
  case whole
  case part(Range<UInt64>)
  /// One that lies outside the content.
  case unsatisfiable

  /// Reads the header. Several ranges at once are answered by the whole content, which is allowed.
  init(_ header: String?, size: UInt64) {
    guard let header, header.lowercased().hasPrefix("bytes=") else {
      self = .whole
      return
    }
    let bounds = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard bounds.count == 2, !header.contains(",") else {
      self = .whole
      return
    }
    let (first, last) = (bounds[0].filter { $0 != " " }, bounds[1].filter { $0 != " " })
    switch (UInt64(first), UInt64(last)) {
    case (nil, let suffix?) where first.isEmpty:
      self = suffix == 0 || size == 0 ? .unsatisfiable : .part(size - min(suffix, size)..<size)
    case (let start?, nil) where last.isEmpty:
      self = start < size ? .part(start..<size) : .unsatisfiable
    case (let start?, let end?) where start <= end:
      self = start < size ? .part(start..<min(end, size - 1) + 1) : .unsatisfiable
    default:
      self = .whole
    }
  }
}
