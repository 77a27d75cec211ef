import Catalog

/// How a report on pages is printed.
public enum PageReportFormat: String, Sendable, CaseIterable {
  /// `page:line:col: error: text [id]`, as compilers do; then what was accepted, and what was read.
  case text
  /// One object.
  case json
  /// Workflow commands that GitHub shows beside the changed lines.
  case github
  /// Tables, as an issue or a step's summary shows them.
  case markdown
  /// The interchange format of code scanning services.
  case sarif
  /// A page that needs nothing else.
  case html

  /// - Parameter folder: What stands before the catalog's paths, so that they can be found from where the program runs.
  public func render(_ report: PageReport, folder: String) -> String {
    switch self {
    case .text: PageReportText(folder: folder).render(report)
    case .json: PageReportJSON(folder: folder).render(report)
    case .github: PageReportAnnotations(folder: folder).render(report)
    case .markdown: PageReportMarkdown(folder: folder).render(report)
    case .sarif: PageReportSARIF(folder: folder).render(report)
    case .html: PageReportHTML(folder: folder).render(report)
    }
  }
}

extension Position {
  /// The place as compilers write it.
  func place(in folder: String) -> String {
    let prefix = folder.isEmpty || folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
    return "\(prefix)\(file):\(line):\(column)"
  }
}
