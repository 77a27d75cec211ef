/// A value that a sentence explains, or a list names: `1:文件夹 2:文件`, `1表示是`, `multi表示多选`, `可选值:single、multi`.
struct ValueMention: Sendable, Hashable {
  var value: String
  var at: Excerpt
  /// The page's word for it, as far as it is one.
  var term: String

  /// The values that a description lists, each once, in its order.
  ///
  /// - Parameter areWords: Whether the values are known to be words: `single:单选` is one then, and may be something else in
  ///   the description of any other field.
  static func all(in descriptions: [Excerpt], areWords: Bool = false) -> [ValueMention] {
    var seen: Set<String> = []
    return descriptions.flatMap { scan($0, areWords: areWords) }.filter { seen.insert($0.value).inserted }
  }

  private static func scan(_ text: Excerpt, areWords: Bool) -> [ValueMention] {
    var found = listed(in: text) + (areWords ? sole(in: text) : [])
    var index = text.scalars.startIndex
    while index < text.scalars.endIndex {
      guard startsWord(text, at: index), let word = word(text, at: index) else {
        index += 1
        continue
      }
      // `op=0表示…` names a value; `a=0:` may be anything.
      let isAssigned = index > text.scalars.startIndex && text.scalars[index - 1] == "="
      let isSaid = ["表示", "代表"].contains { text.from(word.scalars.endIndex).trimmed.hasPrefix($0) }
      if !isAssigned || isSaid, let meaning = meaning(text, behind: word, areWords: areWords) {
        let term = meaning.scalars.prefix { !$0.isPageSpace && !";,。.(、|".unicodeScalars.contains($0) }
        found.append(
          ValueMention(value: word.text, at: word, term: Excerpt(line: text.line, scalars: term).text))
      }
      index = word.scalars.endIndex
    }
    return found.sorted { $0.at.scalars.startIndex < $1.at.scalars.startIndex }
  }

  /// Words before a number that make it something else than a value: `大于1`.
  private static let comparisons: Set<Unicode.Scalar> = [
    "于", "过", "至", "~", "-", ".", "/", "^", "_", "[", "≥", "≤", ">", "<", "第", "%",
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
  private static func meaning(_ text: Excerpt, behind word: Excerpt, areWords: Bool) -> Excerpt? {
    let isNumber = Int64(word.text) != nil
    if !isNumber, ["true", "false", "https", "http", "data"].contains(word.text) { return nil }
    var rest = text.from(word.scalars.endIndex)
    if let quote = rest.scalars.first, quotes.contains(quote) { rest = rest.from(rest.scalars.startIndex + 1) }
    rest = rest.trimmed
    // `0或不填代表…`
    if isNumber, rest.scalars.first == "或", let mark = ["代表", "表示"].compactMap({ rest.firstIndex(of: $0) }).min(),
      mark - rest.scalars.startIndex <= 6
    {
      rest = rest.from(mark)
    }
    for mark in [":", "表示", "代表", "=", "--", "——", "—", "–", "－", "-", "("] where rest.hasPrefix(mark) {
      // A hyphen inside a word joins it: `A-1`.
      if mark == "-", !isNumber, rest.scalars.startIndex == word.scalars.endIndex { continue }
      let meaning = rest.from(rest.scalars.startIndex + mark.unicodeScalars.count).trimmed
      guard let first = meaning.scalars.first, !first.isASCIIDigit, first != "/", first != "=", first != "-" else {
        return nil
      }
      // A word is a value only where its meaning cannot be anything else, and a number in brackets is part of a sentence.
      let isPlain = mark == "表示" || mark == "代表" || isNumber && mark != "("
      if !isPlain, !areWords || isNumber || first.isASCII { return nil }
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
