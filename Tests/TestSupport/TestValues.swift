import Foundation

/// Figures at the ends of what a number holds, and beyond, as a page, a file or a reply may have them.
public enum ExtremeFigures {
  /// Each as a text: some are no number of any type.
  public static let texts = [
    "-9223372036854775808", "-9223372036854775807", "-1", "0", "1", "4294967295", "4294967296", "9223372036854775807",
    "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999", "1e308", "0.1",
    "2^63", "2^62", "2^-1", "2^9223372036854775807",
  ]
}

/// SplitMix64: the same numbers in every run, so that a failure can be repeated.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to a seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Every form in which a value may be shown.
public func everyForm(of value: Any) -> String {
  var dumped = ""
  dump(value, to: &dumped)
  let localized = (value as? any Error)?.localizedDescription ?? ""
  return "\(value) \(String(reflecting: value)) \(dumped) \(localized)"
}
