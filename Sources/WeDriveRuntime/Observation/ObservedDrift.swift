import Synchronization

/// What was observed and in how many replies: the form in which it is kept in a file.
public struct ObservedDrift: Sendable, Equatable {
  /// How many different things are kept. What goes beyond is left out: it is more than a person reads, and a service gone
  /// mad must not fill the memory.
  public static let maximumLength = 10_000

  /// The number of replies that each was seen in.
  public private(set) var counts: [DriftObservation: Int] = [:]

  /// Nothing observed yet.
  public init() {}

  /// Counts an observation.
  public mutating func count(_ observation: DriftObservation, times: Int = 1) {
    guard times > 0, counts[observation] != nil || counts.count < Self.maximumLength else { return }
    let (sum, overflows) = (counts[observation] ?? 0).addingReportingOverflow(times)
    counts[observation] = overflows ? .max : sum
  }

  /// Adds what was counted elsewhere.
  public mutating func merge(_ other: ObservedDrift) {
    for (observation, times) in other.counts.sorted(by: { $0.key < $1.key }) { count(observation, times: times) }
  }
}

extension ObservedDrift: Codable {
  private enum Key: String, CodingKey { case format, observations }

  private struct Entry: Codable {
    let endpoint: String
    let kind: DriftObservation.Kind
    let path: String?
    let errcode: Int?
    let finding: String?
    let replies: Int
  }

  /// Reads what ``encode(to:)`` wrote.
  ///
  /// - Throws: `DecodingError` for another format than 1.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    guard try values.decode(Int.self, forKey: .format) == 1 else {
      throw DecodingError.dataCorruptedError(forKey: .format, in: values, debugDescription: "is not 1")
    }
    self.init()
    for entry in try values.decode([Entry].self, forKey: .observations) {
      count(
        DriftObservation(
          endpoint: entry.endpoint, kind: entry.kind, path: entry.path ?? "", errcode: entry.errcode,
          finding: entry.finding),
        times: entry.replies)
    }
  }

  /// Writes everything, in an order that does not depend on when things were seen.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(1, forKey: .format)
    let entries = counts.sorted { $0.key < $1.key }.map { observation, replies in
      Entry(
        endpoint: observation.endpoint, kind: observation.kind, path: observation.path.isEmpty ? nil : observation.path,
        errcode: observation.errcode, finding: observation.finding, replies: replies)
    }
    try values.encode(entries, forKey: .observations)
  }
}

/// Counts what clients observe. Thread-safe; several clients may share one.
///
/// ```swift
/// let tally = DriftTally()
/// configuration.observer = tally.record
/// …
/// print(tally.observed.counts)
/// ```
public final class DriftTally: Sendable {
  private let counted = Mutex(ObservedDrift())

  /// Nothing observed yet.
  public init() {}

  /// What was observed so far.
  public var observed: ObservedDrift { counted.withLock { $0 } }

  /// Counts an observation.
  @Sendable public func record(_ observation: DriftObservation) {
    counted.withLock { $0.count(observation) }
  }
}
