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
