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

/// One finding on the page: what it is about, old and new side by side, and what follows for Swift.
enum HTMLFinding {
  static func render(_ finding: Finding) -> String {
    """
    <article id="f-\(finding.fingerprint)" class="\(finding.level.rawValue)" data-level="\(finding.level.rawValue)" \
    data-family="\(escaped(finding.family))" data-rule="\(finding.rule.id)">
    <h3><span class="level">\(finding.level.noun)</span> \(heading(finding))</h3>
    <div class="change">\(side("before", finding.old, finding.base, gone: "not there"))\
    \(side("after", finding.new, finding.head, gone: "gone"))</div>
    <dl>\(facts(finding).map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }.joined())</dl>
    <details><summary><code>\(finding.rule.id)</code></summary><p>\(escaped(finding.rule.explanation))</p></details>
    </article>

    """
  }

  private static func heading(_ finding: Finding) -> String {
    let subject = finding.call.map { call in
      (finding.field.map { "<code>\(broken($0))</code> of " } ?? "") + "<code>\(broken(call.id))</code>"
    }
    return (subject ?? "<code>\(broken(finding.target))</code>") + " \(escaped(finding.rule.phrase))"
  }

  private static func side(_ name: String, _ value: String?, _ place: Location?, gone: String) -> String {
    let text = value.map { "<code class=\"value\">\(broken($0))</code>" }
    let location = place.map { "<span class=\"place\">\(broken($0.description))</span>" }
    return """
      <div class="\(name)"><span class="when">\(name)</span>\(text ?? "<span class=\"value none\">–</span>")\
      \(location ?? "<span class=\"place\">\(gone)</span>")</div>
      """
  }

  private static func facts(_ finding: Finding) -> [(String, String)] {
    let effect = finding.rule.effect
    var facts = [
      (
        "Swift",
        "<span class=\"effect \(effect.rawValue)\">\(effect.phrase)</span>"
          + (finding.symbol.map { " <code>\(broken($0))</code>" } ?? "")
      )
    ]
    if let call = finding.call { facts.append(("Call", "<code>\(call.method) \(broken(call.path))</code>")) }
    if !finding.usedBy.isEmpty {
      facts.append(("Part of", finding.usedBy.map { "<code>\(broken($0))</code>" }.joined(separator: ", ")))
    }
    if let page = finding.page {
      // Nothing else becomes a link: the catalog decides what stands here.
      let label = escaped(page.split(separator: "/").last.map(String.init) ?? page)
      let isWeb = page.hasPrefix("https://") || page.hasPrefix("http://")
      facts.append(
        ("Documentation", isWeb ? "<a href=\"\(escaped(page))\" rel=\"noreferrer\">page \(label)</a>" : label))
    }
    facts.append(("Fingerprint", "<code>\(finding.fingerprint)</code>"))
    return facts
  }

  /// Escaped, with places at which a long name may be broken on a narrow screen.
  private static func broken(_ text: String) -> String {
    escaped(text).replacing("_", with: "_<wbr>").replacing("/", with: "/<wbr>").replacing(".", with: ".<wbr>")
      .replacing("_<wbr>:", with: "_:")
  }

  private static func escaped(_ text: String) -> String { HTMLReport.escaped(text) }
}
