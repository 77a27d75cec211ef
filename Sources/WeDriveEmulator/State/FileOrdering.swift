/// The orders in which a folder can be listed; raw values as on the wire.
enum FileOrdering: UInt32, Hashable, Sendable {
  case nameAscending = 1
  case nameDescending = 2
  case sizeAscending = 3
  case sizeDescending = 4
  case modifiedAscending = 5
  case modifiedDescending = 6

  /// The entries in this order; equals come by name and then by id, so that paging is steady.
  func sorted(_ entries: [FileEntry]) -> [FileEntry] {
    entries.sorted { a, b in
      switch self {
      case .nameAscending: break
      case .nameDescending:
        let (first, second) = (ExactName(a.name), ExactName(b.name))
        if first != second { return second < first }
      case .sizeAscending: if a.size != b.size { return a.size < b.size }
      case .sizeDescending: if a.size != b.size { return b.size < a.size }
      case .modifiedAscending: if a.modified != b.modified { return a.modified < b.modified }
      case .modifiedDescending: if a.modified != b.modified { return b.modified < a.modified }
      }
      return (ExactName(a.name), a.id) < (ExactName(b.name), b.id)
    }
  }
}
