extension Renderer {
  /// Writes an expression on one line, or broken at its arguments where it is too long.
  mutating func render(_ prefix: String, _ value: Expression, suffix: String = "") {
    let flat = value.flat
    if prefix.columns + flat.columns + suffix.columns <= printer.room {
      return printer.line(prefix, flat, suffix)
    }
    switch value {
    case .text:
      printer.line(prefix, flat, suffix)
    case .string(let text):
      render(prefix, long: text, suffix: suffix)
    case .entry(let key, let value):
      render("\(prefix)\(key): ", value, suffix: suffix)
    case .attribute(let name, let arguments):
      printer.line(prefix, name, "(")
      indented { $0.render(arguments, suffix: "") }
      printer.line(")", suffix)
    case .trailing(let callee, let body):
      printer.line(prefix, callee, " {")
      indented { $0.render("", .text(body)) }
      printer.line("}", suffix)
    case .list(let elements):
      printer.line(prefix, "[")
      indented { renderer in
        for element in elements { renderer.render("", element, suffix: elements.count > 1 ? "," : "") }
      }
      printer.line("]", suffix)
    case .call(let callee, let arguments):
      printer.line(prefix, callee, "(")
      indented { $0.render(arguments, suffix: ")" + suffix) }
    }
  }

  /// Fills lines with parameters.
  mutating func fill(_ parts: [String], suffix: String = "") {
    var line = ""
    var columns = 0
    for (index, part) in parts.enumerated() {
      let part = part + (index == parts.count - 1 ? suffix : ",")
      let length = part.columns
      // Behind a list the formatter keeps a column free for the comma that it would get if it were broken.
      let spare = part.hasSuffix("],") ? 1 : 0
      if columns > 0, columns + 1 + length + spare > printer.room {
        printer.line(line)
        line = ""
        columns = 0
      }
      if columns > 0 {
        line += " "
        columns += 1
      }
      line += part
      columns += length
    }
    if columns > 0 { printer.line(line) }
  }

  /// Fills lines with arguments; one that is too long for a line is broken in its turn.
  private mutating func render(_ arguments: [Expression.Argument], suffix: String) {
    var short: [String] = []
    for (index, argument) in arguments.enumerated() {
      let isLast = index == arguments.count - 1
      if argument.flat.columns + suffix.columns <= printer.room {
        short.append(argument.flat)
        continue
      }
      fill(short, suffix: ",")
      short = []
      render(argument.label.map { "\($0): " } ?? "", argument.value, suffix: isLast ? suffix : ",")
    }
    fill(short, suffix: suffix)
  }

  /// A text that is too long for a line, as a literal of several lines that holds no line break.
  private mutating func render(_ prefix: String, long text: String, suffix: String) {
    let quotes = "\"\"\""
    printer.line(prefix, quotes)
    var literal = SwiftNaming.literal(text).dropFirst().dropLast()
    // Single quotes need no escape in such a literal.
    if !text.contains(quotes) {
      literal = Substring(literal.split(separator: "\\\"", omittingEmptySubsequences: false).joined(separator: "\""))
    }
    // The formatter indents the literal of a labelled argument.
    let indentation = printer.indentation
    if !prefix.isEmpty { printer.indentation += 2 }
    let lines = Paragraph.wrap(String(literal), width: printer.room - 2)
    for line in lines.dropLast() { printer.line(line, " \\") }
    printer.line(lines.last ?? "")
    printer.line(quotes, suffix)
    printer.indentation = indentation
  }
}

extension Expression {
  /// What has to fit on the first line.
  var head: String {
    if case .trailing(let callee, _) = self { "\(callee) {" } else { flat }
  }

  /// The whole of it on one line.
  var flat: String {
    var line = ""
    write(to: &line)
    return line
  }

  fileprivate func write(to line: inout String) {
    switch self {
    case .text(let text): line += text
    case .string(let text): line += SwiftNaming.literal(text)
    case .trailing(let callee, let body): line += "\(callee) { \(body) }"
    case .list(let elements):
      line += "["
      Self.join(elements, in: &line) { $0.write(to: &$1) }
      line += "]"
    case .entry(let key, let value):
      line += key
      line += ": "
      value.write(to: &line)
    case .call(let callee, let arguments), .attribute(let callee, let arguments):
      line += callee
      line += "("
      Self.join(arguments, in: &line) { $0.write(to: &$1) }
      line += ")"
    }
  }

  private static func join<Part>(_ parts: [Part], in line: inout String, _ write: (Part, inout String) -> Void) {
    for (index, part) in parts.enumerated() {
      if index > 0 { line += ", " }
      write(part, &line)
    }
  }
}

extension Expression.Argument {
  var flat: String {
    var line = ""
    write(to: &line)
    return line
  }

  fileprivate func write(to line: inout String) {
    if let label {
      line += label
      line += ": "
    }
    value.write(to: &line)
  }
}
