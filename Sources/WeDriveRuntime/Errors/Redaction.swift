/// Takes out of somebody else's words what must not be repeated: the secrets of this call, queries of URLs, addresses.
package struct Redaction: Sendable {
  static let mark = "[redacted]"
  /// What this call sent that nobody else may see.
  private let secrets: [String]

  package init(secrets: [String]) {
    // A short string would be found by chance in harmless words.
    self.secrets = secrets.filter { $0.utf8.count >= 4 }.sorted { $0.utf8.count > $1.utf8.count }
  }

  /// `text` without secrets, queries and network addresses, and at most `limit` characters long.
  package func clean(_ text: String, limit: Int = 256) -> String {
    var text = text
    for secret in secrets { text = text.replacing(secret, with: Self.mark) }
    // `from ip: 203.0.113.7`: who calls is nobody else's business either.
    text = text.replacing(/from ip: ?[0-9A-Fa-f.:]+/, with: "from ip: \(Self.mark)")
    // A query that only names the errcode is the link to its explanation.
    text = text.replacing(/\?(?!e=\d+(?:\W|$))[^\s"'<>]+/, with: "?\(Self.mark)")
    text = text.replacing(/(?i)\b(access_token|corpsecret|secret|cookie)\b(["']?\s*[=:]\s*["']?)[^\s"'&,}]+/) {
      "\($0.1)\($0.2)\(Self.mark)"
    }
    let printable = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    return printable.count <= limit ? printable : printable.prefix(limit) + "…"
  }
}
