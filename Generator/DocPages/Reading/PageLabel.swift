/// What a heading, or a short line that ends with a colon, says about what follows.
enum PageLabel: Sendable, Hashable {
  case request
  case response
  /// What is answered if the call fails.
  case failure
  case errcodes
  /// The fields of an object that was named before: `file_list 的结构`.
  case structure(String)
  /// The values of a field: `status 的合法值`.
  case values(of: String)
  /// Fields, of whatever was last spoken of.
  case fields
  /// A sample of whatever was last spoken of.
  case sample
  /// Something that has no part in a call: permissions, versions, questions.
  case aside

  /// Nil if the line is no label. A `heading` is one even without a colon.
  init?(_ line: Excerpt, isHeading: Bool) {
    let text = line.unmarked.trimming { $0 == ":" || $0.isPageSpace || $0 == "#" || $0 == "*" }.unmarked
    let endsWithColon = line.unmarked.scalars.last == ":" || line.trimmed.scalars.last == ":"
    guard isHeading || endsWithColon || PageLabel.isLoneLabel(text), text.count <= 80, !text.isEmpty else { return nil }
    let folded = text.folded
    if let name = PageLabel.name(before: ["的合法值", " valid values"], in: text) {
      self = ["errcode", "返回码", "错误码"].contains(name.lowercased()) ? .errcodes : .values(of: name)
    } else if let name = PageLabel.structure(in: text) {
      self = .structure(name)
    } else if isHeading, PageLabel.isName(text) {
      self = .structure(text.text)
    } else if PageLabel.asideWords.contains(where: folded.contains) {
      self = .aside
    } else if PageLabel.errcodesWords.contains(where: folded.contains) {
      self = .errcodes
    } else if PageLabel.responseWords.contains(where: folded.contains), folded.contains("fail") || folded.contains("失败")
    {
      self = .failure
    } else if PageLabel.responseWords.contains(where: folded.contains) {
      self = .response
    } else if PageLabel.requestWords.contains(where: folded.contains) {
      self = .request
    } else if PageLabel.fieldsWords.contains(where: folded.contains) {
      self = .fields
    } else if ["示例", "example", "sample"].contains(where: folded.contains) {
      self = .sample
    } else if isHeading {
      self = .aside
    } else {
      return nil
    }
  }

  /// Whether a title says that the page lists errcodes.
  static func namesErrcodes(_ title: Excerpt) -> Bool {
    (errcodesWords + ["返回码", "错误码"]).contains(where: title.folded.contains)
  }

  /// What follows the name of an object whose fields are listed.
  private static let structureEndings = [
    "的结构", "结构体", "结构", "参数说明", "字段说明", "的说明", "说明", "的字段", "的属性", "包含以下信息", "对象", " structure",
    " fields",
  ]
  /// Names that stand for a side, or for none.
  private static let noStructures: Set<String> = [
    "request", "response", "req", "res", "rsp", "body", "api", "url", "http", "https", "get", "post", "json", "xml",
    "sdk",
    "errcode", "jsapi", "object", "return", "synopsis",
  ]

  /// Whether a text is what follows an object's name in the heading of its fields, and nothing else.
  static func endsStructure(_ text: Excerpt) -> Bool {
    let text = text.trimming { $0 == ":" || $0.isPageSpace }.text
    return structureEndings.contains(text) || text == "结构体说明" || text == "结构说明"
  }

  /// Whether a heading is the name of an object, and nothing else.
  private static func isName(_ text: Excerpt) -> Bool {
    text.scalars.allSatisfy(\.isNamePart) && text.scalars.first?.isASCIILetter == true
      && !noStructures.contains(text.folded)
      && !["faq", "example", "parameters", "output", "input"].contains(text.folded)
  }

  private static func structure(in text: Excerpt) -> String? {
    guard let name = name(before: structureEndings, in: text), !noStructures.contains(name.lowercased()),
      name.unicodeScalars.first?.isASCIILetter == true
    else { return nil }
    return name
  }

  private static func name(before endings: [String], in text: Excerpt) -> String? {
    for ending in endings {
      if let index = text.firstIndex(of: ending) {
        let name = text.upTo(index).trimming { $0.isPageSpace || $0 == "*" || $0 == "`" }
        if !name.isEmpty, name.scalars.allSatisfy({ $0.isNamePart || $0 == "." }) { return name.text }
      }
    }
    return nil
  }

  /// Labels of plain text that stand alone on a line without a colon.
  private static func isLoneLabel(_ text: Excerpt) -> Bool {
    ["请求参数", "返回值", "返回参数", "请求示例", "返回示例", "返回结果", "参数说明"].contains(text.text)
  }

  private static let asideWords = [
    "权限说明", "权限要求", "版本", "平台", "应用权限", "常见问题", "案例", "注意", "支持说明", "附录", "调用前提", "permission", "faq",
    "platform", "notes",
  ]
  private static let errcodesWords = ["错误码", "错误列表", "错误说明", "错误信息列表", "返回码说明", "error code", "errcodes"]
  private static let responseWords = [
    "返回", "输出", "响应", "response", "reply", "return", "object res", "output", "出参", "回包", "应答",
  ]
  private static let requestWords = [
    "请求", "传入参数", "输入", "入参", "request", "object object", "input", "接口定义",
  ]
  private static let fieldsWords = ["参数", "字段", "parameters", "fields"]
}

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
