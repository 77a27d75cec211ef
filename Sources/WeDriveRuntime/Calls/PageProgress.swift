/// Whether a walk over pages gets anywhere, told in constant memory.
///
/// A number is an offset and has to grow. Any other cursor must not come again in the walk. Of those that came only one is
/// kept: the first page's, then the second's, the fourth's, the eighth's and so on (Brent's algorithm), so that a circle of
/// cursors is found before it was gone through four times.
struct PageProgress<Cursor: Equatable & Sendable>: Sendable {
  /// How many pages in a row may be empty.
  static var maximumEmptyPages: Int { 64 }

  private var kept: Cursor?
  private var pages = 0
  private var nextKept = 1
  private var emptyPages = 0

  /// Why the page after this one is not to be fetched, in words that follow "but"; nil where it is.
  ///
  /// - Parameters:
  ///   - start: Where the page began; nil where the request for the first one does not say.
  ///   - next: Where the next one begins.
  ///   - isEmpty: Whether the page has no items.
  mutating func stall(at start: Cursor?, next: Cursor?, isEmpty: Bool) -> String? {
    guard let next else { return "does not say where the next one begins" }
    guard next != start else { return "the cursor does not move" }
    if let next = next as? any FixedWidthInteger {
      let start = (start as? any FixedWidthInteger).map { UInt64(clamping: $0) } ?? 0
      guard UInt64(clamping: next) > start else { return "the next one begins before this one" }
    } else {
      guard next != kept else { return "the cursor is one that came before" }
      pages += 1
      if pages == nextKept {
        kept = next
        nextKept = nextKept > Int.max / 2 ? .max : nextKept * 2
      }
    }
    emptyPages = isEmpty ? emptyPages + 1 : 0
    return emptyPages < Self.maximumEmptyPages ? nil : "\(emptyPages) pages in a row are empty"
  }
}
