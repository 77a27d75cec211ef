/// Writes declarations as text in the layout of `swift format`: the only place that does.
struct Renderer {
  var printer = CodePrinter()

  static func text(of file: SourceFile) -> String {
    var renderer = Renderer()
    renderer.printer.line(GeneratedFile.swiftMark, " from ", file.origin, ". Do not edit:")
    renderer.printer.line("// change the catalog and run `\(GeneratedFile.command)`.")
    if !file.imports.isEmpty { renderer.printer.blank() }
    for name in file.imports { renderer.printer.line("import ", name) }
    renderer.printer.blank()
    if file.importsFoundation {
      renderer.printer.line("#if canImport(FoundationEssentials)")
      renderer.printer.line("  import FoundationEssentials")
      renderer.printer.line("#else")
      renderer.printer.line("  import Foundation")
      renderer.printer.line("#endif")
      renderer.printer.blank()
    }
    renderer.render(file.declarations)
    return renderer.printer.text
  }

  private mutating func render(_ declarations: [Declaration]) {
    var isFirst = true
    var followsCompact = false
    for declaration in declarations {
      let isCompact = isCompact(declaration)
      if !isFirst, !declaration.isAttached, !(followsCompact && isCompact) { printer.blank() }
      render(declaration)
      (isFirst, followsCompact) = (false, isCompact)
    }
  }

  /// Whether it may follow another one of its like without a blank line between: nothing with a body of several lines.
  private func isCompact(_ declaration: Declaration) -> Bool {
    switch declaration.kind {
    case .stored, .enumCase: true
    case .function(let function): function.body == nil || oneLine(function) != nil
    case .computed, .table, .scope, .mark: false
    }
  }

  private mutating func render(_ declaration: Declaration) {
    render(documentation: declaration.documentation)
    for attribute in declaration.attributes { render("", attribute) }
    switch declaration.kind {
    case .stored(let head, let value):
      if let value { render(head + " = ", value) } else { printer.line(head) }
    case .computed(let head, let value):
      render(head, [.line("", value)])
    case .function(let function):
      render(function)
    case .table(let head, let entries):
      render(table: head, entries)
    case .scope(let head, let members) where members.isEmpty:
      printer.line(head, " {}")
    case .scope(let head, let members):
      printer.line(head, " {")
      indented { $0.render(members) }
      printer.line("}")
    case .enumCase(let name):
      printer.line("case ", name)
    case .mark(let title):
      printer.line("// MARK: - ", title)
    }
  }

  private mutating func render(documentation paragraphs: [String]) {
    var isFirst = true
    for paragraph in paragraphs {
      let indent = paragraph.utf8.prefix { $0 == UInt8(ascii: " ") }
      let isItem = paragraph.utf8.dropFirst(indent.count).starts(with: "- ".utf8)
      if !isFirst, !isItem { printer.line("///") }
      let first = String(Substring(indent))
      let hanging = first + (isItem ? "  " : "")
      for line in Paragraph.wrap(paragraph, width: printer.room - 4, first: first, hanging: hanging) {
        printer.line("/// ", line)
      }
      isFirst = false
    }
  }

  private mutating func render(table head: String, _ entries: [Expression]) {
    guard !entries.isEmpty else { return printer.line(head, " = [:]") }
    printer.line(head, " = [")
    indented { renderer in
      // The formatter wants a comma after the last of several, and none after a single one.
      for entry in entries { renderer.render("", entry, suffix: entries.count > 1 ? "," : "") }
    }
    printer.line("]")
  }

  private mutating func render(_ function: Function) {
    if let line = oneLine(function) { return printer.line(line) }
    let head = function.onOneLine
    if head.columns + 2 <= printer.room, let body = function.body {
      printer.line(head, " {")
      return close(body)
    }
    printer.line(function.head, "(")
    indented { $0.fill(function.parameters) }
    printer.line(")", function.tail.isEmpty ? "" : " ", function.tail, function.body == nil ? "" : " {")
    if let body = function.body { close(body) }
  }

  /// All of a function, where it fits on a line.
  private func oneLine(_ function: Function) -> String? {
    let line: String
    switch function.body {
    case nil: line = function.onOneLine
    case .some(let body) where body.isEmpty: line = function.onOneLine + " {}"
    case .some(let body):
      guard body.count == 1, case .line(let prefix, let value) = body[0] else { return nil }
      line = "\(function.onOneLine) { \(prefix)\(value.flat) }"
    }
    return line.columns <= printer.room ? line : nil
  }

  /// A head and its body, on one line where the body is a short expression.
  private mutating func render(_ head: String, _ body: [Statement]) {
    guard !body.isEmpty else { return printer.line(head, " {}") }
    if body.count == 1, case .line(let prefix, let value) = body[0] {
      let line = "\(head) { \(prefix)\(value.flat) }"
      if line.columns <= printer.room { return printer.line(line) }
    }
    printer.line(head, " {")
    close(body)
  }

  /// A body after its opening brace.
  private mutating func close(_ body: [Statement]) {
    indented { renderer in
      for statement in body { renderer.render(statement) }
    }
    printer.line("}")
  }

  private mutating func render(_ statement: Statement) {
    switch statement {
    case .line(let prefix, let value):
      render(prefix, value)
    case .block(let head, let body):
      printer.line(head, " {")
      close(body)
    case .either(let short, let long):
      if short.head.columns <= printer.room {
        render("", short)
      } else {
        for statement in long { render(statement) }
      }
    }
  }

  mutating func indented(_ body: (inout Renderer) -> Void) {
    printer.indentation += 2
    body(&self)
    printer.indentation -= 2
  }
}
