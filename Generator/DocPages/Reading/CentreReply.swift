#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A page as a documentation centre's server answers it: JSON that holds the text, its title, and the time of its last change.
package struct CentreReply: Sendable, Hashable {
  /// Why a reply holds no page.
  package enum Failure: Error, Hashable, Sendable {
    /// It is no JSON object.
    case notJSON
    /// The server wants a person to prove to be one; the code that says so.
    case captcha(Int)
    /// The server refuses with another code, and what it says about it.
    case refused(code: Int, message: String)
    /// It has no member with a text.
    case noContent
  }

  /// The page's text, as Markdown or HTML.
  package var content: String
  /// The title.
  package var title: String?
  /// The day of the last change, `YYYY-MM-DD`, where the service is at home.
  package var date: String?
  /// The number by which the server knows the text.
  package var documentID: String?
  /// The number in the page's address.
  package var number: String?

  /// Joins a text and what is said about it.
  package init(
    content: String, title: String? = nil, date: String? = nil, documentID: String? = nil, number: String? = nil
  ) {
    self.content = content
    self.title = title
    self.date = date
    self.documentID = documentID
    self.number = number
  }

  /// Codes with which documentation centres ask for a captcha.
  private static let captchaCodes: Set<Int> = [-30001, 500_003]
  private static let contents = ["content_md", "markdown", "content", "content_html"]
  private static let times = ["updateTime", "update_time", "time", "updated"]
  private static let codes = ["errCode", "errcode", "code"]
  private static let deepest = 4

  /// Whether a text that begins with `{` is such a reply, and no sample: one of its first members says so.
  static func looksLikeReply(_ text: Substring) -> Bool {
    let head = text.prefix(400)
    return ["\"data\"", "\"content_md\"", "\"errCode\"", "\"result\""].contains { head.contains($0) }
      && !head.contains("\"errmsg\"")
  }

  /// Reads a reply.
  ///
  /// - Throws: A ``Failure``.
  package static func read(_ bytes: [UInt8]) throws(Failure) -> CentreReply {
    guard let root = ReplyValue(json: bytes)?.members else { throw .notJSON }
    if let (code, message) = refusal(in: root, depth: 0) {
      throw captchaCodes.contains(code) ? .captcha(code) : .refused(code: code, message: message)
    }
    guard let holder = holder(in: root, depth: 0),
      let content = contents.lazy.compactMap({ holder[$0]?.text }).first(where: { !$0.isEmpty })
    else { throw .noContent }
    let outer = root["data"]?.members ?? root
    let time = times.lazy.compactMap { holder[$0] ?? outer[$0] }.first
    return CentreReply(
      content: content, title: holder["title"]?.text ?? outer["title"]?.text ?? outer["name"]?.text,
      date: time.flatMap(day), documentID: holder["doc_id"]?.text, number: holder["category_id"]?.text)
  }

  /// The object that has the text.
  private static func holder(in object: [String: ReplyValue], depth: Int) -> [String: ReplyValue]? {
    if contents.contains(where: { object[$0]?.text?.isEmpty == false }) { return object }
    guard depth < deepest else { return nil }
    // The order of a dictionary is not that of the reply: by name, so that the answer does not change from run to run.
    return object.sorted { $0.key < $1.key }.lazy.compactMap(\.value.members)
      .compactMap { holder(in: $0, depth: depth + 1) }.first
  }

  /// A code other than 0 with what it means, of the reply or of its `result`.
  private static func refusal(in object: [String: ReplyValue], depth: Int) -> (code: Int, message: String)? {
    for name in codes {
      guard let code = object[name]?.text.flatMap({ Int($0) }), code != 0, code != 200 else { continue }
      let message = ["errMsg", "errmsg", "message", "msg", "humanMessage"].lazy.compactMap { object[$0]?.text }.first
      return (code, message ?? "")
    }
    guard depth == 0, let result = object["result"]?.members else { return nil }
    return refusal(in: result, depth: 1)
  }

  /// The day of a time in seconds or milliseconds since 1970, or of a date. Where the service is at home it is eight hours
  /// later than UTC.
  private static func day(_ value: ReplyValue) -> String? {
    guard let text = value.text else { return nil }
    guard let number = Int64(text) else {
      return PageDate(anywhereIn: Excerpt(line: 1, scalars: Array(text.unicodeScalars)[...]))?.date
    }
    let seconds = number > 100_000_000_000 ? number / 1000 : number
    guard (946_684_800..<32_503_680_000).contains(seconds) else { return nil }
    let date = Date(timeIntervalSince1970: Double(seconds + 8 * 3600))
    return date.formatted(.iso8601.year().month().day())
  }
}

extension CentreReply.Failure: CustomStringConvertible {
  /// A clause that goes on with what the reply is.
  package var description: String {
    switch self {
    case .notJSON: "is not the JSON that a documentation centre answers"
    case .captcha(let code): "asks for a captcha (\(code)) and holds no page"
    case .refused(let code, let message):
      "refuses with code \(code)" + (message.isEmpty ? "" : ", '\(message.prefix(80))',") + " and holds no page"
    case .noContent: "has no member with a page's text"
    }
  }
}
