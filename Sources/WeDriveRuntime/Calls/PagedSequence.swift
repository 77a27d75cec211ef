/// The items of a paged endpoint, fetched page by page as they are asked for.
///
/// Stops with ``WeDriveError/undecodableReply(_:)`` if the service says that more follows but gets nowhere (see
/// ``PageProgress``), so that a fault at the service cannot become an endless loop. A new iterator starts at the first page
/// again. An item that moves while the pages are fetched may come twice or not at all: items are not remembered.
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
  let start: @Sendable (Request) -> Cursor?
  let advance: @Sendable (inout Request, Cursor) -> Void
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
    start = { $0[keyPath: cursor] }
    advance = { $0[keyPath: cursor] = $1 }
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
    start = { $0[keyPath: cursor] }
    advance = { $0[keyPath: cursor] = $1 }
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
    private var progress = PageProgress<Cursor>()

    init(sequence: PagedSequence, request: Request) {
      self.sequence = sequence
      self.request = request
    }

    /// The next item; nil after the last.
    public mutating func next() async throws(WeDriveError) -> Item? {
      try await next(isolation: nil)
    }

    /// The next item; nil after the last.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(WeDriveError) -> Item? {
      while items.isEmpty {
        guard var following = request else { return nil }
        request = nil
        let page = sequence.page(try await sequence.fetch(following))
        items = page.items[...]
        guard page.hasMore else { continue }
        let stall = progress.stall(at: sequence.start(following), next: page.next, isEmpty: page.items.isEmpty)
        guard stall == nil, let next = page.next else {
          let reason = "announces more pages, but \(stall ?? "")"
          throw .undecodableReply(UndecodableReply(endpoint: Request.endpoint.name, reason: reason))
        }
        sequence.advance(&following, next)
        request = following
      }
      return items.popFirst()
    }
  }
}
