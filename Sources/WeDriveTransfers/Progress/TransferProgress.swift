/// How far an upload has come.
public struct UploadProgress: Sendable, Hashable {
  /// What is being done.
  public enum Phase: Sendable, Hashable {
    /// The content is read and its digests are computed; nothing is sent.
    case hashing
    /// Blocks are sent.
    case sending
    /// Every block is there; the service makes the file.
    case finishing
  }

  /// What is being done.
  public var phase = Phase.hashing
  /// Bytes whose digests are known.
  public var hashed: Int64 = 0
  /// Bytes that the service has acknowledged, those of earlier attempts included. Never decreases.
  public var confirmed: Int64 = 0
  /// Bytes of the blocks that are under way.
  public var inFlight: Int64 = 0
  /// The size of the content in bytes.
  public var total: Int64 = 0
  /// Calls made so far by this attempt, repetitions included, those under way too.
  public var calls = 0
  /// Calls that this attempt takes if none is repeated; 0 before that is known, which is before the first call.
  public var neededCalls = 0
  /// Confirmed, or while hashing hashed, bytes a second over the last few seconds; nil before there is anything to
  /// measure.
  public var bytesPerSecond: Double?

  /// How long the rest of the phase takes at the present rate; nil where that cannot be said.
  public var remaining: Duration? {
    guard let bytesPerSecond, bytesPerSecond >= 1 else { return nil }
    return .seconds(Double(max(0, total - done)) / bytesPerSecond)
  }

  /// How much of the work is done, 0…1, hashing included, which counts as a tenth of it; 0 where the size is not known.
  /// Never decreases.
  public var fraction: Double {
    guard total > 0 else { return 0 }
    return min(1, (0.1 * Double(hashed) + 0.9 * Double(confirmed)) / Double(total))
  }

  /// The bytes that the phase has got done.
  package var done: Int64 { phase == .hashing ? hashed : confirmed }

  /// The beginning.
  public init() {}
}

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
