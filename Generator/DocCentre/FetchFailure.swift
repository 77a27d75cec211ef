/// Why a page, or any page at all, was not fetched.
public enum FetchFailure: Error, Sendable, Hashable {
  /// The documentation asks for a captcha, with its code, which only a person can pass.
  case captcha(host: String, code: Int?)
  /// No reply came, and why.
  case unreachable(host: String, reason: String)
  /// It still says that there are too many requests, after so many waits.
  case tooManyRequests(host: String, waits: Int)
  /// It answers a web page where it should answer data.
  case answersHTML(host: String)
  /// It answers with a status that is no success.
  case status(host: String, Int)
  /// There is no such page.
  case noPage(String)
  /// What came for a page holds none, and why.
  case unreadable(page: String, reason: String)
  /// The file with cookies cannot be used, and why. What is in it is not told.
  case cookies(String)

  /// Whether asking for further pages is of no use.
  public var endsRun: Bool {
    switch self {
    case .noPage, .unreadable: false
    default: true
    }
  }

  /// Whether a person has to prove to be one.
  public var isCaptcha: Bool { if case .captcha = self { true } else { false } }
}

extension FetchFailure: CustomStringConvertible {
  /// One or two sentences without a full stop at the end. Nothing secret is in them.
  public var description: String {
    switch self {
    case .captcha(let host, let code):
      "\(host) asks for a captcha\(code.map { " (\($0))" } ?? ""), and this program does not pass any; open the documentation in a browser, then try later, or give the browser's cookies with --cookies"
    case .unreachable(let host, let reason): "\(host) cannot be reached: \(reason)"
    case .tooManyRequests(let host, let waits):
      "\(host) still says that there are too many requests, after \(waits) waits; try again in an hour, or with a longer --pause"
    case .answersHTML(let host): "\(host) answers a web page instead of data; it may want a login or a captcha"
    case .status(let host, let status): "\(host) answers with status \(status)"
    case .noPage(let page): "the documentation has no page \(page)"
    case .unreadable(let page, let reason): "what was answered for page \(page) \(reason)"
    case .cookies(let reason): "the file with cookies cannot be used: \(reason)"
    }
  }
}
