import TestSupport
import Testing

@testable import WeDriveHTTP

@Suite struct PendingQueueTests {
  /// An entry whose continuation is not awaited.
  private static func entry(timeout: Duration? = nil) async throws -> PendingQueue.Entry {
    let exchange = try Exchange(.get("http://127.0.0.1:9/", timeout: timeout), sink: nil)
    return await withCheckedContinuation { (entry: CheckedContinuation<PendingQueue.Entry, Never>) in
      Task {
        _ = await withCheckedContinuation { (continuation: Exchange.Continuation) in
          entry.resume(returning: PendingQueue.Entry(exchange: exchange, continuation: continuation))
        }
      }
    }
  }

  private static func dismiss(_ entries: [PendingQueue.Entry]) {
    for entry in entries {
      entry.continuation.resume(
        returning: .failure(TransportFailure(.cancelled, progress: .notSent, reason: "the test is over")))
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `any order of coming and leaving keeps the order of the others`(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var all: [PendingQueue.Entry] = []
    for _ in 0..<300 { all.append(try await Self.entry()) }
    var line = PendingQueue()
    var model: [ObjectIdentifier] = []
    for _ in 0..<5000 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        guard let entry = all.randomElement(using: &random), !model.contains(ObjectIdentifier(entry.exchange)) else {
          continue
        }
        line.append(entry)
        model.append(ObjectIdentifier(entry.exchange))
      case 5..<7:
        let popped = line.popFirst().map { ObjectIdentifier($0.exchange) }
        #expect(popped == model.first)
        if !model.isEmpty { model.removeFirst() }
      default:
        guard let entry = all.randomElement(using: &random) else { continue }
        let id = ObjectIdentifier(entry.exchange)
        #expect((line.remove(entry.exchange) != nil) == model.contains(id))
        model.removeAll { $0 == id }
      }
      #expect(line.count == model.count)
      #expect(line.isEmpty == model.isEmpty)
    }
    #expect(line.removeAll().map { ObjectIdentifier($0.exchange) } == model)
    #expect(line.isEmpty)
    Self.dismiss(all)
  }

  @Test func `those whose time is up leave, and the next deadline is known`() async throws {
    let early = try await Self.entry(timeout: .seconds(10))
    let late = try await Self.entry(timeout: .seconds(20))
    let patient = try await Self.entry()
    var line = PendingQueue()
    for entry in [late, patient, early] { line.append(entry) }
    #expect(line.earliestDeadline == early.exchange.deadline)
    #expect(line.removeExpired(at: .now).isEmpty)
    #expect(line.removeExpired(at: .now + .seconds(15)).map(\.exchange.deadline) == [early.exchange.deadline])
    #expect(line.earliestDeadline == late.exchange.deadline)
    #expect(line.removeExpired(at: .now + .seconds(30)).count == 1)
    #expect(line.earliestDeadline == nil)
    #expect(line.popFirst()?.exchange === patient.exchange)
    #expect(line.popFirst() == nil)
    Self.dismiss([early, late, patient])
  }
}
