import Foundation
import TerminalOutput

/// Where this command prints. Everything passes the terminal's gate, line by line: a report quotes catalogs, pages and
/// names of files, and goes to a terminal or into a workflow's log. JSON keeps its meaning on the way.
enum SpecOutput {
  /// Findings, in lines with their ends.
  ///
  /// - Parameter isWorkflow: Whether the lines are workflow commands of this program's own, which are meant to be obeyed.
  static func print(_ lines: String, isWorkflow: Bool = false) {
    Swift.print(
      isWorkflow ? TerminalText.visible(workflowCommands: lines) : TerminalText.visible(lines, keepingLines: true),
      terminator: "")
  }

  /// What prevents findings, in lines with their ends.
  static func complain(_ lines: String) {
    FileHandle.standardError.write(Data(TerminalText.visible(lines, keepingLines: true).utf8))
  }
}
