import Catalog

/// Cookies of a person's own, from a file that a browser's extension or curl wrote, or with one line as a browser sends it.
public struct CookieFile: Sendable {
  private struct Cookie: Sendable {
    var domain: String?
    var includesSubdomains: Bool
    var isSecure: Bool
    var pair: String
  }

  private let cookies: [Cookie]
  private static let largest = 256 * 1024

  /// Reads a file.
  ///
  /// - Throws: ``FetchFailure/cookies(_:)``, without anything of the file's content.
  public init(path: String) throws(FetchFailure) {
    switch FileBytes.read(path, maximumBytes: CookieFile.largest) {
    case .success(let bytes): try self.init(bytes)
    case .failure(.missing): throw .cookies("there is no such file")
    case .failure(.tooLarge): throw .cookies("it is larger than \(CookieFile.largest) bytes")
    case .failure(.outside): throw .cookies("it leads out of its folder")
    case .failure(.unreadable(let reason)): throw .cookies(reason)
    }
  }

  /// Reads a file's bytes: seven columns as curl has them, or `name=value; name=value`.
  init(_ bytes: [UInt8]) throws(FetchFailure) {
    var cookies: [Cookie] = []
    for (number, line) in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).enumerated() {
      let isHTTPOnly = line.hasPrefix("#HttpOnly_")
      if line.hasPrefix("#") && !isHTTPOnly || line.allSatisfy(\.isWhitespace) { continue }
      let columns = line.dropFirst(isHTTPOnly ? 10 : 0).split(separator: "\t", omittingEmptySubsequences: false)
      if columns.count == 7 {
        let domain = columns[0].drop { $0 == "." }
        cookies.append(
          Cookie(
            domain: domain.lowercased(), includesSubdomains: columns[1] == "TRUE" || columns[0].hasPrefix("."),
            isSecure: columns[3] == "TRUE", pair: "\(columns[5])=\(columns[6])"))
      } else if columns.count == 1, line.contains("=") {
        let text = line.hasPrefix("Cookie:") ? line.dropFirst(7) : line
        cookies.append(
          Cookie(
            domain: nil, includesSubdomains: true, isSecure: false,
            pair: text.split(separator: ";").map { String($0.drop { $0 == " " }) }.joined(separator: "; ")))
      } else {
        throw .cookies("line \(number + 1) is neither a cookie as curl writes it nor 'name=value; …'")
      }
    }
    guard !cookies.isEmpty else { throw .cookies("it holds no cookie") }
    guard cookies.allSatisfy({ $0.pair.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }) else {
      throw .cookies("a cookie holds characters that no header can hold")
    }
    self.cookies = cookies
  }

  /// The header's value for a host; nil if no cookie is for it. A line without a domain is for the documentation that has
  /// numbers, which is the one that asks for a captcha.
  func header(host: String, isSecure: Bool, isNumbered: Bool) -> String? {
    let host = host.split(separator: ":").first.map { $0.lowercased() } ?? ""
    let pairs = cookies.filter { cookie in
      guard isSecure || !cookie.isSecure else { return false }
      guard let domain = cookie.domain else { return isNumbered }
      return host == domain || cookie.includesSubdomains && host.hasSuffix("." + domain)
    }.map(\.pair)
    return pairs.isEmpty ? nil : pairs.joined(separator: "; ")
  }
}
