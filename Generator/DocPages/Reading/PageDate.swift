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
