/// The rate of a transfer over the last few seconds.
struct TransferRate {
  /// How far back it looks.
  static let window: Duration = .seconds(5)

  private var samples: [(time: Duration, bytes: Int64)] = []

  /// Takes a reading and gives the rate in bytes a second; nil until there are two readings apart.
  ///
  /// A count that went back, because the transfer started over, begins anew.
  mutating func take(_ bytes: Int64, at time: Duration) -> Double? {
    if let last = samples.last, bytes < last.bytes { samples = [] }
    samples.append((time, bytes))
    // The oldest one that is kept is just outside the window.
    while samples.count > 2, time - samples[1].time >= Self.window { samples.removeFirst() }
    guard let first = samples.first, time - first.time >= .milliseconds(50) else { return nil }
    return Double(bytes - first.bytes) / ((time - first.time) / .seconds(1))
  }
}
