import Catalog

/// Finds the catalog's call for each call of a page.
struct CallMatching {
  enum Match {
    case found(ExpectedCall)
    /// The page's number leads to the call; its name or path is another one.
    case renamed(ExpectedCall)
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
  func matches(of page: Page) -> (calls: [(PageCall, Match)], absent: [(call: ExpectedCall, at: Excerpt)]) {
    var direct = page.calls.map { expected($0, on: page) }
    let found = Set(direct.compactMap { $0?.id })
    var absent = missing(from: page, found: found)
    var renamed: Set<Int> = []
    for position in page.calls.indices where direct[position] == nil {
      let call = page.calls[position]
      let numbers = self.numbers(of: call, on: page)
      let candidates = absent.filter { !numbers.isDisjoint(with: $0.call.pages) }
      let nearest = Suggestion.nearest(to: call.name, among: candidates.map(\.call.id))
      guard let name = nearest ?? (candidates.count == 1 ? candidates[0].call.id : nil) else { continue }
      guard let at = absent.firstIndex(where: { $0.call.id == name }) else { continue }
      direct[position] = absent.remove(at: at).call
      renamed.insert(position)
    }
    let calls = zip(page.calls.indices, page.calls).map { position, call -> (PageCall, Match) in
      guard let expected = direct[position] else {
        return (call, .unknown(nearest: Suggestion.nearest(to: call.name, among: index.calls.map(\.id))))
      }
      return (call, renamed.contains(position) ? .renamed(expected) : .found(expected))
    }
    return (calls, absent)
  }

  private func numbers(of call: PageCall, on page: Page) -> Set<String> {
    call.number.map { [$0.number] } ?? Set(page.numbers)
  }

  /// The call with the address, or with the name.
  private func expected(_ call: PageCall, on page: Page) -> ExpectedCall? {
    if let address = call.address {
      let service = vocabulary.service(ofHost: address.host)
      return index.calls.first { $0.route.map { $0.path == address.path && $0.service == service } ?? false }
    }
    let named = index.calls.filter { $0.names.contains(call.name) }
    let exact = named.filter { $0.id == call.name }
    let candidates = exact.isEmpty ? named : exact
    let numbers = numbers(of: call, on: page)
    return candidates.first { !numbers.isDisjoint(with: $0.pages) } ?? candidates.first
  }

  private func missing(from page: Page, found: Set<String>) -> [(call: ExpectedCall, at: Excerpt)] {
    var places: [(number: String, at: Excerpt)] = page.calls.compactMap { call in
      call.number.map { ($0.number, $0.at) } ?? page.numbers.first.map { ($0, call.at) }
    }
    if places.isEmpty, let title = page.title { places = page.numbers.map { ($0, title) } }
    var seen = found
    return index.calls.compactMap { call in
      guard !seen.contains(call.id), let place = places.first(where: { call.pages.contains($0.number) }) else {
        return nil
      }
      seen.insert(call.id)
      return (call, place.at)
    }
  }
}
