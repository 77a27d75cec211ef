/// How pages that are asked for by offset are joined so that no entry is missed.
///
/// Behind an entry that is deleted all others move up, and the next offset skips one that was never given. So each page after
/// the first begins one entry before that offset. If it holds an entry that was given before, and that is still sorted
/// where it was, it follows without a gap; if not, it is asked for again from 64, 128, 256 … entries further ahead (for
/// pages of less than 128 from half a page). This finds every entry that stays, whatever comes and goes meanwhile, in any
/// order that is stable.
///
/// Pages after the first ask for one entry more where the service allows that, and then cost no more calls than pages
/// without overlap; at the service's largest page they cost one call more in so many entries.
public struct OffsetPaging<Request: APIRequest, Offset: FixedWidthInteger & Sendable, Item: Sendable>: Sendable {
  let offset: any WritableKeyPath<Request, Offset> & Sendable
  let grow: @Sendable (inout Request) -> Void
  let identity: @Sendable (Item) -> ItemHash
  let order: @Sendable (Item) -> ItemHash

  /// Describes the paging of an endpoint.
  ///
  /// - Parameters:
  ///   - offset: The field of a request that says how many entries stand before its page.
  ///   - size: The field of a request that says how many entries its page may hold.
  ///   - maximum: The most that it may say; nil for as many as it can.
  ///   - identity: What tells an entry from all others.
  ///   - order: What entries may be sorted by. An entry for which it changed does not count as given before.
  public init<Size: FixedWidthInteger & Sendable>(
    from offset: any WritableKeyPath<Request, Offset> & Sendable,
    size: any WritableKeyPath<Request, Size> & Sendable, maximum: Size?,
    identity: @escaping @Sendable (Item) -> ItemHash, order: @escaping @Sendable (Item) -> ItemHash
  ) {
    self.offset = offset
    let maximum = maximum ?? .max
    grow = { if $0[keyPath: size] < maximum { $0[keyPath: size] += 1 } }
    self.identity = identity
    self.order = order
  }
}

/// What an item is told by: 64 bits of a hash that is seeded in each process, so that a service cannot choose equal ones.
public struct ItemHash: Sendable, Hashable {
  let bits: Int

  /// Hashes values.
  public init<each Value: Hashable>(_ values: repeat each Value) {
    var hasher = Hasher()
    repeat hasher.combine(each values)
    bits = hasher.finalize()
  }
}

/// One walk over pages by offset: what was given, and where the next page begins.
///
/// It remembers 12 bytes an entry, in a hash table that takes up to 40. That two of a million entries have one hash,
/// and the second is left out, happens once in some 40 million walks.
struct OffsetWalk<Request: APIRequest, Offset: FixedWidthInteger & Sendable, Item: Sendable>: PageWalk {
  /// How many pages in a row may bring nothing new, other than those that only go over known ground again.
  private static var maximumBarrenPages: Int { 64 }

  private let paging: OffsetPaging<Request, Offset, Item>
  /// Where the first page began: nothing is missing before it.
  private let start: Offset
  /// What was given, by identity, with what it was sorted by.
  private var given: [Int: UInt32] = [:]
  /// How far the pages have come.
  private var reached: Offset
  /// How far they ever came; what is before that is known ground.
  private var farthest: Offset
  /// How far before ``reached`` the page begins that is under way.
  private var stepBack: Offset = 1
  /// Half a page, and 64 at most: small pages that went far back would get on more slowly than a busy folder grows.
  private var firstStepBack: Offset = 64
  private var hasGrown = false
  private var barrenPages = 0

  init(_ paging: OffsetPaging<Request, Offset, Item>, from first: Request) {
    self.paging = paging
    start = first[keyPath: paging.offset]
    reached = start
    farthest = start
  }

  mutating func take(
    _ page: PagedSequence<Request, Offset, Item>.Page, of request: Request
  ) -> (new: [Item], following: Request?, stall: String?) {
    let offset = request[keyPath: paging.offset]
    guard offset <= start || given.isEmpty || page.items.contains(where: isWhereItWas) else {
      barrenPages += 1
      guard barrenPages < Self.maximumBarrenPages else { return ([], nil, tooBarren) }
      stepBack = stepBack < firstStepBack ? firstStepBack : stepBack.doubled
      return ([], ask(request), nil)
    }
    firstStepBack = Offset(clamping: min(64, max(2, page.items.count / 2)))
    let isNewGround = offset >= farthest || farthest - offset <= 1
    let new = page.items.filter { given.updateValue(place(of: $0), forKey: paging.identity($0).bits) == nil }
    guard page.hasMore else { return (new, nil, nil) }
    guard let next = page.next else { return (new, nil, "does not say where the next one begins") }
    guard next != offset else { return (new, nil, "the cursor does not move") }
    guard next > offset else { return (new, nil, "the next one begins before this one") }
    if !new.isEmpty { barrenPages = 0 } else if isNewGround { barrenPages += 1 }
    guard barrenPages < Self.maximumBarrenPages else { return (new, nil, tooBarren) }
    reached = next
    farthest = max(farthest, next)
    stepBack = given.isEmpty ? 0 : 1
    return (new, ask(request), nil)
  }

  private var tooBarren: String { "\(barrenPages) pages in a row bring nothing new" }

  private func place(of item: Item) -> UInt32 { UInt32(truncatingIfNeeded: paging.order(item).bits) }

  /// Whether an item was given before and is sorted by what it was sorted by then.
  private func isWhereItWas(_ item: Item) -> Bool { given[paging.identity(item).bits] == place(of: item) }

  private mutating func ask(_ request: Request) -> Request {
    var request = request
    request[keyPath: paging.offset] = reached - start > stepBack ? reached - stepBack : start
    if !hasGrown, stepBack > 0 {
      paging.grow(&request)
      hasGrown = true
    }
    return request
  }
}

extension FixedWidthInteger {
  fileprivate var doubled: Self {
    let (twice, overflows) = multipliedReportingOverflow(by: 2)
    return overflows ? .max : twice
  }
}

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
