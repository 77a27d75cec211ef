/// A piece of one line of a page. It knows where it stands: its indices are those of the line.
struct Excerpt: Sendable, Hashable {
  /// The line's number, from 1.
  let line: Int
  /// The characters, full-width punctuation written as ASCII.
  var scalars: ArraySlice<Unicode.Scalar>

  /// The column of the first character, from 1.
  var column: Int { scalars.startIndex + 1 }
  var isEmpty: Bool { scalars.isEmpty }
  var count: Int { scalars.count }

  /// The characters as a text.
  var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Without space at its ends.
  var trimmed: Excerpt { trimming { $0.isPageSpace } }

  func trimming(_ isDropped: (Unicode.Scalar) -> Bool) -> Excerpt {
    var rest = scalars
    while let first = rest.first, isDropped(first) { rest = rest.dropFirst() }
    while let last = rest.last, isDropped(last) { rest = rest.dropLast() }
    return Excerpt(line: line, scalars: rest)
  }

  /// Without the marks that Markdown writes around words.
  var unmarked: Excerpt { trimming { $0.isPageSpace || $0 == "*" || $0 == "`" } }

  /// What stands between spaces.
  var words: [Excerpt] {
    scalars.split { $0.isPageSpace }.map { Excerpt(line: line, scalars: $0) }
  }

  /// The rest from an index of the line on.
  func from(_ index: Int) -> Excerpt { Excerpt(line: line, scalars: scalars[index...]) }

  func upTo(_ index: Int) -> Excerpt { Excerpt(line: line, scalars: scalars[..<index]) }

  func hasPrefix(_ text: String) -> Bool { scalars.starts(with: text.unicodeScalars) }

  /// Where `text` first stands, as an index of the line.
  func firstIndex(of text: String) -> Int? {
    let wanted = Array(text.unicodeScalars)
    guard let head = wanted.first, scalars.count >= wanted.count else { return nil }
    for index in scalars.startIndex...(scalars.endIndex - wanted.count) where scalars[index] == head {
      if scalars[index...].starts(with: wanted) { return index }
    }
    return nil
  }

  func contains(_ text: String) -> Bool { firstIndex(of: text) != nil }

  /// In lower case, for looking words up.
  var folded: String { text.lowercased() }
}

extension Unicode.Scalar {
  var isPageSpace: Bool { self == " " || self == "\t" }
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
  var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
  /// What a name on the wire is made of.
  var isNamePart: Bool { isASCIILetter || isASCIIDigit || self == "_" }

  /// Full-width punctuation and unusual spaces as what they are read as. One character stays one, so that columns do.
  var plain: Unicode.Scalar {
    switch self {
    case "\u{3000}", "\u{A0}", "\u{2002}", "\u{2003}", "\u{FEFF}": " "
    case "：": ":"
    case "，": ","
    case "；": ";"
    case "（": "("
    case "）": ")"
    case "【": "["
    case "】": "]"
    case "｜": "|"
    case "“", "”": "\""
    case "‘", "’": "'"
    case "＝": "="
    case "～": "~"
    case "＃": "#"
    case "＊": "*"
    default: self
    }
  }
}
