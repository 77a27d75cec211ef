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
