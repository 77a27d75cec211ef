/// The items of a paged endpoint, fetched page by page as they are asked for.
///
/// Stops with ``WeDriveError/undecodableReply(_:)`` if the service says that more follows but gets nowhere (see
/// `PageProgress`), so that a fault at the service cannot become an endless loop. A new iterator starts at the first page
/// again.
///
/// Where the catalog says how pages are joined (see ``OffsetPaging``), an item that stays is given exactly once, whatever
/// comes and goes while the pages are fetched. Up to 40 bytes an item are kept for that until the walk ends. Other pages are
/// taken as they come: an item that moves meanwhile may come twice or not at all.
public struct PagedSequence<Request: APIRequest, Cursor: Equatable & Sendable, Item: Sendable>: AsyncSequence, Sendable
{
  /// One item of a page.
  public typealias Element = Item
  /// What fetching a page throws.
  public typealias Failure = WeDriveError

  /// What one page said.
  public struct Page: Sendable {
    /// The items, which may be none even where more pages follow.
    public let items: [Item]
    /// Where the next page starts.
    public let next: Cursor?
    /// Whether another page follows.
    public let hasMore: Bool

    /// Describes a page.
    public init(items: [Item], next: Cursor?, hasMore: Bool) {
      self.items = items
      self.next = next
      self.hasMore = hasMore
    }
  }

  let first: Request
  /// Begins a walk over the pages.
  let walk: @Sendable () -> any PageWalk<Request, Cursor, Item>
  let fetch: @Sendable (Request) async throws(WeDriveError) -> Request.Response
  let page: @Sendable (Request.Response) -> Page

  /// Describes how pages are fetched.
  ///
  /// - Parameters:
  ///   - first: The request for the first page.
  ///   - cursor: The field of a request that says where its page starts.
  ///   - fetch: Fetches a page.
  ///   - page: Reads items and cursor from a reply.
  public init(
    _ first: Request, by cursor: any WritableKeyPath<Request, Cursor> & Sendable,
    fetch: @escaping @Sendable (Request) async throws(WeDriveError) -> Request.Response,
    page: @escaping @Sendable (Request.Response) -> Page
  ) {
    self.first = first
    walk = { CursorWalk(start: { $0[keyPath: cursor] }, advance: { $0[keyPath: cursor] = $1 }) }
    self.fetch = fetch
    self.page = page
  }

  /// Describes how pages are fetched where the request for the first one does not say where it starts.
  ///
  /// - Parameters:
  ///   - first: The request for the first page.
  ///   - cursor: The field of a request that says where its page starts.
  ///   - fetch: Fetches a page.
  ///   - page: Reads items and cursor from a reply.
  public init(
    _ first: Request, by cursor: any WritableKeyPath<Request, Cursor?> & Sendable,
    fetch: @escaping @Sendable (Request) async throws(WeDriveError) -> Request.Response,
    page: @escaping @Sendable (Request.Response) -> Page
  ) {
    self.first = first
    walk = { CursorWalk(start: { $0[keyPath: cursor] }, advance: { $0[keyPath: cursor] = $1 }) }
    self.fetch = fetch
    self.page = page
  }

  /// Describes how pages by offset are fetched and joined.
  ///
  /// - Parameters:
  ///   - first: The request for the first page.
  ///   - paging: Where a page starts, and what its items are told by.
  ///   - fetch: Fetches a page.
  ///   - page: Reads items and offset from a reply.
  public init(
    _ first: Request, by paging: OffsetPaging<Request, Cursor, Item>,
    fetch: @escaping @Sendable (Request) async throws(WeDriveError) -> Request.Response,
    page: @escaping @Sendable (Request.Response) -> Page
  ) where Cursor: FixedWidthInteger {
    self.first = first
    walk = { OffsetWalk(paging, from: first) }
    self.fetch = fetch
    self.page = page
  }

  /// Starts at the first page.
  public func makeAsyncIterator() -> Iterator { Iterator(sequence: self, request: first) }

  /// Fetches a page when the items of the one before are used up.
  public struct Iterator: AsyncIteratorProtocol {
    let sequence: PagedSequence
    /// The request of the next page; nil after the last.
    var request: Request?
    var items: ArraySlice<Item> = []
    private var walk: any PageWalk<Request, Cursor, Item>

    init(sequence: PagedSequence, request: Request) {
      self.sequence = sequence
      self.request = request
      walk = sequence.walk()
    }

    /// The next item; nil after the last.
    public mutating func next() async throws(WeDriveError) -> Item? {
      try await next(isolation: nil)
    }

    /// The next item; nil after the last.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(WeDriveError) -> Item? {
      while items.isEmpty {
        guard let asked = request else { return nil }
        request = nil
        let step = walk.take(sequence.page(try await sequence.fetch(asked)), of: asked)
        items = step.new[...]
        if let stall = step.stall {
          let reason = "announces more pages, but \(stall)"
          throw .undecodableReply(UndecodableReply(endpoint: Request.endpoint.name, reason: reason))
        }
        request = step.following
      }
      return items.popFirst()
    }
  }
}

/// A walk over pages: decides which items of a page are given, and which page is asked for next.
protocol PageWalk<Request, Cursor, Item>: Sendable {
  associatedtype Request: APIRequest
  associatedtype Cursor: Equatable & Sendable
  associatedtype Item: Sendable

  /// The items of a page to give, and the request for the page after it; nil after the last.
  ///
  /// - Parameters:
  ///   - page: What the service said.
  ///   - request: What it was asked.
  /// - Returns: As `stall`, why the walk cannot go on, in words that follow "but".
  mutating func take(
    _ page: PagedSequence<Request, Cursor, Item>.Page, of request: Request
  ) -> (new: [Item], following: Request?, stall: String?)
}

/// A walk that goes where each page says and gives all that comes.
struct CursorWalk<Request: APIRequest, Cursor: Equatable & Sendable, Item: Sendable>: PageWalk {
  let start: @Sendable (Request) -> Cursor?
  let advance: @Sendable (inout Request, Cursor) -> Void
  private var progress = PageProgress<Cursor>()

  init(
    start: @escaping @Sendable (Request) -> Cursor?, advance: @escaping @Sendable (inout Request, Cursor) -> Void
  ) {
    self.start = start
    self.advance = advance
  }

  mutating func take(
    _ page: PagedSequence<Request, Cursor, Item>.Page, of request: Request
  ) -> (new: [Item], following: Request?, stall: String?) {
    guard page.hasMore else { return (page.items, nil, nil) }
    let stall = progress.stall(at: start(request), next: page.next, isEmpty: page.items.isEmpty)
    guard stall == nil, let next = page.next else { return (page.items, nil, stall) }
    var following = request
    advance(&following, next)
    return (page.items, following, nil)
  }
}
