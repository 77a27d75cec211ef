/// Why a page cannot be read at all.
public enum PageError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing
  /// It is more than so many bytes.
  case tooLarge(Int)
  /// The system says why.
  case unreadable(String)
  /// It holds what text does not: a byte that is not UTF-8, or a control character.
  case notText(line: Int, column: Int, what: String)
  /// It holds no character but space.
  case empty
  /// It is a server's reply that holds no page; a clause says why.
  case noPage(String)
}

extension PageError: CustomStringConvertible {
  /// One sentence without a full stop.
  public var description: String {
    switch self {
    case .missing: "there is no such page"
    case .tooLarge(let bytes): "the page is larger than \(bytes) bytes"
    case .unreadable(let reason): "the page cannot be read: \(reason)"
    case .notText(_, _, let what): "the page is not text: \(what)"
    case .empty: "the page is empty"
    case .noPage(let why): "the page \(why)"
    }
  }
}
