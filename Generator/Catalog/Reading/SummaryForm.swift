/// How an endpoint's summary has to read: one sentence in the third person, "Lists one page of a folder."
enum SummaryForm {
  /// Whether something stands in brackets: the title of the page, by which the two are found from each other.
  static func namesPage(_ summary: String) -> Bool {
    guard let open = summary.firstIndex(of: "("), let close = summary[open...].firstIndex(of: ")") else { return false }
    return summary[open..<close].dropFirst().contains { !$0.isWhitespace }
  }

  /// What is wrong, as the end of a sentence.
  static func flaw(of summary: String) -> String? {
    guard let first = summary.unicodeScalars.first else { return nil }
    if summary.contains("\n") { return "has to stand on one line" }
    if !summary.hasSuffix(".") { return "has to end with a full stop" }
    if !("A"..."Z").contains(first) { return "has to start with a capital" }
    let verb = summary.prefix { $0 != " " && $0 != "," && $0 != "." }
    if !verb.hasSuffix("s") { return "has to start with a verb in the third person ('Lists …'), not '\(verb)'" }
    let body = summary.dropLast()
    if body.contains(". ") { return "has to be one sentence; more belongs in 'about'" }
    return nil
  }
}
