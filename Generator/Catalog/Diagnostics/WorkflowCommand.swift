/// A workflow command: a message that GitHub shows beside the changed lines.
public struct WorkflowCommand {
  private let kind: String
  private let properties: [(name: String, value: String)]
  private let text: String

  /// - Parameter kind: `error`, `warning` or `notice`.
  public init(_ kind: String, _ properties: [(name: String, value: String)], text: String) {
    self.kind = kind
    self.properties = properties
    self.text = text
  }

  /// The command on a line of its own.
  public var line: String {
    let properties = properties.map { "\($0.name)=\(escaped($0.value, "%\r\n:,"))" }
    return "::\(kind) \(properties.joined(separator: ","))::\(escaped(text, "%\r\n"))\n"
  }

  /// By scalars: as a character, a carriage return with a line feed is neither of both.
  private func escaped(_ text: String, _ marks: String) -> String {
    text.unicodeScalars.map { scalar in
      guard marks.unicodeScalars.contains(scalar) else { return String(scalar) }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
