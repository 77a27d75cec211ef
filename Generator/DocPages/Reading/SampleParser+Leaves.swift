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
