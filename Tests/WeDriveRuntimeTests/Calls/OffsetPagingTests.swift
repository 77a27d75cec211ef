import Synchronization
import TestSupport
import Testing

@testable import WeDriveRuntime

@Suite struct OffsetPagingTests {
  private struct Entry: Codable, Sendable, Equatable {
    var id: Int
    var name: String
    var size: Int
  }

  private struct ListRequest: APIRequest {
    struct Response: Codable, Sendable {
      var list: [Entry]
      var next: UInt32
      var more: Bool
    }

    static let call = Call<Response>(.example(.read))
    static let paging = OffsetPaging<ListRequest, UInt32, Entry>(
      from: \.start, size: \.limit, maximum: 1000, identity: { ItemHash($0.id) },
      order: { ItemHash($0.name, $0.size) })
    var start: UInt32 = 0
    var limit: UInt32
    func validate() throws(InvalidArgument) {}
  }

  /// A folder that changes whenever it is looked at.
  private final class ChangingFolder: Sendable {
    struct State {
      var generator: SplitMix64
      var entries: [Entry] = []
      var isBefore: @Sendable (Entry, Entry) -> Bool
      var stayed: Set<Int> = []
      var nextID = 0
      var calls = 0

      mutating func add() {
        nextID += 1
        let name = "f\(generator.next(below: 400))"
        insert(Entry(id: nextID, name: name, size: Int(generator.next(below: 50))))
      }

      mutating func insert(_ entry: Entry) {
        var (low, high) = (0, entries.count)
        while low < high {
          let middle = (low + high) / 2
          if isBefore(entries[middle], entry) { low = middle + 1 } else { high = middle }
        }
        entries.insert(entry, at: low)
      }

      mutating func change() {
        guard !entries.isEmpty else { return add() }
        let place = Int(generator.next(below: UInt64(entries.count)))
        switch generator.next(below: 4) {
        case 0, 1: add()
        case 2: stayed.remove(entries.remove(at: place).id)
        default:
          var entry = entries.remove(at: place)
          stayed.remove(entry.id)
          if generator.next(below: 2) == 0 { entry.name = "g\(generator.next(below: 400))" } else { entry.size += 7 }
          insert(entry)
        }
        // As many go as come, in the long run.
        if generator.next(below: 4) == 0, !entries.isEmpty {
          stayed.remove(entries.remove(at: Int(generator.next(below: UInt64(entries.count)))).id)
        }
      }
    }

    let state: Mutex<State>
    private let rate: Double

    /// - Parameter rate: How many changes there are before a page, on average.
    init(_ count: Int, order: Int, rate: Double, seed: UInt64) {
      var state = State(generator: SplitMix64(seed: seed), isBefore: ChangingFolder.orders[order])
      for _ in 0..<count { state.add() }
      state.stayed = Set(state.entries.map(\.id))
      self.rate = rate
      self.state = Mutex(state)
    }

    /// By name, by size and by age, up and down.
    static let orders: [@Sendable (Entry, Entry) -> Bool] = [
      { ($0.name, $0.id) < ($1.name, $1.id) }, { ($0.name, $0.id) > ($1.name, $1.id) },
      { ($0.size, $0.id) < ($1.size, $1.id) }, { ($0.size, $0.id) > ($1.size, $1.id) },
      { $0.id < $1.id }, { $0.id > $1.id },
    ]

    func page(_ request: ListRequest) -> ListRequest.Response {
      state.withLock { state in
        if state.calls > 0, rate > 0 {
          let maximum = UInt64(2000 * rate)
          for _ in 0..<Int((state.generator.next(below: maximum) + 999) / 1000) { state.change() }
        }
        state.calls += 1
        let start = min(Int(request.start), state.entries.count)
        let end = min(start + Int(request.limit), state.entries.count)
        return .init(list: Array(state.entries[start..<end]), next: UInt32(end), more: end < state.entries.count)
      }
    }

    /// Everything that a walk gives.
    func listed(limit: UInt32, start: UInt32 = 0) async throws -> [Entry] {
      let pages = PagedSequence<ListRequest, UInt32, Entry>(
        ListRequest(start: start, limit: limit), by: ListRequest.paging, fetch: { self.page($0) }
      ) {
        .init(items: $0.list, next: $0.next, hasMore: $0.more)
      }
      var entries: [Entry] = []
      for try await entry in pages { entries.append(entry) }
      return entries
    }

    var calls: Int { state.withLock(\.calls) }
  }

  @Test("what stays is given once, whatever changes between pages", arguments: 0..<6)
  func changes(order: Int) async throws {
    for seed in 0..<60 {
      var generator = SplitMix64(seed: UInt64(order * 1000 + seed))
      let limit = UInt32([2, 3, 7, 20, 64, 100, 500, 1000][seed % 8])
      let count = min(Int(generator.next(below: 2500)), Int(limit) * 400)
      let rate = [0.05, 0.5, 1, 2, 5, 20][seed % 6] * min(1, Double(limit) / 40)
      let folder = ChangingFolder(count, order: order, rate: rate, seed: generator.next())
      let listed = try await folder.listed(limit: limit)
      let ids = Set(listed.map(\.id))
      #expect(ids.count == listed.count, "given twice: order \(order), seed \(seed)")
      let missed = folder.state.withLock(\.stayed).subtracting(ids)
      #expect(missed.isEmpty, "missed \(missed.count): order \(order), seed \(seed), \(limit) a page")
    }
  }

  @Test("without changes there is at most one call more in 1,000 entries", arguments: [1, 2, 3, 10, 64, 999, 1000])
  func calls(limit: Int) async throws {
    for count in [0, 1, 2, limit, limit + 1, 1000, 2000, 5001] where count <= limit * 2000 {
      let folder = ChangingFolder(count, order: 0, rate: 0, seed: 1)
      #expect(try await folder.listed(limit: UInt32(limit)).count == count)
      let plain = max(1, (count + limit - 1) / limit)
      #expect(folder.calls >= plain && folder.calls <= plain + (count + 999) / 1000, "\(count) entries")
    }
  }

  @Test("a walk that begins further on does not go back before that")
  func laterStart() async throws {
    let folder = ChangingFolder(300, order: 4, rate: 0, seed: 1)
    #expect(try await folder.listed(limit: 10, start: 250).map(\.id) == Array(251...300))
  }

  @Test("many entries that go at once are made up for by going back")
  func manyGone() async throws {
    let folder = ChangingFolder(3000, order: 4, rate: 0, seed: 1)
    let pages = PagedSequence<ListRequest, UInt32, Entry>(
      ListRequest(limit: 1000), by: ListRequest.paging, fetch: { self.remove(600, from: folder, before: $0) }
    ) {
      .init(items: $0.list, next: $0.next, hasMore: $0.more)
    }
    var ids: [Int] = []
    for try await entry in pages { ids.append(entry.id) }
    #expect(ids == Array(1...3000))
    // The second page is tried 1, 64, 128, 256 and 512 entries before its place, then at the start; two more follow.
    #expect(folder.calls == 9)
  }

  private func remove(_ count: Int, from folder: ChangingFolder, before request: ListRequest) -> ListRequest.Response {
    folder.state.withLock { if $0.calls == 1 { $0.entries.removeFirst(count) } }
    return folder.page(request)
  }

  private func end(of page: @escaping @Sendable (ListRequest) -> ListRequest.Response) async -> (given: Int, String) {
    let pages = PagedSequence<ListRequest, UInt32, Entry>(
      ListRequest(limit: 10), by: ListRequest.paging, fetch: { page($0) }
    ) {
      .init(items: $0.list, next: $0.next, hasMore: $0.more)
    }
    var given = 0
    do {
      for try await _ in pages { given += 1 }
    } catch {
      return (given, "\(error)")
    }
    return (given, "")
  }

  @Test("pages that never bring anything new end with an error")
  func barren() async {
    let entries = (0..<10).map { Entry(id: $0, name: "a", size: 0) }
    let repeated = await end { .init(list: entries, next: $0.start + 10, more: true) }
    #expect(repeated.given == 10 && repeated.1.contains("pages in a row bring nothing new"))
    let strange = await end { request in
      .init(list: [Entry(id: Int(request.start), name: "a", size: 0)], next: request.start + 10, more: true)
    }
    #expect(strange.given < 1000 && strange.1.contains("bring nothing new"))
    let empty = await end { .init(list: [], next: $0.start + 10, more: true) }
    #expect(empty.given == 0 && empty.1.contains("64 pages in a row"))
    let back = await end { .init(list: entries, next: $0.start == 0 ? 10 : 3, more: true) }
    #expect(back.1.contains("begins before this one"))
  }
}

extension SplitMix64 {
  /// Less than `bound`; zero where that is zero.
  fileprivate mutating func next(below bound: UInt64) -> UInt64 { bound == 0 ? 0 : next() % bound }
}
