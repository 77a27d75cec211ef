/// A value that a sentence explains: `1:文件夹 2:文件`, `1表示是`, `multi表示多选`.
struct ValueMention: Sendable, Hashable {
  var value: String
  var at: Excerpt
  /// The page's word for it, as far as it is one.
  var term: String

  /// The values that a description lists, each once, in its order.
  static func all(in descriptions: [Excerpt]) -> [ValueMention] {
    var seen: Set<String> = []
    return descriptions.flatMap(scan).filter { seen.insert($0.value).inserted }
  }

  private static func scan(_ text: Excerpt) -> [ValueMention] {
    var found: [ValueMention] = []
    var index = text.scalars.startIndex
    while index < text.scalars.endIndex {
      guard startsWord(text, at: index), let word = word(text, at: index) else {
        index += 1
        continue
      }
      if let meaning = meaning(text, behind: word) {
        let term = meaning.scalars.prefix { !$0.isPageSpace && !";,。.(、|".unicodeScalars.contains($0) }
        found.append(
          ValueMention(value: word.text, at: word, term: Excerpt(line: text.line, scalars: term).text))
      }
      index = word.scalars.endIndex
    }
    return found
  }

  /// Words before a number that make it something else than a value: `大于1`.
  private static let comparisons: Set<Unicode.Scalar> = [
    "于", "过", "至", "~", "-", ".", "/", "^", "_", "[", "≥", "≤", ">", "<", "第", "=",
  ]

  private static func startsWord(_ text: Excerpt, at index: Int) -> Bool {
    let scalar = text.scalars[index]
    let isNegative = scalar == "-" && index + 1 < text.scalars.endIndex && text.scalars[index + 1].isASCIIDigit
    guard scalar.isNamePart || isNegative else { return false }
    guard index > text.scalars.startIndex else { return true }
    let before = text.scalars[index - 1]
    return !before.isNamePart && !comparisons.contains(before)
  }

  private static func word(_ text: Excerpt, at index: Int) -> Excerpt? {
    let sign = text.scalars[index] == "-" ? 1 : 0
    let end = text.scalars[(index + sign)...].firstIndex { !$0.isNamePart } ?? text.scalars.endIndex
    return Excerpt(line: text.line, scalars: text.scalars[index..<end])
  }

  /// The text behind a value, if it says what the value means.
  private static func meaning(_ text: Excerpt, behind word: Excerpt) -> Excerpt? {
    let isNumber = Int64(word.text) != nil
    if !isNumber, ["true", "false", "https", "http", "data"].contains(word.text) { return nil }
    let rest = text.from(word.scalars.endIndex).trimmed
    for mark in [":", "表示", "代表", "=", "- "] where rest.hasPrefix(mark) {
      if mark == "- ", rest.scalars.startIndex == word.scalars.endIndex { continue }
      let meaning = rest.from(rest.scalars.startIndex + mark.unicodeScalars.count).trimmed
      guard let first = meaning.scalars.first, !first.isASCIIDigit, first != "/", first != "=" else { return nil }
      // A word is a value only where its meaning cannot be anything else.
      if !isNumber, mark != "表示", mark != "代表" { return nil }
      return meaning
    }
    return nil
  }

  // MARK: - Outcomes

  /// The words behind `name:`, each up to what cannot be part of them.
  static func outcomes(of name: String, in text: Excerpt) -> [ValueMention] {
    var found: [ValueMention] = []
    var rest = text
    while let index = rest.firstIndex(of: name + ":") {
      rest = rest.from(index + name.unicodeScalars.count + 1)
      let words = rest.scalars.prefix { $0.isNamePart || $0 == " " }
      let outcome = Excerpt(line: text.line, scalars: words).trimmed
      if !outcome.isEmpty { found.append(ValueMention(value: outcome.text, at: outcome, term: "")) }
      rest = rest.from(words.endIndex)
    }
    return found
  }
}
