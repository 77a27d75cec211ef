/// Does something with each, so many at once, and gives the results in the order of the items.
package func eachInOrder<Item: Sendable, Value: Sendable>(
  _ items: [Item], atOnce width: Int, _ work: @escaping @Sendable (Item, Int) async -> Value
) async -> [Value] {
  await withTaskGroup(of: (Int, Value).self) { group in
    var results = [Value?](repeating: nil, count: items.count)
    var waiting = items.indices.makeIterator()
    func startNext() {
      guard let index = waiting.next() else { return }
      let item = items[index]
      group.addTask { (index, await work(item, index)) }
    }
    for _ in 0..<width { startNext() }
    while let (index, value) = await group.next() {
      results[index] = value
      startNext()
    }
    return results.compactMap { $0 }
  }
}
