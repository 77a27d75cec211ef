/// Figures at the ends of what a number holds, and beyond, as a page, a file or a reply may have them.
public enum ExtremeFigures {
  /// Each as a text: some are no number of any type.
  public static let texts = [
    "-9223372036854775808", "-9223372036854775807", "-1", "0", "1", "4294967295", "4294967296", "9223372036854775807",
    "9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999", "1e308", "0.1",
    "2^63", "2^62", "2^-1", "2^9223372036854775807",
  ]
}
