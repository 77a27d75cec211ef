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
