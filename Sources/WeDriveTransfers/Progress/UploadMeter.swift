import Synchronization
import WeDriveRuntime

/// Counts what an upload has done, and the calls it makes. Any thread may read it.
package final class UploadMeter: Sendable {
  private let state: Mutex<UploadProgress>
  private let callLimit: Int?
  /// Bytes of the content that this attempt has sent and the service has taken, and those of earlier attempts.
  private let moved = Mutex(TransferredBytes())
  /// Calls of the month's budget that were set aside, and how many of them are left.
  private let paid = Mutex<(count: Int, reservation: CallBudget.Reservation)?>(nil)

  package init(total: Int64, callLimit: Int?) {
    var progress = UploadProgress()
    progress.total = total
    state = Mutex(progress)
    self.callLimit = callLimit
  }

  /// What it shows now, without a rate.
  package var reading: UploadProgress { state.withLock { $0 } }

  /// What was moved, as instrumentation is told.
  package var transferred: TransferredBytes { moved.withLock { $0 } }

  /// Counts content that the service has taken.
  package func count(sent: Int64) { moved.withLock { $0.sent += sent } }

  /// Counts content that the service has from an earlier attempt.
  package func count(resumed: Int64) { moved.withLock { $0.resumed += resumed } }

  /// Notes what has changed.
  package func note(_ change: (inout UploadProgress) -> Void) {
    state.withLock { progress in
      let confirmed = progress.confirmed
      change(&progress)
      // An upload that the service forgot begins again; what was said is not taken back, but caught up with.
      progress.confirmed = max(confirmed, progress.confirmed)
    }
  }

  /// Counts a call that is about to be made, if it may be.
  package func takeCall() throws(WeDriveError) {
    let isAllowed = state.withLock { progress in
      if let callLimit, progress.calls >= callLimit { return false }
      progress.calls += 1
      return true
    }
    if !isAllowed { throw .upload(UploadFailure(cause: .callLimit(callLimit ?? 0), resume: nil)) }
  }

  /// Notes calls that were set aside.
  package func notePaid(_ reservation: CallBudget.Reservation) {
    paid.withLock { $0 = (reservation.count, reservation) }
  }

  /// Uses one of the calls that were set aside; false if there is none left.
  package func usePaidCall() -> Bool {
    paid.withLock { paid in
      guard let count = paid?.count, count > 0 else { return false }
      paid?.count -= 1
      return true
    }
  }

  /// What was set aside and not used.
  package func takeRestPaid() -> (count: Int, reservation: CallBudget.Reservation)? {
    paid.withLock { paid in
      defer { paid = nil }
      return paid
    }
  }

  /// Takes back a call of which nothing was sent.
  package func returnCall() { state.withLock { $0.calls -= 1 } }

  /// Gives `handler` readings while `work` is done. See ``reportingProgress(of:to:_:)``.
  package func reporting<Value, Failure: Error>(
    to handler: (@Sendable (UploadProgress) -> Void)?, _ work: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await reportingProgress(of: { self.reading }, to: handler, work)
  }
}

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
