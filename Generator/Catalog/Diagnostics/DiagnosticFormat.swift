import TerminalOutput

/// How diagnostics are printed.
public enum DiagnosticFormat: String, Sendable, CaseIterable {
  /// `file:line:col: error: text [id]`, as compilers do; notes on lines of their own.
  case text
  /// One array of objects.
  case json
  /// Workflow commands that GitHub shows beside the changed lines.
  case github

  /// - Parameter folder: What stands before the files' paths, so that they can be found from where the program runs.
  public func render(_ diagnostics: [Diagnostic], folder: String) -> String {
    let prefix = folder.isEmpty || folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
    switch self {
    case .text: return diagnostics.map { text($0, prefix) }.joined()
    case .json: return json(diagnostics, prefix)
    case .github: return diagnostics.map { github($0, prefix) }.joined()
    }
  }

  // MARK: - Text

  private func text(_ diagnostic: Diagnostic, _ prefix: String) -> String {
    let head = "\(place(diagnostic.position, prefix)): \(diagnostic.severity.rawValue): "
    let notes = diagnostic.notes.map { "\(place($0.position, prefix)): note: \($0.text)" }
    // Line by line, so that a file's name makes no line of its own.
    return ([head + "\(diagnostic.text) [\(diagnostic.rule.id)]"] + notes).map { TerminalText.visible($0) + "\n" }
      .joined()
  }

  private func place(_ position: Position, _ prefix: String) -> String {
    "\(prefix)\(position.file):\(position.line):\(position.column)"
  }

  // MARK: - JSON

  private func json(_ diagnostics: [Diagnostic], _ prefix: String) -> String {
    let objects = diagnostics.map { diagnostic in
      var members = [
        "\"id\": \(quoted(diagnostic.rule.id))", "\"severity\": \(quoted(diagnostic.severity.rawValue))",
        location(diagnostic.position, prefix),
      ]
      if let end = diagnostic.end { members.append("\"endLine\": \(end.line), \"endColumn\": \(end.column)") }
      members.append("\"text\": \(quoted(diagnostic.text))")
      let notes = diagnostic.notes.map { "{\(location($0.position, prefix)), \"text\": \(quoted($0.text))}" }
      if !notes.isEmpty { members.append("\"notes\": [\(notes.joined(separator: ", "))]") }
      return "  {\(members.joined(separator: ", "))}"
    }
    return objects.isEmpty ? "[]\n" : "[\n\(objects.joined(separator: ",\n"))\n]\n"
  }

  private func location(_ position: Position, _ prefix: String) -> String {
    "\"file\": \(quoted(prefix + position.file)), \"line\": \(position.line), \"column\": \(position.column)"
  }

  private func quoted(_ text: String) -> String { JSONText.quoted(text) }

  // MARK: - GitHub

  private func github(_ diagnostic: Diagnostic, _ prefix: String) -> String {
    let position = diagnostic.position
    var properties = [
      ("file", prefix + position.file), ("line", "\(position.line)"), ("col", "\(position.column)"),
    ]
    // GitHub takes an end column only with an end line that is the same.
    if let end = diagnostic.end, end.line == position.line {
      properties += [("endLine", "\(end.line)"), ("endColumn", "\(end.column)")]
    }
    properties.append(("title", diagnostic.rule.id))
    let lines = [diagnostic.text] + diagnostic.notes.map { "\(place($0.position, prefix)): note: \($0.text)" }
    return WorkflowCommand(diagnostic.severity.rawValue, properties, lines: lines).line
  }
}
