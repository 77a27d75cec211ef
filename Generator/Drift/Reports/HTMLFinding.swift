import Findings

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
