import Catalog

/// Finds the catalog's call for each call of a page.
struct CallMatching {
  enum Match {
    case found(Endpoint)
    /// The page's number leads to the call; its name or path is another one.
    case renamed(Endpoint)
    /// The catalog has no such call; perhaps one with a similar name.
    case unknown(nearest: String?)
  }

  private let index: CatalogIndex
  private let vocabulary: PageVocabulary

  init(index: CatalogIndex, vocabulary: PageVocabulary) {
    self.index = index
    self.vocabulary = vocabulary
  }

  /// The matches of a page's calls, and the calls that the page should document by its number and does not.
  func matches(of page: Page) -> (calls: [(PageCall, Match)], absent: [(endpoint: Endpoint, at: Excerpt)]) {
    var direct: [Endpoint?] = page.calls.map(endpoint)
    let found = Set(direct.compactMap { $0?.id })
    var absent = missing(from: page, found: found)
    var renamed: Set<Int> = []
    for position in page.calls.indices where direct[position] == nil {
      let call = page.calls[position]
      let numbers = self.numbers(of: call, on: page)
      let candidates = absent.filter { !numbers.isDisjoint(with: index.pages(of: $0.endpoint)) }
      let nearest = Suggestion.nearest(to: call.name, among: candidates.map(\.endpoint.id))
      guard let name = nearest ?? (candidates.count == 1 ? candidates[0].endpoint.id : nil) else { continue }
      guard let at = absent.firstIndex(where: { $0.endpoint.id == name }) else { continue }
      direct[position] = absent.remove(at: at).endpoint
      renamed.insert(position)
    }
    let calls = zip(page.calls.indices, page.calls).map { position, call -> (PageCall, Match) in
      guard let endpoint = direct[position] else {
        return (call, .unknown(nearest: Suggestion.nearest(to: call.name, among: index.endpoints.map(\.id))))
      }
      return (call, renamed.contains(position) ? .renamed(endpoint) : .found(endpoint))
    }
    return (calls, absent)
  }

  private func numbers(of call: PageCall, on page: Page) -> Set<String> {
    call.number.map { [$0.number] } ?? Set(page.numbers)
  }

  /// The call with the address, or with the name.
  private func endpoint(_ call: PageCall) -> Endpoint? {
    if let address = call.address {
      return index.endpoints.first { endpoint in
        endpoint.path == address.path && index.service(of: endpoint)?.id == vocabulary.service(ofHost: address.host)
      }
    }
    let named = index.endpoints.filter { $0.id == call.name }
    if let endpoint = named.first { return endpoint }
    let ending = index.endpoints.filter { $0.path.hasSuffix("/" + call.name) }
    if ending.count > 1, let number = call.number?.number {
      return ending.first { index.pages(of: $0).contains(number) }
    }
    return ending.first
  }

  private func missing(from page: Page, found: Set<String>) -> [(endpoint: Endpoint, at: Excerpt)] {
    var places: [(number: String, at: Excerpt)] = page.calls.compactMap { call in
      call.number.map { ($0.number, $0.at) } ?? page.numbers.first.map { ($0, call.at) }
    }
    if places.isEmpty, let number = page.numbers.first, let title = page.title { places = [(number, title)] }
    return index.endpoints.compactMap { endpoint in
      guard !found.contains(endpoint.id) else { return nil }
      let pages = index.pages(of: endpoint)
      return places.first { pages.contains($0.number) }.map { (endpoint, $0.at) }
    }
  }
}
