/// Reads TypeScript's declarations of a package as pages of calls: each exported function is one, the type of its parameter is
/// what is asked, and that of its promise what is answered.
struct DeclarationReader {
  /// A member of an object type.
  private struct Member {
    var name: Excerpt
    var isOptional: Bool
    var type: Kind
    var comment: [Excerpt]
  }

  /// A type as far as the fields of a call need it.
  private indirect enum Kind {
    case plain(Excerpt)
    case named(Excerpt)
    case object([Member])
    case list(Kind)
    case values([Excerpt])
    case unknown(Excerpt)
  }

  private struct Function {
    var name: Excerpt
    var parameter: Kind?
    var result: Kind?
    var comment: [Excerpt]
  }

  private let tokens: [Token]
  private var index = 0
  private var types: [String: Kind] = [:]
  private var functions: [Function] = []
  private static let maximumDepth = 16

  /// A word, a sign, a quoted text, or a comment.
  private struct Token {
    enum Kind { case word, sign, quoted, comment }
    var kind: Kind
    var at: Excerpt
    var text: String
  }

  /// Whether a line begins a declaration.
  static func opensDeclaration(_ line: Substring) -> Bool {
    let words = line.split(separator: " ").prefix(3)
    guard let first = words.first, first == "export" || first == "declare" else { return false }
    return words.contains {
      ["function", "interface", "declare", "namespace"].contains($0)
        || words.first == "export" && ["type", "enum", "const"].contains($0)
    }
  }

  /// The calls that the declarations have, each with its fields.
  static func calls(in lines: [Excerpt]) -> [PageCall] {
    var reader = DeclarationReader(tokens: tokens(of: lines))
    reader.readDeclarations()
    return reader.functions.map(reader.call)
  }

  private init(tokens: [Token]) { self.tokens = tokens }

  // MARK: - Tokens

  private static func tokens(of lines: [Excerpt]) -> [Token] {
    var tokens: [Token] = []
    var isComment = false
    for line in lines {
      var rest = line.scalars
      while let scalar = rest.first {
        if isComment {
          let end = Excerpt(line: line.line, scalars: rest).firstIndex(of: "*/")
          let text = Excerpt(line: line.line, scalars: rest[..<(end ?? rest.endIndex)]).trimming {
            $0.isPageSpace || $0 == "*"
          }
          if !text.isEmpty { tokens.append(Token(kind: .comment, at: text, text: text.text)) }
          isComment = end == nil
          rest = end.map { rest[($0 + 2)...] } ?? []
        } else if scalar.isPageSpace {
          rest = rest.dropFirst()
        } else if rest.starts(with: ["/", "*"]) {
          isComment = true
          rest = rest.dropFirst(2)
        } else if rest.starts(with: ["/", "/"]) {
          let text = Excerpt(line: line.line, scalars: rest.dropFirst(2)).trimmed
          tokens.append(Token(kind: .comment, at: text, text: text.text))
          rest = []
        } else if scalar == "'" || scalar == "\"" {
          let inner = rest.dropFirst().prefix { $0 != scalar }
          let at = Excerpt(line: line.line, scalars: inner)
          tokens.append(Token(kind: .quoted, at: at, text: at.text))
          rest = rest[min(inner.endIndex + 1, rest.endIndex)...]
        } else if scalar.isNamePart || scalar == "$" || scalar == "-" {
          let word = rest.prefix { $0.isNamePart || $0 == "$" || $0 == "-" }
          let at = Excerpt(line: line.line, scalars: word)
          tokens.append(Token(kind: .word, at: at, text: at.text))
          rest = rest[word.endIndex...]
        } else {
          let isArrow = rest.starts(with: ["=", ">"])
          let sign = rest.prefix(isArrow ? 2 : 1)
          tokens.append(
            Token(kind: .sign, at: Excerpt(line: line.line, scalars: sign), text: isArrow ? "=>" : String(scalar)))
          rest = rest.dropFirst(isArrow ? 2 : 1)
        }
      }
    }
    return tokens
  }

  private var token: Token? { index < tokens.count ? tokens[index] : nil }

  private mutating func take(_ text: String) -> Bool {
    guard let token, token.kind == .sign || token.kind == .word, token.text == text else { return false }
    index += 1
    return true
  }

  private mutating func takeWord() -> Excerpt? {
    guard let token, token.kind == .word || token.kind == .quoted else { return nil }
    index += 1
    return token.at
  }

  /// The comments that come next.
  private mutating func takeComments() -> [Excerpt] {
    let start = index
    while let token, token.kind == .comment { index += 1 }
    return tokens[start..<index].map(\.at).filter { !$0.hasPrefix("@") }
  }

  // MARK: - Declarations

  private mutating func readDeclarations() {
    var comment: [Excerpt] = []
    while let token {
      let start = index
      switch (token.kind, token.text) {
      case (.comment, _):
        comment = takeComments()
        continue
      case (.word, "export"), (.word, "declare"), (.word, "default"):
        index += 1
        continue
      case (.word, "function"):
        index += 1
        readFunction(comment)
      case (.word, "interface"), (.word, "type"), (.word, "enum"):
        index += 1
        readType(token.text)
      case (.word, "const"):
        index += 1
        // `const enum` is an enum; `const f: (…) => …` a function.
        if let next = self.token, next.text == "enum" { continue }
        if let name = takeWord(), take(":"), self.token?.text == "(" { readSignature(name, comment, arrow: "=>") }
      default: index += 1
      }
      comment = []
      if index == start { index += 1 }
    }
  }

  private mutating func readFunction(_ comment: [Excerpt]) {
    guard let name = takeWord() else { return }
    if token?.text == "<" { skip("<", ">") }
    guard token?.text == "(" else { return }
    readSignature(name, comment, arrow: ":")
  }

  /// `(name: Type, …)` and, behind an arrow, what comes back.
  private mutating func readSignature(_ name: Excerpt, _ comment: [Excerpt], arrow: String) {
    _ = take("(")
    var parameter: Kind?
    _ = takeComments()
    if token?.text != ")", takeWord() != nil {
      _ = take("?")
      if take(":") { parameter = readKind(depth: 0) }
    }
    // What else is given are callbacks.
    var depth = 1
    while let token, depth > 0 {
      if token.kind == .sign, token.text == "(" { depth += 1 }
      if token.kind == .sign, token.text == ")" { depth -= 1 }
      index += 1
    }
    var result: Kind?
    if take(arrow) {
      if take("Promise") {
        if take("<") { result = readKind(depth: 0) }
      } else {
        _ = readKind(depth: 0)
      }
    }
    functions.append(Function(name: name, parameter: parameter, result: result, comment: comment))
  }

  private mutating func readType(_ word: String) {
    guard let name = takeWord() else { return }
    if token?.text == "<" { skip("<", ">") }
    switch word {
    case "enum": types[name.text] = .values(readEnum())
    case "type": if take("=") { types[name.text] = readKind(depth: 0) }
    default:
      while let token, token.text != "{" { index += 1 }
      types[name.text] = .object(readMembers(depth: 0))
    }
  }

  private mutating func readEnum() -> [Excerpt] {
    var values: [Excerpt] = []
    guard take("{") else { return values }
    while let token, token.text != "}" {
      if token.kind == .comment || token.text == "," {
        index += 1
        continue
      }
      guard let name = takeWord() else { break }
      if take("="), let value = takeWord() { values.append(value) } else { values.append(name) }
    }
    _ = take("}")
    return values
  }

  private mutating func readMembers(depth: Int) -> [Member] {
    var members: [Member] = []
    guard take("{") else { return members }
    while let token, token.text != "}" {
      let comment = takeComments()
      if take(";") || take(",") || take("readonly") { continue }
      guard let name = takeWord() else {
        // An index signature, or something that no field is.
        if self.token?.text == "[" { skip("[", "]") } else if self.token?.text != "}" { index += 1 }
        continue
      }
      let isOptional = take("?")
      if self.token?.text == "(" {
        skip("(", ")")
        if take(":") { _ = readKind(depth: depth + 1) }
        continue
      }
      guard take(":") else { continue }
      var member = Member(name: name, isOptional: isOptional, type: readKind(depth: depth + 1), comment: comment)
      _ = take(";")
      // A comment behind the member, on its line.
      if let after = self.token, after.kind == .comment, after.at.line == name.line {
        member.comment.append(after.at)
        index += 1
      }
      members.append(member)
    }
    _ = take("}")
    return members
  }

  private mutating func readKind(depth: Int) -> Kind {
    guard depth < DeclarationReader.maximumDepth, let first = token else {
      return .unknown(tokens.last?.at ?? Excerpt(line: 1, scalars: []))
    }
    _ = take("|")
    var kinds = [readSingle(depth: depth)]
    while take("|") || take("&") { kinds.append(readSingle(depth: depth)) }
    let values = kinds.compactMap { kind -> [Excerpt]? in if case .values(let values) = kind { values } else { nil } }
    if values.count == kinds.count { return .values(values.flatMap { $0 }) }
    // `X | undefined` is X.
    let rest = kinds.filter { kind in
      if case .plain(let word) = kind { !["undefined", "null"].contains(word.text) } else { true }
    }
    return rest.count == 1 ? rest[0] : .unknown(first.at)
  }

  private mutating func readSingle(depth: Int) -> Kind {
    guard let token else { return .unknown(tokens.last?.at ?? Excerpt(line: 1, scalars: [])) }
    var kind: Kind
    if token.text == "{", token.kind == .sign {
      kind = .object(readMembers(depth: depth))
    } else if token.text == "(", token.kind == .sign {
      let start = index
      skip("(", ")")
      if take("=>") {
        _ = readKind(depth: depth + 1)
        return .plain(Excerpt(line: token.at.line, scalars: Array("function".unicodeScalars)[...]))
      }
      index = start + 1
      kind = readKind(depth: depth + 1)
      _ = take(")")
    } else if token.kind == .quoted || token.kind == .word && Int64(token.text) != nil {
      index += 1
      kind = .values([token.at])
    } else if let word = takeWord() {
      if take("<") {
        let inner = readKind(depth: depth + 1)
        while let next = self.token, next.text != ">" { index += 1; if next.text == ";" { break } }
        _ = take(">")
        kind =
          ["Array", "ReadonlyArray"].contains(word.text)
          ? .list(inner) : ["Partial", "Readonly"].contains(word.text) ? inner : .unknown(word)
      } else {
        kind = word.scalars.first.map { ("A"..."Z").contains($0) } == true ? .named(word) : .plain(word)
      }
    } else {
      index += 1
      return .unknown(token.at)
    }
    while self.token?.text == "[", index + 1 < tokens.count, tokens[index + 1].text == "]" {
      index += 2
      kind = .list(kind)
    }
    return kind
  }

  /// Passes what stands between two signs.
  private mutating func skip(_ open: String, _ close: String) {
    var depth = 0
    while let token {
      index += 1
      guard token.kind == .sign else { continue }
      if token.text == open { depth += 1 }
      if token.text == close { depth -= 1 }
      if depth == 0 { return }
    }
  }

  // MARK: - Calls

  private func call(_ function: Function) -> PageCall {
    var call = PageCall(name: function.name.text, at: function.name)
    if let parameter = function.parameter { call.request = side(parameter, at: function.name) }
    if let result = function.result { call.response = side(result, at: function.name) }
    return call
  }

  private func side(_ kind: Kind, at: Excerpt) -> PageSide {
    let rows = rows(of: kind, below: "", inside: [])
    return PageSide(tables: rows.isEmpty ? [] : [FieldTable(owner: nil, prefix: "", at: at, rows: rows)])
  }

  private func rows(of kind: Kind, below path: String, inside: [String]) -> [FieldRow] {
    switch resolved(kind) {
    case .object(let members):
      members.flatMap { member -> [FieldRow] in
        let name = path + member.name.text
        var row = FieldRow(names: [name], at: member.name, depth: 0, description: member.comment)
        row.required = (member.isOptional ? .no : .yes, member.name)
        if let type = pageType(member.type) { row.type = (type, member.name) }
        if case .values(let values) = resolved(element(member.type)) { row.listedValues = values }
        let named = self.name(of: member.type)
        guard inside.count < 6, named.map({ !inside.contains($0) }) ?? true else { return [row] }
        return [row] + rows(of: element(member.type), below: name + ".", inside: inside + [named].compactMap { $0 })
      }
    case .list(let element): rows(of: element, below: path, inside: inside)
    default: []
    }
  }

  private func element(_ kind: Kind) -> Kind {
    if case .list(let element) = resolved(kind) { self.element(element) } else { kind }
  }

  private func name(of kind: Kind) -> String? {
    switch kind {
    case .named(let name): name.text
    case .list(let element): name(of: element)
    default: nil
    }
  }

  private func resolved(_ kind: Kind) -> Kind {
    var kind = kind
    for _ in 0..<8 {
      guard case .named(let name) = kind, let known = types[name.text] else { return kind }
      kind = known
    }
    return kind
  }

  private func pageType(_ kind: Kind) -> PageType? {
    switch resolved(kind) {
    case .plain(let word): PageType(word.text, allowsNames: false)
    case .object: .object
    case .list(let element): .list(pageType(element))
    case .values(let values): values.allSatisfy { Int64($0.text) != nil } ? .number : .string
    case .named, .unknown: nil
    }
  }
}
