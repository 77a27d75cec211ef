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
