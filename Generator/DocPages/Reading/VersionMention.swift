/// A version of the client from which on something exists: `企业微信4.0.12及以上版本支持`.
struct VersionMention: Sendable, Hashable {
  var version: String
  var at: Excerpt

  private static let apps = ["企业微信", "微信客户端", "客户端", "飞书", "Feishu", "WeCom", "iOS", "Android", "android"]
  private static let marks = [
    "及以上", "及以后", "及之后", "以上版本", "以后版本", "起支持", "开始支持", "最低版本", ">=", "≥", " or later", " and later",
  ]

  /// The versions that a line names as the first ones.
  static func all(in text: Excerpt) -> [VersionMention] {
    guard apps.contains(where: text.contains), marks.contains(where: text.contains) else { return [] }
    var found: [VersionMention] = []
    var index = text.scalars.startIndex
    while index < text.scalars.endIndex {
      let isStart =
        index == text.scalars.startIndex || !(text.scalars[index - 1].isNamePart || text.scalars[index - 1] == ".")
      let isMarked = index > text.scalars.startIndex && "Vv".unicodeScalars.contains(text.scalars[index - 1])
      guard text.scalars[index].isASCIIDigit, isStart || isMarked else {
        index += 1
        continue
      }
      let digits = text.scalars[index...].prefix { $0.isASCIIDigit || $0 == "." }
      let at = Excerpt(line: text.line, scalars: digits).trimming { $0 == "." }
      let parts = at.scalars.split(separator: ".").count
      if (2...4).contains(parts) { found.append(VersionMention(version: at.text, at: at)) }
      index = digits.endIndex
    }
    return found
  }
}

/// Words with which a page says that something is going away.
enum DeprecationMention {
  private static let words = [
    "即将废弃", "将废弃", "已废弃", "后续废弃", "不再维护", "即将下线", "将下线", "不再支持该字段", "待移除", "将移除", "后续删除", "deprecated", "Deprecated",
  ]

  /// Where a text says so.
  static func place(in text: Excerpt) -> Excerpt? {
    for word in words {
      if let start = text.firstIndex(of: word) { return text.from(start).upTo(start + word.unicodeScalars.count) }
    }
    return nil
  }
}

/// The date on which a page says it was last changed.
struct PageDate: Sendable, Hashable {
  /// `YYYY-MM-DD`.
  var date: String
  var at: Excerpt
  /// Whether the line says that this is the date of the page, or of the call.
  var isOfPage = true

  /// The date of a line that speaks of a change: `最后更新:2022/12/01`.
  init?(in line: Excerpt) {
    guard ["更新", "updated", "Updated", "modified"].contains(where: line.contains) else { return nil }
    self.init(anywhereIn: line)
    isOfPage = ["最后更新", "更新于", "更新时间", "最近更新", "updated", "Updated", "modified"].contains {
      line.upTo(at.scalars.startIndex).contains($0)
    }
  }

  /// The first date of a line, whatever the line is about.
  init?(anywhereIn line: Excerpt) {
    let scalars = line.scalars
    for index in scalars.indices where scalars[index] == "2" && scalars.endIndex - index >= 8 {
      if index > scalars.startIndex, scalars[index - 1].isNamePart { continue }
      guard let (date, end) = PageDate.date(line.from(index)) else { continue }
      self.date = date
      at = line.from(index).upTo(end)
      return
    }
    return nil
  }

  private static func date(_ text: Excerpt) -> (date: String, end: Int)? {
    var numbers: [Int] = []
    var index = text.scalars.startIndex
    while numbers.count < 3 {
      let digits = text.scalars[index...].prefix(while: \.isASCIIDigit)
      guard let number = Int(Excerpt(line: text.line, scalars: digits).text) else { return nil }
      numbers.append(number)
      index = digits.endIndex
      if numbers.count == 3 { break }
      guard index < text.scalars.endIndex, "/-.年月".unicodeScalars.contains(text.scalars[index]) else { return nil }
      index += 1
    }
    guard (2000...2999).contains(numbers[0]), (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else {
      return nil
    }
    let padded = numbers.dropFirst().map { $0 < 10 ? "0\($0)" : "\($0)" }
    return ("\(numbers[0])-\(padded[0])-\(padded[1])", index)
  }
}
