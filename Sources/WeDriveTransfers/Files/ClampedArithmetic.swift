/// Arithmetic on figures from outside, whose results end at the largest and the smallest number there is instead of the
/// process.
extension Int64 {
  /// The sum, or the number that is nearest to it.
  package func clampedSum(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the number that is nearest to it.
  package func clampedDifference(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }
}
