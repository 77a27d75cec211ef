/// The items of a paged endpoint, fetched page by page as they are asked for.
///
/// Stops with ``WeDriveError/undecodableReply(_:)`` if the service says that more follows but its cursor does not move,
/// so that a fault at the service cannot become an endless loop. A new iterator starts at the first page again.
public struct PagedSequence<Request: APIRequest, Cursor: Equatable & Sendable, Item: Sendable>: AsyncSequence, Sendable
{
  public typealias Element = Item
  public typealias Failure = WeDriveError

  /// What one page said.
  public struct Page: Sendable {
    public let items: [Item]
    public let next: Cursor?
    public let hasMore: Bool

    public init(items: [Item], next: Cursor?, hasMore: Bool) {
      self.items = items
      self.next = next
      self.hasMore = hasMore
    }
  }

  let first: Request
  let fetch: @Sendable (Request) async throws(WeDriveError) -> Request.Response
  let page: @Sendable (Request.Response) -> Page
  let advance: @Sendable (inout Request, Cursor) -> Void
  let cursor: @Sendable (Request) -> Cursor?

  public init(
    _ first: Request,
    fetch: @escaping @Sendable (Request) async throws(WeDriveError) -> Request.Response,
    page: @escaping @Sendable (Request.Response) -> Page,
    cursor: @escaping @Sendable (Request) -> Cursor?,
    advance: @escaping @Sendable (inout Request, Cursor) -> Void
  ) {
    self.first = first
    self.fetch = fetch
    self.page = page
    self.cursor = cursor
    self.advance = advance
  }

  public func makeAsyncIterator() -> Iterator { Iterator(sequence: self, request: first) }

  public struct Iterator: AsyncIteratorProtocol {
    let sequence: PagedSequence
    /// The request of the next page; nil after the last.
    var request: Request?
    var items: ArraySlice<Item> = []

    init(sequence: PagedSequence, request: Request) {
      self.sequence = sequence
      self.request = request
    }

    public mutating func next() async throws(WeDriveError) -> Item? {
      try await next(isolation: nil)
    }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(WeDriveError) -> Item? {
      while items.isEmpty {
        guard var following = request else { return nil }
        request = nil
        let page = sequence.page(try await sequence.fetch(following))
        items = page.items[...]
        guard page.hasMore else { continue }
        guard let next = page.next, next != sequence.cursor(following) else {
          throw .undecodableReply(
            UndecodableReply(
              endpoint: Request.endpoint.name, reason: "more pages are announced, but the cursor does not move"))
        }
        sequence.advance(&following, next)
        request = following
      }
      return items.popFirst()
    }
  }
}
