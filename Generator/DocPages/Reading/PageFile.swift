import Catalog

/// Reads the bytes of a page.
enum PageFile {
  static func read(_ path: String, bounds: PageBounds) -> Result<[UInt8], PageError> {
    FileBytes.read(path, maximumBytes: bounds.bytes).mapError { failure in
      switch failure {
      case .missing: .missing
      case .tooLarge: .tooLarge(bounds.bytes)
      case .outside: .unreadable("it leads out of its folder")
      case .unreadable(let reason): .unreadable(reason)
      }
    }
  }
}

/// How much a page may be, so that none makes reading it run out of time, memory or stack.
public struct PageBounds: Sendable {
  /// Most bytes of a page.
  public var bytes = 8 * 1024 * 1024
  /// Most characters of a line that is read; a longer one is named as not read.
  public var lineLength = 64 * 1024
  /// Deepest nesting of a sample.
  public var depth = 64
  /// Most places of one kind that are named; further ones are counted.
  public var remarks = 100

  /// Bounds that every real page keeps.
  public init() {}
}

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

/// What a page is written in, told by its bytes alone: a saved page may have any name.
enum PageForm: Sendable, Hashable {
  /// Markdown or plain text, with HTML in it here and there.
  case markdown
  /// The documentation centre's reply, which has the text as one of its members.
  case reply
  /// A page as a browser gets it.
  case html
  /// A manual page in Perl's POD.
  case manual
  /// TypeScript's declarations of a package.
  case declarations

  init(_ bytes: [UInt8]) {
    // More than a page's head is not needed to tell its form.
    let head = String(decoding: bytes.prefix(64 * 1024), as: UTF8.self)
    let start = head.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    let lines = head.split(whereSeparator: \.isNewline)
    if start.hasPrefix("{"), CentreReply.looksLikeReply(start) {
      self = .reply
    } else if ["<!doctype html", "<html"].contains(where: start.prefix(14).lowercased().hasPrefix) {
      self = .html
    } else if lines.contains(where: { $0.hasPrefix("=head1") || $0.hasPrefix("=pod") }) {
      self = .manual
    } else if lines.contains(where: DeclarationReader.opensDeclaration), !lines.contains(where: { $0.hasPrefix("```") })
    {
      self = .declarations
    } else {
      self = .markdown
    }
  }
}
