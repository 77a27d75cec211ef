/// Folders listed page by page.
extension FileTree {
  /// One page of a folder.
  struct Page: Sendable {
    let entries: [FileEntry]
    let hasMore: Bool
    let next: UInt32
  }

  mutating func page(of folderID: String, by order: FileOrdering, start: UInt32, limit: UInt32) -> Page {
    let ids = listing(of: folderID, by: order)
    let first = min(Int(start), ids.count)
    let end = min(first + Int(limit), ids.count)
    return Page(
      entries: ids[first..<end].compactMap { table[$0] }, hasMore: end < ids.count, next: UInt32(end))
  }

  private mutating func listing(of folderID: String, by order: FileOrdering) -> [String] {
    if let ids = listings[folderID]?[order] { return ids }
    let ids = order.sorted(children(of: folderID)).map(\.id)
    listings[folderID, default: [:]][order] = ids
    return ids
  }
}
