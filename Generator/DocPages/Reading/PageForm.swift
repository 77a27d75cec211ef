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
