import WeDriveHTTP

/// The text of a token file: a first line that names the format, then generation, expiry and token, then a line that
/// shows that nothing is missing.
enum TokenRecord {
  private static let first = "wedrive-token 1"
  private static let last = "end"

  static func encode(_ stored: StoredToken) -> [UInt8] {
    let lines = [first, "\(stored.generation)", "\(stored.token.expiry)", stored.token.value, last]
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// The token; nil unless every line is as it was written, and for the last generation there is: none could follow it.
  static func decode(_ bytes: ArraySlice<UInt8>) -> StoredToken? {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 6, lines[0] == first, lines[4] == last, lines[5].isEmpty,
      let generation = UInt64(lines[1]), generation < .max, let expiry = Int64(lines[2]),
      !lines[3].isEmpty, lines[3].utf8.allSatisfy(\.isVisibleASCII)
    else { return nil }
    return StoredToken(token: AccessToken(value: String(lines[3]), expiry: expiry), generation: generation)
  }
}
