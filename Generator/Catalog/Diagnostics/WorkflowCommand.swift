import TerminalOutput

/// A workflow command: a message that GitHub shows beside the changed lines.
public struct WorkflowCommand {
  private let kind: String
  private let properties: [(name: String, value: String)]
  private let lines: [String]

  /// - Parameter kind: `error`, `warning` or `notice`.
  public init(_ kind: String, _ properties: [(name: String, value: String)], lines: [String]) {
    self.kind = kind
    self.properties = properties
    self.lines = lines
  }

  /// The command on a line of its own.
  public var line: String {
    let properties = properties.map { "\($0.name)=\(escaped(TerminalText.visible($0.value), "%:,"))" }
    let lines = lines.map { escaped(TerminalText.visible($0), "%") }
    return "::\(kind) \(properties.joined(separator: ","))::\(lines.joined(separator: "%0A"))\n"
  }

  private func escaped(_ text: String, _ marks: String) -> String {
    text.unicodeScalars.map { scalar in
      guard marks.unicodeScalars.contains(scalar) else { return String(scalar) }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
