import Synchronization

/// Counts what clients observe. Thread-safe; several clients may share one.
///
/// ```swift
/// let tally = DriftTally()
/// configuration.observer = tally.record
/// …
/// print(tally.report.counts)
/// ```
public final class DriftTally: Sendable {
  private let counted = Mutex(DriftReport())

  /// Nothing observed yet.
  public init() {}

  /// What was observed so far.
  public var report: DriftReport { counted.withLock { $0 } }

  /// Counts an observation.
  @Sendable public func record(_ observation: DriftObservation) {
    counted.withLock { $0.count(observation) }
  }
}
