/// When to make sure that what has arrived is on the disk: now and then, and never twice at once.
struct CheckpointSchedule {
  /// It is done after so long, however little has arrived.
  static let time: Duration = .seconds(5)

  /// It is done after so many bytes.
  let interval: Int64

  private var offset: Int64 = 0
  private var begin = ContinuousClock.now
  private var isUnderWay = false

  init(interval: Int64) { self.interval = interval }

  /// Whether it is time, with so many bytes written; then it is taken to begin.
  mutating func isDue(at written: Int64, now: ContinuousClock.Instant = .now) -> Bool {
    // A transfer that started over counts from its start.
    if written < offset { offset = 0 }
    guard !isUnderWay, written - offset >= interval || now - begin >= Self.time else { return false }
    (offset, begin, isUnderWay) = (written, now, true)
    return true
  }

  mutating func end() { isUnderWay = false }
}
