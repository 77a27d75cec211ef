import Synchronization

/// Counts what a transfer has moved. The transport's thread sets it; any thread may read it.
package final class TransferMeter: Sendable {
  private let received = Atomic<Int64>(0)
  private let confirmed = Atomic<Int64>(0)
  /// -1 for unknown.
  private let total = Atomic<Int64>(-1)

  package init() {}

  /// - Parameter total: nil leaves what was known.
  package func set(received: Int64, confirmed: Int64, total: Int64?) {
    self.received.store(received, ordering: .relaxed)
    self.confirmed.store(confirmed, ordering: .relaxed)
    if let total { self.total.store(total, ordering: .relaxed) }
  }

  /// What it shows now, without a rate.
  package var reading: DownloadProgress {
    var progress = DownloadProgress()
    progress.received = received.load(ordering: .relaxed)
    progress.confirmed = min(progress.received, confirmed.load(ordering: .relaxed))
    let total = total.load(ordering: .relaxed)
    progress.total = total < 0 ? nil : total
    return progress
  }
}
