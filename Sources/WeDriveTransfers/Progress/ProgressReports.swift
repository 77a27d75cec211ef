/// What the handler of a transfer's progress is given.
package protocol TransferProgress: Sendable, Equatable {
  /// The bytes that the rate is measured by.
  var done: Int64 { get }
  /// Bytes a second over the last few seconds; nil before there is anything to measure.
  var bytesPerSecond: Double? { get set }
  /// Whether the rate before `earlier` says something about this one.
  func continues(_ earlier: Self) -> Bool
}

extension DownloadProgress: TransferProgress {
  package var done: Int64 { received }
  package func continues(_: Self) -> Bool { true }
}

extension UploadProgress: TransferProgress {
  /// Hashing and sending have rates of their own.
  package func continues(_ earlier: Self) -> Bool { phase == earlier.phase }
}

/// Gives `handler` a reading while `work` is done, ten times a second at most and only when it has changed, and once at
/// the end.
///
/// The handler is called by one task of its own. One that takes its time misses reports; it never holds up the transfer.
///
/// - Parameters:
///   - reading: Reads the transfer's meter.
///   - handler: Nil: the work is done and nothing is reported.
///   - work: The transfer.
/// - Returns: What the work returns, after the last report.
/// - Throws: What the work throws, after the last report.
package func reportingProgress<Progress: TransferProgress, Value, Failure: Error>(
  of reading: @escaping @Sendable () -> Progress, to handler: (@Sendable (Progress) -> Void)?,
  _ work: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
  guard let handler else { return try await work() }
  let reporter = Task.detached {
    let start = ContinuousClock.now
    var rate = TransferRate()
    var last: Progress?
    var isOver = false
    while !isOver {
      // The task is cancelled when the transfer has ended; one more report follows.
      isOver = (try? await Task.sleep(for: .milliseconds(100))) == nil
      var progress = reading()
      if let last, !progress.continues(last) { rate = TransferRate() }
      progress.bytesPerSecond = rate.take(progress.done, at: ContinuousClock.now - start)
      if progress != last || isOver { handler(progress) }
      last = progress
    }
  }
  let result: Result<Value, Failure>
  do throws(Failure) {
    result = .success(try await work())
  } catch {
    result = .failure(error)
  }
  reporter.cancel()
  await reporter.value
  return try result.get()
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
