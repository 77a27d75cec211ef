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
