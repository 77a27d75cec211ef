import Synchronization

/// The calls that arrived, oldest first. Thread-safe.
public final class CallJournal: Sendable {
  fileprivate struct State {
    var records: [CallRecord] = []
    var next = 1
    /// Calls under way by endpoint.
    var underWay: [String: Int] = [:]
    var maximumUnderWay = 0
  }

  /// How many calls back bodies are kept.
  private static let callsWithBodies = 500

  private let state = Mutex(State())
  private let length: Int
  /// How much of a body is kept, in bytes.
  let bodyLength: Int

  init(length: Int, bodyLength: Int) {
    self.length = max(1, length)
    self.bodyLength = max(0, bodyLength)
  }

  /// The calls, oldest first; those of one endpoint if one is named.
  public func records(of endpoint: String? = nil) -> [CallRecord] {
    state.withLock { state in
      guard let endpoint else { return state.records }
      return state.records.filter { $0.endpoint == endpoint }
    }
  }

  /// The calls with a higher number, oldest first.
  func records(after number: Int) -> [CallRecord] {
    state.withLock { state in
      Array(state.records.reversed().prefix { $0.number > number }.reversed())
    }
  }

  /// How many calls arrived, of one endpoint if one is named.
  public func count(of endpoint: String? = nil) -> Int { records(of: endpoint).count }

  /// The most calls and downloads that were under way at one time.
  public var maximumUnderWay: Int { state.withLock { $0.maximumUnderWay } }

  /// Forgets all calls that are over.
  public func clear() {
    state.withLock { state in
      state.records.removeAll(where: \.isDone)
      state.maximumUnderWay = state.underWay.values.reduce(0, +)
    }
  }

  /// Notes that a call has arrived, and says how many of its endpoint are under way with it.
  func begin(
    _ endpoint: String, method: String, at time: Int64, peerPort: Int
  ) -> (number: Int, underWay: Int) {
    state.withLock { state in
      let number = state.next
      state.next += 1
      // Trimmed by a tenth at a time, so that a full journal does not move all its records at every call.
      if state.records.count >= length { state.records.removeFirst(max(1, length / 10)) }
      state.records.append(
        CallRecord(number: number, endpoint: endpoint, method: method, time: time, peerPort: peerPort))
      if bodyLength > 0, state.records.count > Self.callsWithBodies {
        let last = state.records.count - Self.callsWithBodies - 1
        state.records[last].request = nil
        state.records[last].reply = nil
      }
      state.underWay[endpoint, default: 0] += 1
      state.maximumUnderWay = max(state.maximumUnderWay, state.underWay.values.reduce(0, +))
      return (number, state.underWay[endpoint] ?? 1)
    }
  }

  /// Notes what becomes of a call.
  func note(_ number: Int, _ body: (inout CallRecord) -> Void) {
    state.withLock { state in
      guard let index = state.index(of: number) else { return }
      body(&state.records[index])
    }
  }

  /// Notes that the exchange is over.
  func end(_ number: Int, of endpoint: String) {
    state.withLock { state in
      state.underWay[endpoint, default: 1] -= 1
      if let index = state.index(of: number) { state.records[index].isDone = true }
    }
  }
}

extension CallJournal.State {
  /// Records are in the order of their numbers.
  fileprivate func index(of number: Int) -> Int? {
    var low = 0
    var high = records.count
    while low < high {
      let middle = (low + high) / 2
      if records[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < records.count && records[low].number == number ? low : nil
  }
}

/// A call that arrived, and what became of it. Holds nothing that a token, a cookie or a key could be read from: the values of
/// secret fields are left out of bodies.
public struct CallRecord: Sendable, Codable, Hashable {
  /// Its number, counted from 1.
  public let number: Int
  /// The endpoint's name in the catalog; `download` for a download.
  public let endpoint: String
  /// The HTTP method.
  public let method: String
  /// When it arrived, by the emulator's clock, in seconds since 1970.
  public let time: Int64
  /// The other end's port: the same one means the same connection.
  public let peerPort: Int
  /// Bytes of the request's body.
  public var requestBytes = 0
  /// Bytes of the reply's body that were handed to the connection.
  public var replyBytes = 0
  /// The errcode that was sent; nil if none was.
  public var errcode: Int?
  /// Why the call was refused, in the emulator's words.
  public var reason: String?
  /// The HTTP status that was sent; nil if none was.
  public var status: Int?
  /// How the request's body begins, or the fields of its query; nil where bodies are not kept, or are no text.
  public var request: String?
  /// How the reply's body begins; nil where bodies are not kept, or are no text.
  public var reply: String?
  /// Whether the call was carried out.
  public var hasActed = false
  /// The faults that befell it, see ``Fault/kind``.
  public var faults: [String] = []
  /// Whether the exchange is over.
  public var isDone = false
}
