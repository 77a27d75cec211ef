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

extension ValueMention {
  /// What a list of values begins with. Behind the others, numbers may be the ends of a range.
  private static let introductions: [(text: String, mayBeRange: Bool)] = [
    ("可选值", false), ("可取值", false), ("枚举值", false), ("有效值", false), ("取值", true), ("one of", false),
  ]

  /// The values of a list that says of none what it means: `可选值:single、multi`, `取值为"a"或"b"`.
  static func listed(in text: Excerpt) -> [ValueMention] {
    for (introduction, mayBeRange) in introductions {
      guard let start = text.firstIndex(of: introduction) else { continue }
      let found = words(text.from(start + introduction.unicodeScalars.count)).filter { mention in
        !["true", "false"].contains(mention.value) && !(mayBeRange && Int64(mention.value) != nil)
      }
      // One word alone is part of a sentence.
      return found.count > 1 ? found : []
    }
    return []
  }

  /// What a value begins with that is the only one.
  private static let soleIntroductions = ["固定为", "固定值", "固定填", "只需填写", "填写为", "此处填写"]

  /// The one value that a field always has: `固定为text`.
  static func sole(in text: Excerpt) -> [ValueMention] {
    for introduction in soleIntroductions {
      guard let start = text.firstIndex(of: introduction) else { continue }
      return Array(words(text.from(start + introduction.unicodeScalars.count), isSole: true).prefix(1))
    }
    return []
  }

  private static let fillers = Set(" :为是有包括含如下范围".unicodeScalars)
  private static let separators = Set(" 、,;/|或和与".unicodeScalars)
  static let quotes = Set("\"'`“”‘’「」".unicodeScalars)

  /// The words that follow each other, whatever separates, quotes and explains them.
  private static func words(_ text: Excerpt, isSole: Bool = false) -> [ValueMention] {
    var found: [ValueMention] = []
    var rest = text.from(text.scalars.firstIndex { !fillers.contains($0) } ?? text.scalars.endIndex)
    while true {
      rest = rest.from(rest.scalars.firstIndex { !quotes.contains($0) } ?? rest.scalars.endIndex)
      let word = Excerpt(line: rest.line, scalars: rest.scalars.prefix { $0.isNamePart })
      guard !word.isEmpty else { return found }
      rest = rest.from(word.scalars.endIndex)
      rest = rest.from(rest.scalars.firstIndex { !quotes.contains($0) } ?? rest.scalars.endIndex)
      var term = ""
      if rest.scalars.first == "(", let close = rest.scalars.firstIndex(of: ")") {
        term = rest.upTo(close).from(rest.scalars.startIndex + 1).trimmed.text
        rest = rest.from(close + 1)
      }
      let isSeparated = rest.scalars.first.map { separators.contains($0) || $0 == "." || $0 == "。" } ?? true
      // A word that goes on with something else is the beginning of what follows the list.
      guard isSeparated || isSole else { return found }
      found.append(ValueMention(value: word.text, at: word, term: term))
      if rest.hasPrefix(".") || rest.hasPrefix("。") { return found }
      rest = rest.from(rest.scalars.firstIndex { !separators.contains($0) } ?? rest.scalars.endIndex)
      if rest.hasPrefix("or ") { rest = rest.from(rest.scalars.startIndex + 3) }
    }
  }
}
