/// A bound that a sentence names: `不超过1000`, `上限为10M`, `有效期2个小时`, `[0, 2^32)`.
struct LimitMention: Sendable, Hashable {
  /// The number, in bytes, seconds or pieces.
  var value: Int64
  /// As the page writes it.
  var at: Excerpt

  /// The bounds that a sentence names.
  ///
  /// - Parameter isRow: Whether it describes one field: `按4M分块` says how large the blocks are, and bounds no field.
  static func all(in text: Excerpt, isRow: Bool = false) -> [LimitMention] {
    var found: [LimitMention] = []
    var index = text.scalars.startIndex
    while index < text.scalars.endIndex {
      let rest = text.from(index)
      if let mark = marks.first(where: { rest.hasPrefix($0) && !(isRow && $0 == "按") }) {
        index += mark.unicodeScalars.count
        if let number = number(text.from(index), within: 10) {
          found.append(number)
          index = number.at.scalars.endIndex
        }
      } else if rest.scalars.first == "[", let range = range(rest) {
        found.append(range)
        index = range.at.scalars.endIndex
      } else {
        index += 1
      }
    }
    return found
  }

  private static let marks = [
    "不超过", "不能超过", "不得超过", "不可超过", "不多于", "不能多于", "不得多于", "不大于", "不能大于", "最多", "至多", "最大", "上限", "最长", "有效期", "≤", "<=",
    "按", "最多可",
    "at most ", "up to ", "no more than ", "maximum ", "valid for ", "blocks of ",
  ]

  // MARK: - Numbers

  /// The number that a mark is about, if it comes soon and in the same clause.
  private static func number(_ text: Excerpt, within reach: Int) -> LimitMention? {
    for (offset, index) in text.scalars.indices.enumerated() {
      let scalar = text.scalars[index]
      if offset > reach || ",;。.:(".unicodeScalars.contains(scalar) { return nil }
      let previous = index > text.scalars.startIndex ? text.scalars[index - 1] : " "
      if scalar.isASCIIDigit, !previous.isNamePart { return arabic(text.from(index)) }
      if let value = digits[scalar] { return written(value, text.from(index)) }
    }
    return nil
  }

  private static func arabic(_ text: Excerpt) -> LimitMention? {
    let number = text.scalars.prefix(while: \.isASCIIDigit)
    guard let count = Int64(Excerpt(line: text.line, scalars: number).text) else { return nil }
    return scaled(count, from: text, numberEnd: number.endIndex)
  }

  private static let digits: [Unicode.Scalar: Int64] = [
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
  ]

  /// A number in Chinese characters counts only before a counting word: `三个`.
  private static func written(_ value: Int64, _ text: Excerpt) -> LimitMention? {
    let end = text.scalars.startIndex + 1
    guard end < text.scalars.endIndex, "个条张次人天".unicodeScalars.contains(text.scalars[end]) else { return nil }
    return scaled(value, from: text, numberEnd: end)
  }

  private static let units: [(names: [String], factor: Int64)] = [
    (["TB", "T"], 1 << 40), (["GiB", "GB", "G"], 1 << 30), (["MiB", "MB", "M"], 1 << 20),
    (["KiB", "KB", "K"], 1 << 10),
    (["小时", "个小时", "hour"], 3600), (["分钟", "minute"], 60), (["天", "day"], 86400),
  ]

  private static func scaled(_ count: Int64, from text: Excerpt, numberEnd: Int) -> LimitMention? {
    var end = numberEnd
    while end < text.scalars.endIndex, text.scalars[end].isPageSpace { end += 1 }
    let rest = text.from(end)
    for (names, factor) in units {
      guard let name = names.first(where: rest.hasPrefix) else { continue }
      let behind = end + name.unicodeScalars.count
      // `M` of `Member` is no unit.
      let isWord = behind < text.scalars.endIndex && text.scalars[behind].isASCIILetter && name.utf8.count < 3
      if isWord { continue }
      let (value, overflows) = count.multipliedReportingOverflow(by: factor)
      return overflows ? nil : LimitMention(value: value, at: text.upTo(behind))
    }
    return LimitMention(value: count, at: text.upTo(numberEnd))
  }

  // MARK: - Ranges

  /// The upper end of `[0, 2^32)` or `[1, 100]`, as the largest whole number.
  private static func range(_ text: Excerpt) -> LimitMention? {
    guard let end = text.scalars.prefix(48).firstIndex(where: { $0 == ")" || $0 == "]" }) else { return nil }
    let isOpen = text.scalars[end] == ")"
    let inner = text.upTo(end).from(text.scalars.startIndex + 1)
    let ends = inner.scalars.split(separator: ",").map { Excerpt(line: text.line, scalars: $0).trimmed.text }
    guard ends.count == 2, let lower = power(ends[0]), let upper = power(ends[1]), upper > lower else { return nil }
    return LimitMention(value: isOpen ? upper - 1 : upper, at: text.upTo(end + 1))
  }

  private static func power(_ text: String) -> Int64? {
    let parts = text.split(separator: "^")
    if parts.count == 1 { return Int64(text) }
    guard parts.count == 2, parts[0] == "2", let exponent = Int64(parts[1]), (0..<63).contains(exponent) else {
      return nil
    }
    return 1 << exponent
  }
}
