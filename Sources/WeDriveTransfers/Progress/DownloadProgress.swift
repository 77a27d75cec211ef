/// How far a download has come.
public struct DownloadProgress: Sendable, Hashable {
  /// Bytes that are here, those of earlier attempts included.
  public var received: Int64 = 0
  /// Bytes that are known to be on the disk: an interruption costs none of them. They become fewer only when the
  /// download has to start over because the content has changed or the server sends it from its first byte only.
  public var confirmed: Int64 = 0
  /// The whole length in bytes, once it is known.
  public var total: Int64?
  /// Bytes a second over the last few seconds; nil before there is anything to measure.
  public var bytesPerSecond: Double?

  /// How long the rest takes at the present rate; nil where that cannot be said.
  public var remaining: Duration? {
    guard let total, let bytesPerSecond, bytesPerSecond >= 1 else { return nil }
    return .seconds(Double(max(0, total - received)) / bytesPerSecond)
  }

  /// The beginning.
  public init() {}
}

/// The meters of several transfers, read as one.
package struct MeterSum: Sendable {
  private let meters: [TransferMeter]

  package init(_ count: Int) { meters = (0..<count).map { _ in TransferMeter() } }

  package subscript(index: Int) -> TransferMeter { meters[index] }

  /// The sums. The total is known when those of all are.
  package var reading: DownloadProgress {
    var sum = DownloadProgress()
    sum.total = 0
    for reading in meters.map(\.reading) {
      sum.received += reading.received
      sum.confirmed += reading.confirmed
      sum.total = sum.total.flatMap { total in reading.total.map { total.clampedSum($0) } }
    }
    return sum
  }
}

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

/// Tells somebody how a transfer goes on, five times a second at most, and once at the end.
///
/// A handler that takes its time misses reports; it never holds up the transfer.
package func reportingProgress<Value, Failure: Error>(
  of reading: @escaping @Sendable () -> DownloadProgress, to handler: (@Sendable (DownloadProgress) -> Void)?,
  _ work: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
  guard let handler else { return try await work() }
  let reporter = Task.detached {
    let start = ContinuousClock.now
    var rate = TransferRate()
    var isOver = false
    var last: DownloadProgress?
    while !isOver {
      // Cancelled is what it is when the transfer has ended: then there is one more report.
      isOver = (try? await Task.sleep(for: .milliseconds(200))) == nil
      var progress = reading()
      progress.bytesPerSecond = rate.take(progress.received, at: ContinuousClock.now - start)
      if progress != last { handler(progress) }
      last = progress
    }
  }
  defer { reporter.cancel() }
  do throws(Failure) {
    let value = try await work()
    reporter.cancel()
    await reporter.value
    return value
  } catch {
    reporter.cancel()
    await reporter.value
    throw error
  }
}
