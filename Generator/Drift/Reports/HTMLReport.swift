import Findings

/// One page that needs nothing else: it may be attached to a build, sent by mail, and opened years later.
///
/// Everything is in the page before its script runs; the script only filters. The filter is kept in the address, so
/// that a link can show what it is about: `report.html#level=error&family=files`.
enum HTMLReport {
  static func render(_ report: DriftReport) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <title>API drift: \(escaped(report.summary))</title>
    <style>
    \(HTMLStyle.text)
    </style>
    </head>
    <body>
    <header>
    <h1>API drift</h1>
    <p class="sides"><code>\(escaped(report.base.label))</code> <span aria-label="compared with">→</span>
    <code>\(escaped(report.head.label))</code></p>
    <p class="verdict">\(verdict(report))</p>
    \(filters(report))
    </header>
    <main>
    \(FindingLevel.allCases.map { section($0, report) }.joined())\(accepted(report))
    <p id="nothing" hidden>Nothing matches the filter.</p>
    </main>
    <script>
    \(HTMLScript.text)
    </script>
    </body>
    </html>

    """
  }

  /// The text with everything replaced that means something in HTML.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  // MARK: - Head

  /// What a reviewer has to know first.
  private static func verdict(_ report: DriftReport) -> String {
    if report.findings.isEmpty && report.accepted.isEmpty { return "The two catalogs say the same." }
    let breaking = report.findings.count { $0.rule.effect == .sourceBreaking }
    if breaking > 0 {
      return
        "\(breaking == 1 ? "One change" : "\(breaking) changes") stop\(breaking == 1 ? "s" : "") programs from compiling."
    }
    if report.count(.error) > 0 { return "Everything still compiles, but something that works today may stop working." }
    return report.count(.warning) > 0 ? "Nothing breaks; some of it deserves a look." : "Nothing breaks."
  }

  private static func filters(_ report: DriftReport) -> String {
    let buttons = FindingLevel.allCases.map { level in
      let count = report.count(level)
      return """
        <button type="button" class="count \(level.rawValue)" data-level="\(level.rawValue)" aria-pressed="true">\
        <b>\(count)</b> \(level.noun)\(count == 1 ? "" : "s")</button>

        """
    }.joined()
    let families = Set(report.findings.map(\.family)).sorted().map {
      "<option value=\"\(escaped($0))\">\(escaped($0))</option>"
    }.joined()
    return """
      <form id="filters" role="search" aria-label="Filter findings">
      <div class="counts" role="group" aria-label="Levels">
      \(buttons)</div>
      <label>Family <select name="family"><option value="">all</option>\(families)</select></label>
      <label class="search">Search <input type="search" name="text" placeholder="field, rule or symbol"></label>
      <output id="shown" aria-live="polite"></output>
      </form>
      """
  }

  // MARK: - Findings

  private static func section(_ level: FindingLevel, _ report: DriftReport) -> String {
    let findings = report.findings.filter { $0.level == level }
    if findings.isEmpty { return "" }
    return """
      <section aria-labelledby="\(level.rawValue)s">
      <h2 id="\(level.rawValue)s">\(title(level))</h2>
      \(findings.map(HTMLFinding.render).joined())</section>

      """
  }

  private static func title(_ level: FindingLevel) -> String {
    switch level {
    case .error: "Errors: something that works today may stop working"
    case .warning: "Warnings: a person should look"
    case .info: "Notices: nothing breaks"
    }
  }

  private static func accepted(_ report: DriftReport) -> String {
    if report.accepted.isEmpty { return "" }
    let items = report.accepted.map { accepted in
      "<li>\(escaped(accepted.finding.text)) <span class=\"reason\">\(escaped(accepted.reason))</span></li>\n"
    }.joined()
    return """
      <details class="accepted"><summary>\(report.accepted.count) accepted</summary>
      <ul>
      \(items)</ul>
      </details>

      """
  }
}
