/// Reads a sample the way it was meant: trailing commas, missing commas and colons, comments, words in the place of values,
/// single quotes, keys without quotes and functions are all read, and each of them is noted.
struct SampleParser {
  /// The sample cannot be read further.
  struct Failure: Error {
    var at: Excerpt
    var what: String
  }

  var cursor: SampleCursor
  private let maximumDepth: Int
  private var repairs: [Sample.Repair] = []

  /// The sample that starts at the first bracket of `lines`, and the index of the line it ends on.
  static func parse(
    _ lines: ArraySlice<Excerpt>, maximumDepth: Int
  ) throws(Failure) -> (sample: Sample, lastLine: Int)? {
    guard !lines.isEmpty else { return nil }
    var parser = SampleParser(cursor: SampleCursor(lines), maximumDepth: maximumDepth)
    parser.skipSpace()
    var call: Excerpt?
    if let scalar = parser.peek, scalar != "{", scalar != "[" {
      call = parser.callee()
      if call == nil { return nil }
    }
    var interface: Excerpt?
    if call != nil, parser.peek == "'" || parser.peek == "\"" {
      interface = parser.quoted().1.trimming { $0 == "'" || $0 == "\"" }
      parser.skipSpace()
      if parser.peek == "," { parser.advance() }
      parser.skipSpace()
    }
    let hasParameters = parser.peek == "{" || parser.peek == "["
    guard hasParameters || interface != nil else { return nil }
    // A call without parameters goes on with its callback.
    let root = hasParameters ? try parser.value(depth: 0) : SampleValue(content: .object([]), at: parser.here)
    let sample = Sample(root: root, call: call, interface: interface, repairs: parser.repairs)
    if interface != nil { parser.skipCall() }
    return (sample, parser.cursor.line)
  }

  private init(cursor: SampleCursor, maximumDepth: Int) {
    self.cursor = cursor
    self.maximumDepth = maximumDepth
  }

  /// Passes the rest of a call, up to the bracket that closes it.
  private mutating func skipCall() {
    while let scalar = peek, scalar != ")" {
      switch scalar {
      case ",": advance()
      case "{", "(", "[": skipBalanced()
      default:
        if scalar.isASCIILetter { _ = function(at: here) } else { advance() }
      }
    }
  }

  // MARK: - Space

  var peek: Unicode.Scalar? { cursor.peek }
  var next: Unicode.Scalar? { cursor.next }
  var here: Excerpt { cursor.here }
  mutating func advance() { cursor.advance() }

  /// Space, line ends and comments.
  mutating func skipSpace() {
    while let scalar = peek {
      if scalar.isPageSpace || scalar == "\n" {
        advance()
      } else if scalar == "#" || scalar == "/" && next == "/" {
        note("a comment")
        cursor.advanceLine()
      } else if scalar == "/" && next == "*" {
        note("a comment")
        while let inner = peek, !(inner == "*" && next == "/") { advance() }
        advance()
        advance()
      } else {
        return
      }
    }
  }

  mutating func note(_ what: String) { repairs.append(Sample.Repair(at: here, what: what)) }

  // MARK: - Values

  /// The name before `(`, which is passed.
  private mutating func callee() -> Excerpt? {
    let start = cursor
    while let scalar = peek, scalar.isNamePart || scalar == "." { advance() }
    let name = cursor.since(start)
    guard !name.isEmpty, peek == "(" else { return nil }
    advance()
    skipSpace()
    return name
  }

  private mutating func value(depth: Int) throws(Failure) -> SampleValue {
    let at = here
    guard depth < maximumDepth else { throw Failure(at: at, what: "is nested deeper than \(maximumDepth)") }
    switch peek {
    case nil: throw Failure(at: at, what: "ends where a value is expected")
    case "{": return try object(at: at, depth: depth)
    case "[": return try list(at: at, depth: depth)
    case "\"", "'", "`":
      let (text, place) = quoted()
      return SampleValue(content: .string(text), at: place)
    case let scalar? where scalar.isASCIIDigit || scalar == "-": return number()
    case "(": return function(at: at)
    default: return try word()
    }
  }

  private mutating func object(at: Excerpt, depth: Int) throws(Failure) -> SampleValue {
    advance()
    var members: [SampleValue.Member] = []
    var isSeparated = true
    var lastComma: Excerpt?
    while true {
      skipSpace()
      guard let scalar = peek else {
        note("no closing brace")
        return SampleValue(content: .object(members), at: at)
      }
      if scalar == "}" {
        if let lastComma { repairs.append(Sample.Repair(at: lastComma, what: "a comma behind the last member")) }
        advance()
        return SampleValue(content: .object(members), at: at)
      }
      if scalar == "," {
        lastComma = here
        isSeparated = true
        advance()
        continue
      }
      if scalar == "." {
        note("an ellipsis")
        while peek == "." { advance() }
        isSeparated = true
        continue
      }
      let place = here
      let (key, keyPlace) = try self.key()
      if !isSeparated { repairs.append(Sample.Repair(at: place, what: "no comma before '\(key)'")) }
      lastComma = nil
      isSeparated = false
      members.append(SampleValue.Member(key: key, at: keyPlace, value: try member(of: key, depth: depth)))
    }
  }

  /// What follows a key.
  private mutating func member(of key: String, depth: Int) throws(Failure) -> SampleValue {
    skipSpace()
    switch peek {
    case ":", "=":
      advance()
      if peek == ">" { advance() }
      skipSpace()
    case "(": return function(at: here)
    case ",", "}", nil:
      note("no value for '\(key)'")
      return SampleValue(content: .placeholder, at: here)
    default: note("no colon behind '\(key)'")
    }
    if peek == "," || peek == "}" {
      note("no value for '\(key)'")
      return SampleValue(content: .placeholder, at: here)
    }
    return try value(depth: depth + 1)
  }

  private mutating func key() throws(Failure) -> (String, Excerpt) {
    if peek == "\"" || peek == "'" { return quoted() }
    let start = cursor
    while let scalar = peek, scalar.isNamePart || scalar == "-" || scalar == "$" { advance() }
    let name = cursor.since(start)
    guard !name.isEmpty else { throw Failure(at: here, what: "has '\(here.text)' where a name is expected") }
    return (name.text, name)
  }

  private mutating func list(at: Excerpt, depth: Int) throws(Failure) -> SampleValue {
    advance()
    var elements: [SampleValue] = []
    var isSeparated = true
    var lastComma: Excerpt?
    while true {
      skipSpace()
      guard let scalar = peek else {
        note("no closing bracket")
        return SampleValue(content: .list(elements), at: at)
      }
      switch scalar {
      case "]":
        if let lastComma { repairs.append(Sample.Repair(at: lastComma, what: "a comma behind the last element")) }
        advance()
        return SampleValue(content: .list(elements), at: at)
      case "}": throw Failure(at: here, what: "has '}' where ']' is expected")
      case ",":
        lastComma = here
        isSeparated = true
        advance()
      case ".":
        note("an ellipsis")
        while peek == "." { advance() }
        isSeparated = true
      default:
        if !isSeparated { note("no comma between elements") }
        lastComma = nil
        isSeparated = false
        elements.append(try value(depth: depth + 1))
      }
    }
  }
}

/// Values that are neither objects nor lists.
extension SampleParser {
  mutating func quoted() -> (String, Excerpt) {
    let quote = peek
    let start = cursor
    advance()
    var text = String.UnicodeScalarView()
    while let scalar = peek, scalar != quote {
      if scalar == "\n" {
        note("no closing quote")
        return (String(text), cursor.since(start))
      }
      if scalar == "\\" { advance() }
      guard let taken = peek, taken != "\n" else { continue }
      text.append(taken)
      advance()
    }
    advance()
    return (String(text), cursor.since(start))
  }

  mutating func number() -> SampleValue {
    let start = cursor
    advance()
    while let scalar = peek, scalar.isASCIIDigit || "+-.eE".unicodeScalars.contains(scalar) { advance() }
    let digits = cursor.since(start)
    return SampleValue(content: .number(digits.text), at: digits)
  }

  mutating func word() throws(Failure) -> SampleValue {
    let start = cursor
    while let scalar = peek, scalar != "\n", scalar != ",", scalar != "}", scalar != "]", scalar != "(",
      !scalar.isPageSpace, !(scalar == "/" && next == "/")
    {
      advance()
    }
    let place = cursor.since(start)
    switch place.text {
    case "true", "false": return SampleValue(content: .bool, at: place)
    case "null", "undefined": return SampleValue(content: .null, at: place)
    case "function", "async": return function(at: place)
    case "": throw Failure(at: here, what: "has '\(here.text)' where a value is expected")
    default:
      if peek == "(" { skipBalanced() }
      note("'\(place.text.prefix(40))' in the place of a value")
      return SampleValue(content: .placeholder, at: place)
    }
  }

  /// Passes the parameters, an arrow, and the body.
  mutating func function(at: Excerpt) -> SampleValue {
    while let scalar = peek, scalar != "(", scalar != "{", scalar != "\n" { advance() }
    if peek == "(" { skipBalanced() }
    skipSpace()
    if peek == "=" && next == ">" {
      advance()
      advance()
      skipSpace()
    }
    if peek == "{" { skipBalanced() }
    return SampleValue(content: .function, at: at)
  }

  /// Passes what stands between two brackets, whatever it is.
  mutating func skipBalanced() {
    var depth = 0
    while let scalar = peek {
      switch scalar {
      case "(", "{", "[": depth += 1
      case ")", "}", "]": depth -= 1
      case "\"", "'", "`":
        _ = quoted()
        continue
      case "/" where next == "/":
        cursor.advanceLine()
        continue
      default: break
      }
      advance()
      if depth == 0 { return }
    }
  }
}
