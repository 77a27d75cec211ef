/// Tells lines that name a call.
enum CallLine {
  /// The name and the place of `space_create(access_token, hash);`, `wx.qy.select(Object object)`.
  static func function(_ line: Excerpt) -> Excerpt? {
    let text = line.unmarked.trimming { $0 == ";" || $0.isPageSpace }
    guard text.count < 200, text.scalars.last == ")" else { return nil }
    let name = text.scalars.prefix { $0.isNamePart || $0 == "." }
    guard !name.isEmpty, name.first?.isASCIILetter == true, name.endIndex < text.scalars.endIndex else { return nil }
    var rest = text.from(name.endIndex).trimmed
    guard rest.scalars.first == "(" else { return nil }
    rest.scalars = rest.scalars.dropFirst().dropLast()
    let arguments = rest.scalars.split(separator: ",").map { Excerpt(line: line.line, scalars: $0).trimmed }
    let areNames = arguments.allSatisfy { argument in
      !argument.isEmpty && argument.scalars.allSatisfy { $0.isNamePart || $0.isPageSpace }
    }
    let isCall = arguments.contains { ["access_token", "hash"].contains($0.text) || $0.hasPrefix("Object") }
    return areNames && isCall ? Excerpt(line: line.line, scalars: name) : nil
  }

  /// Whether the line begins a call with an object: `wx.qy.select({`.
  static func opensCall(_ line: Excerpt) -> Bool {
    let name = line.scalars.prefix { $0.isNamePart || $0 == "." }
    guard name.count > 2, name.contains("."), name.endIndex < line.scalars.endIndex else { return false }
    let rest = line.from(name.endIndex)
    guard rest.scalars.first == "(" else { return false }
    let inner = rest.from(rest.scalars.startIndex + 1).trimmed
    return inner.isEmpty || inner.scalars.first == "{"
  }

  /// Whether the line is a section name of a manual page.
  static func podSection(_ line: Excerpt) -> Bool { ["NAME", "FUNCTION", "DESCRIPTION"].contains(line.text) }

  /// A method and an address at the start of a line, behind a label or not.
  static func address(_ line: Excerpt) -> (method: Excerpt?, address: Excerpt)? {
    var rest = line.unmarked
    if let label = CallLine.labels.first(where: rest.hasPrefix) {
      rest = rest.from(rest.scalars.startIndex + label.unicodeScalars.count).trimming {
        $0 == ":" || $0 == "*" || $0.isPageSpace
      }
    }
    var method: Excerpt?
    let word = rest.scalars.prefix(while: \.isASCIILetter)
    if methods.contains(Excerpt(line: line.line, scalars: word).text) {
      method = Excerpt(line: line.line, scalars: word)
      rest = rest.from(word.endIndex).trimming { !($0.isASCIILetter || $0 == "/") && !$0.isNamePart }
    }
    guard rest.hasPrefix("https://") || rest.hasPrefix("http://") else { return nil }
    let end = rest.scalars.firstIndex { $0.isPageSpace || $0 == "`" || $0 == "*" || $0 == ")" } ?? rest.scalars.endIndex
    return (method, rest.upTo(end))
  }

  /// The method that a line names: `请求方式:POST(HTTPS)`.
  static func method(_ line: Excerpt) -> Excerpt? {
    let text = line.unmarked
    guard let label = ["请求方式", "请求方法", "Method", "HTTP 请求方式"].first(where: text.hasPrefix) else { return nil }
    let rest = text.from(text.scalars.startIndex + label.unicodeScalars.count).trimming { !$0.isASCIILetter }
    let word = Excerpt(line: line.line, scalars: rest.scalars.prefix(while: \.isASCIILetter))
    return methods.contains(word.text) ? word : nil
  }

  private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
  private static let labels = ["请求地址", "请求URL", "请求 URL", "接口地址", "HTTP URL", "URL", "Address"]
}
