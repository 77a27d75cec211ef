/// What stands on both sides of a comparison, and what on one only.
struct Pairing<Element> {
  private(set) var both: [(base: Element, head: Element)] = []
  private(set) var removed: [Element]
  private(set) var added: [Element]

  /// Pairs elements by the first key; what is left, by the second, and so on.
  ///
  /// A key pairs only if it occurs once on each side: a guess that could go two ways is none.
  init(_ base: [Element], _ head: [Element], by keys: (Element) -> String?...) {
    removed = base
    added = head
    for key in keys { pair(by: key) }
  }

  private mutating func pair(by key: (Element) -> String?) {
    if removed.isEmpty || added.isEmpty { return }
    let old = indices(of: removed, by: key)
    let new = indices(of: added, by: key)
    var pairs: [(old: Int, new: Int)] = []
    for (name, places) in old where places.count == 1 {
      if let others = new[name], others.count == 1 { pairs.append((places[0], others[0])) }
    }
    pairs.sort { $0.old < $1.old }
    both += pairs.map { (removed[$0.old], added[$0.new]) }
    let (goneOld, goneNew) = (Set(pairs.map(\.old)), Set(pairs.map(\.new)))
    removed = removed.indices.filter { !goneOld.contains($0) }.map { removed[$0] }
    added = added.indices.filter { !goneNew.contains($0) }.map { added[$0] }
  }

  private func indices(of elements: [Element], by key: (Element) -> String?) -> [String: [Int]] {
    var result: [String: [Int]] = [:]
    for index in elements.indices {
      if let name = key(elements[index]) { result[name, default: []].append(index) }
    }
    return result
  }
}
