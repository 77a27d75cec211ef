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
    return inner.isEmpty || inner.scalars.first.map { "{'\"".unicodeScalars.contains($0) } ?? true
  }

  /// The one interface that a line imports from a package: `import openFile from @wecom/jssdk`.
  static func imported(_ line: Excerpt) -> Excerpt? {
    let text = line.trimmed
    guard text.hasPrefix("import "), let from = text.firstIndex(of: " from ") else { return nil }
    let package = text.from(from + 6).trimming { $0.isPageSpace || "'\";".unicodeScalars.contains($0) }
    let inner = text.upTo(from).from(text.scalars.startIndex + 7).trimming { $0.isPageSpace || $0 == "{" || $0 == "}" }
    let name = Excerpt(line: line.line, scalars: inner.scalars.prefix(while: \.isNamePart))
    let behind = inner.from(name.scalars.endIndex)
    guard package.scalars.first == "@", name.scalars.first?.isASCIILetter == true,
      behind.isEmpty || behind.scalars.first == "["
    else { return nil }
    return name
  }

  /// Whether the line is a section name of a manual page.
  static func podSection(_ line: Excerpt) -> Bool { ["NAME", "FUNCTION", "DESCRIPTION"].contains(line.text) }

  /// A method and an address at the start of a line, behind a label or not.
  static func address(_ line: Excerpt) -> (method: Excerpt?, address: Excerpt)? {
    var rest = line.unmarked
    var isLabelled = false
    if let start = ["https://", "http://"].compactMap({ rest.firstIndex(of: $0) }).min(),
      start > rest.scalars.startIndex
    {
      let before = rest.upTo(start)
      guard before.count <= 40, !before.scalars.contains("|"), let label = CallLine.label(in: before) else {
        return bare(rest)
      }
      isLabelled = true
      rest = rest.from(label).trimming { $0 == ":" || $0 == "*" || $0 == "`" || $0.isPageSpace }
    } else if rest.scalars.contains("|") {
      return nil
    }
    return address(in: rest, isLabelled: isLabelled)
  }

  /// Whether a label says that the line gives the address of a call.
  static func isLabelled(_ line: Excerpt) -> Bool {
    let text = line.unmarked
    guard let start = text.firstIndex(of: "://") else { return false }
    return label(in: text.upTo(start)) != nil
  }

  /// Where the label of an address ends.
  private static func label(in text: Excerpt) -> Int? {
    labels.lazy.compactMap { label in text.firstIndex(of: label).map { $0 + label.unicodeScalars.count } }.first
  }

  /// A method and an address without a label: `POST https://…`.
  private static func bare(_ text: Excerpt) -> (method: Excerpt?, address: Excerpt)? {
    let word = text.scalars.prefix(while: \.isASCIILetter)
    guard methods.contains(Excerpt(line: text.line, scalars: word).text) else { return nil }
    return address(in: text, isLabelled: true)
  }

  private static func address(in text: Excerpt, isLabelled: Bool) -> (method: Excerpt?, address: Excerpt)? {
    var rest = text
    let line = text
    var method: Excerpt?
    let word = rest.scalars.prefix(while: \.isASCIILetter)
    if methods.contains(Excerpt(line: line.line, scalars: word).text) {
      method = Excerpt(line: line.line, scalars: word)
      rest = rest.from(word.endIndex).trimming { !($0.isASCIILetter || $0 == "/") && !$0.isNamePart }
    }
    guard rest.hasPrefix("https://") || rest.hasPrefix("http://") else { return nil }
    let end =
      rest.scalars.firstIndex { $0.isPageSpace || $0.value > 0x7E || "`*)\"',;".unicodeScalars.contains($0) }
      ?? rest.scalars.endIndex
    // An address that a sentence goes on behind is mentioned, not documented.
    let behind = rest.from(end).trimming { $0.isPageSpace || "`*)".unicodeScalars.contains($0) }
    guard isLabelled || behind.isEmpty || behind.scalars.first == "(" || behind.hasPrefix("HTTP/") else { return nil }
    return (method, rest.upTo(end))
  }

  /// The method that a line names: `请求方式:POST(HTTPS)`.
  static func method(_ line: Excerpt) -> Excerpt? {
    let text = line.unmarked
    guard !text.contains("://"), let label = ["请求方式", "请求方法", "Method", "HTTP 请求方式"].first(where: text.hasPrefix) else {
      return nil
    }
    let rest = text.from(text.scalars.startIndex + label.unicodeScalars.count).trimming { !$0.isASCIILetter }
    let word = Excerpt(line: line.line, scalars: rest.scalars.prefix(while: \.isASCIILetter))
    return methods.contains(word.text) ? word : nil
  }

  /// The method that a text is.
  static func isMethod(_ text: Excerpt) -> Bool { methods.contains(text.text) }

  private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
  private static let labels = [
    "请求地址", "请求URL", "请求Url", "请求url", "请求 URL", "请求链接", "接口地址", "请求方式", "请求方法", "HTTP URL", "URL", "Address",
  ]
}
