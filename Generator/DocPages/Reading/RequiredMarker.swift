/// What stands in the column that says whether a field has to be there.
enum RequiredMarker: Sendable, Hashable {
  case yes
  case no
  /// It depends on something that the page says in words.
  case sometimes

  init?(_ text: String) {
    let folded = text.lowercased()
    if let known = RequiredMarker.words[folded] {
      self = known
      return
    }
    // A marker with a remark: `是(type为1时)`, `否,默认false`.
    guard let end = folded.firstIndex(where: { "(,; ".contains($0) }) else { return nil }
    guard let known = RequiredMarker.words[String(folded[..<end])] else { return nil }
    self = known == .no && folded[end] != "(" ? .no : .sometimes
  }

  private static let words: [String: RequiredMarker] = [
    "是": .yes, "必须": .yes, "必填": .yes, "必选": .yes, "yes": .yes, "true": .yes, "y": .yes, "required": .yes,
    "√": .yes, "✓": .yes, "✔": .yes, "必需": .yes,
    "否": .no, "非必须": .no, "非必填": .no, "可选": .no, "选填": .no, "no": .no, "false": .no, "n": .no, "optional": .no,
    "×": .no, "✗": .no, "✘": .no,
    "条件必填": .sometimes, "特定类型必填": .sometimes, "视情况而定": .sometimes, "conditional": .sometimes,
  ]
}
