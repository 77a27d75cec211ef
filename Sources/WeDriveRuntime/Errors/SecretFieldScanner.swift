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
