import CLibcurl

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension HTTPReplyHead {
  /// How long the server wants to be left alone: `Retry-After`, whole seconds or a date. Nil for anything else, and for
  /// more than a day, which is a mistake.
  package var retryAfter: Duration? { Self.retryAfter(self["Retry-After"], now: Int64(time(nil))) }

  /// - Parameter now: In seconds since 1970.
  static func retryAfter(_ value: String?, now: Int64) -> Duration? {
    guard let value, let seconds = Int64(value) ?? date(value).map({ max(0, $0 - now) }),
      (0...86_400).contains(seconds)
    else { return nil }
    return .seconds(seconds)
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, or one of the two older forms, in seconds since 1970.
  private static func date(_ value: String) -> Int64? {
    // libcurl reads much that is no date of HTTP's: all of those name a month and a time of day.
    guard value.utf8.count <= 64, value.contains(":"), value.contains(where: \.isLetter) else { return nil }
    let date = curl_getdate(value, nil)
    return date < 0 ? nil : Int64(date)
  }
}
