/// How a drift report is printed.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// `file:line:col: error: text [id]`, as compilers do, with notes.
  case text
  /// A summary and tables, for the comment on a pull request.
  case markdown
  /// One object; its schema is `drift-report.schema.json`.
  case json
  /// Workflow commands that GitHub shows beside the changed lines.
  case github
  /// The Static Analysis Results Interchange Format, version 2.1.0.
  case sarif
  /// One page that needs nothing else.
  case html

  /// The whole report, with a line end.
  public func render(_ report: DriftReport) -> String {
    switch self {
    case .text: TextReport.render(report)
    case .markdown: MarkdownReport.render(report)
    case .json: JSONReport.render(report)
    case .github: GitHubReport.render(report)
    case .sarif: SARIFReport.render(report)
    case .html: HTMLReport.render(report)
    }
  }
}
