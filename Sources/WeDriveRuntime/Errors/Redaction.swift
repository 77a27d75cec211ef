/// Takes out of another party's words what must not be repeated: the secrets of this call, whatever looks like a token,
/// queries of URLs.
package struct Redaction: Sendable {
  static let mark = "[redacted]"
  /// No more text than this is looked at, in bytes, unless a secret is longer, so that the work is bounded.
  private static let window = 8192
  /// The secrets that this call sent, and how it looks in a URL.
  private let secrets: [String]
  /// The names of fields whose values are secret, in lower case.
  private let fields: Set<String>

  /// - Parameters:
  ///   - secrets: The secrets that this call sent.
  ///   - fields: The names of fields whose values are secret, besides those that look it.
  package init(secrets: [String] = [], fields: Set<String> = []) {
    self.fields = Set(fields.map { $0.lowercased() })
    // A short string would be found by chance in harmless words.
    let long = secrets.filter { $0.utf8.count >= 4 }
    self.secrets = Set(long.flatMap(Self.forms)).sorted { $0.utf8.count > $1.utf8.count }
  }

  /// `text` without secrets and queries, with control characters made visible, and at most `limit` characters long.
  package func clean(_ text: String, limit: Int = 256) -> String {
    let longest = secrets.first?.utf8.count ?? 0
    let start = text.utf8.prefix(max(Self.window, 4 * limit + 2 * longest))
    let isCut = start.endIndex < text.utf8.endIndex
    var text = String(decoding: start, as: UTF8.self)
    for secret in secrets { text = text.replacing(secret, with: Self.mark) }
    // The cut may have gone through a secret, and its first part is still there.
    if isCut, longest > 0 { text = String(decoding: text.utf8.dropLast(longest - 1), as: UTF8.self) }
    // A query that only names the errcode is the link to its explanation.
    text = text.replacing(/\?(?!e=\d+(?:\W|$))[^\s"'<>]+/, with: "?\(Self.mark)")
    text = withoutSecretFields(text)
    // Long runs of letters and digits are tokens, tickets and keys; the service's own hint is a number, and its request id
    // three of them.
    text = text.replacing(/(rid: [0-9a-f]{8}(?:-[0-9a-f]{8}){2}(?![A-Za-z0-9_+\/=.~-]))|[A-Za-z0-9_+\/=.~-]{24,}/) {
      run in
      if run.1 != nil { return String(run.0) }
      let text = run.output.0
      let isToken = text.contains(where: \.isNumber) && text.contains(where: \.isLetter) && !text.contains("://")
      return isToken && !text.contains("/devtool/") ? Self.mark : String(text)
    }
    let printable = text.unicodeScalars.reduce(into: "") { $0 += Self.visible($1) }
    return printable.count <= limit ? printable : printable.prefix(limit) + "…"
  }

  /// The start of a reply, for a person to recognise it by.
  ///
  /// Wherever JSON begins in it, and whatever stands before or behind: quoted text that is a value is left out, and so is
  /// what is assigned to a name without quotes (`name=value`). It may be a ticket or a cookie under any name.
  package func excerpt(_ bytes: [UInt8]) -> String? {
    let bytes = bytes.starts(with: JSONRepair.byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
    guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
    // By their names first: where there is a quote too many, it cannot be told what is a value.
    let text = withoutSecretFields(
      String(decoding: bytes.prefix(2 * Self.window), as: UTF8.self)
        .split(whereSeparator: \.isWhitespace).joined(separator: " "))
    return clean(Self.withoutAssignments(Self.withoutValues(Self.withoutValues(text, quote: "\""), quote: "'")))
  }

  /// A text without the values of fields that are secret, or whose names say so.
  package func withoutSecretFields(_ text: String) -> String {
    let text = fields.isEmpty ? text : SecretFieldScanner.clean(text, fields: fields)
    return text.replacing(Self.assignment) { "\($0.1)\($0.2)\(Self.mark)" }
  }

  /// `name=value&other=value` without the values.
  private static func withoutAssignments(_ text: String) -> String {
    text.replacing(/([A-Za-z0-9_]=)(?!["'\s=])[^\s&;<>"']+/) { "\($0.1)…" }
  }

  /// How a secret looks in words, in a URL, in JSON, and in JSON that is quoted in JSON.
  private static func forms(of secret: String) -> [String] {
    func quoted(_ text: String) -> String { text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
    return [secret, URLQuery.encoded(secret), quoted(secret), quoted(quoted(secret))]
  }

  /// `name=value` and `"name": "value"`, where the name's end says that the value is secret. The expression begins with
  /// a word, not with a run of letters: that would be tried at every letter of a long run, over and over.
  private static var assignment: Regex<(Substring, Substring, Substring)> {
    /(?i)(token|secret|cookie|ticket|password|session|authorization|upload_key|permanent_code|auth_code|js_code|sign)((?:_?(?:key|value|url))?["']?\s*[=:]\s*["']?)(?!\[redacted\])[^\s"'&,;}\]]+/
  }

  private static func withoutValues(_ json: String, quote: Character) -> String {
    var result = ""
    var rest = json[...]
    while let opening = rest.firstIndex(of: quote) {
      result += rest[..<opening]
      rest = rest[rest.index(after: opening)...]
      var end = rest.startIndex
      while end < rest.endIndex, rest[end] != quote {
        end = rest.index(end, offsetBy: rest[end] == "\\" ? 2 : 1, limitedBy: rest.endIndex) ?? rest.endIndex
      }
      let text = rest[..<end]
      rest = end < rest.endIndex ? rest[rest.index(after: end)...] : ""
      let isName = rest.first { !$0.isWhitespace } == ":"
      result += isName ? "\(quote)\(text)\(quote)" : "\(quote)…\(quote)"
    }
    return result + rest
  }

  /// A scalar as a person can see it: line feeds, tabs and the like as escapes.
  private static func visible(_ scalar: Unicode.Scalar) -> String {
    if isPlain(scalar) { return String(scalar) }
    return switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  /// Neither a control character nor one that turns the direction of what follows.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}

/// Replaces the values of secret fields in any text: `name=value`, `"name": value`, also where the JSON is quoted in JSON.
///
/// One pass over the bytes, so that a long text of one letter costs what any other costs.
struct SecretFieldScanner {
  private let fields: Set<String>
  private let bytes: [UInt8]
  private var place = 0
  private var output: [UInt8] = []

  /// `text` without the values of `fields`.
  ///
  /// - Parameters:
  ///   - text: Text from another party.
  ///   - fields: The names of the fields, in lower case.
  static func clean(_ text: String, fields: Set<String>) -> String {
    var scanner = SecretFieldScanner(fields: fields, bytes: Array(text.utf8))
    while scanner.place < scanner.bytes.count { scanner.takeWord() }
    return String(decoding: scanner.output, as: UTF8.self)
  }

  private init(fields: Set<String>, bytes: [UInt8]) {
    self.fields = fields
    self.bytes = bytes
  }

  /// Takes what stands up to the end of the next word, and the value behind it where the word names a secret field.
  private mutating func takeWord() {
    copy(to: end { Self.isWord($0) })
    let word = end { !Self.isWord($0) }
    let isSecret = fields.contains(String(decoding: bytes[place..<word], as: UTF8.self).lowercased())
    copy(to: word)
    if isSecret { takeValue() }
  }

  /// Takes the sign that a value follows, and puts the mark in place of the value.
  private mutating func takeValue() {
    // Behind the name its own quote may stand, perhaps escaped.
    let sign = end { !#" \"'"#.utf8.contains($0) }
    guard sign < bytes.count, "=:".utf8.contains(bytes[sign]) else { return }
    copy(to: sign + 1)
    copy(to: end { !#" \"#.utf8.contains($0) })
    guard place < bytes.count, !bytes[place...].starts(with: Redaction.mark.utf8) else { return }
    switch bytes[place] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): takeQuoted()
    case UInt8(ascii: "["): replace(to: min(bytes.count, end { $0 == UInt8(ascii: "]") } + 1))
    default: replace(to: end { " \t\r\n\"'&,;}]".utf8.contains($0) })
    }
  }

  /// Replaces a quoted value. A quote within it is escaped once more than the one that opens it.
  private mutating func takeQuoted() {
    let escapes = backslashes(before: place)
    let quote = bytes[place]
    copy(to: place + 1)
    var last = place
    while last < bytes.count, bytes[last] != quote || backslashes(before: last) > escapes { last += 1 }
    replace(to: last)
    if last < bytes.count { output += Array(repeating: UInt8(ascii: "\\"), count: escapes) }
  }

  private mutating func copy(to end: Int) {
    output += bytes[place..<end]
    place = end
  }

  private mutating func replace(to end: Int) {
    if end > place { output += Redaction.mark.utf8 }
    place = end
  }

  private func end(where isPast: (UInt8) -> Bool) -> Int {
    bytes[place...].firstIndex(where: isPast) ?? bytes.count
  }

  private func backslashes(before place: Int) -> Int {
    bytes[..<place].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
