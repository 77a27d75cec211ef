import TestSupport
import Testing

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("Which block is sent when")
struct PartScheduleTests {
  @Test("Each block once, never more at once than allowed, whatever the order of the answers", arguments: 0..<50)
  func each(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let count = Int.random(in: 1...40, using: &random)
    let done = Set((1...count).filter { _ in Int.random(in: 0..<4, using: &random) == 0 })
    var schedule = PartSchedule(count: count, done: done, maximum: 5)
    var underWay: [Int] = []
    var taken: Set<Int> = []
    while !schedule.isComplete {
      while let block = schedule.take() {
        #expect(!done.contains(block) && !taken.contains(block) && !underWay.contains(block))
        underWay.append(block)
        #expect(underWay.count <= schedule.limit)
      }
      #expect(underWay.count == schedule.underWay && schedule.limit <= 5)
      guard !underWay.isEmpty else { break }
      let block = underWay.remove(at: Int.random(in: 0..<underWay.count, using: &random))
      if Int.random(in: 0..<5, using: &random) == 0 {
        schedule.slowDown(block)
      } else {
        schedule.confirm(block)
        taken.insert(block)
      }
    }
    #expect(taken.union(done) == Set(1...count))
  }

  @Test("One complaint halves the number, however many blocks of that round bring it")
  func halves() {
    var schedule = PartSchedule(count: 100, done: [], maximum: 8)
    let first = (0..<8).compactMap { _ in schedule.take() }
    #expect(schedule.take() == nil)
    for block in first { schedule.slowDown(block) }
    #expect(schedule.limit == 4 && schedule.complaints == 1)
    // The next round says it again: that is news.
    let second = (0..<4).compactMap { _ in schedule.take() }
    #expect(second.count == 4 && schedule.take() == nil)
    schedule.slowDown(second[0])
    #expect(schedule.limit == 2 && schedule.complaints == 2)
    for block in second.dropFirst() { schedule.confirm(block) }
    #expect(schedule.complaints == 0)
  }

  @Test("It recovers one at a time, up to what was asked for, and never goes below one")
  func recovers() {
    var schedule = PartSchedule(count: 1000, done: [], maximum: 4)
    for _ in 0..<10 { if let block = schedule.take() { schedule.slowDown(block) } }
    #expect(schedule.limit == 1)
    var limits: [Int] = []
    for _ in 0..<30 {
      guard let block = schedule.take() else { break }
      schedule.confirm(block)
      limits.append(schedule.limit)
    }
    #expect(limits == limits.sorted() && limits.last == 4)
  }
}
