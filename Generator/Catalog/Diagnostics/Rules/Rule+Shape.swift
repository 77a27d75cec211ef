extension Rule {
  /// Keys and values, looked at one by one.
  static let shape: [Rule] = [
    .unknownKey, .duplicateKey, .missingKey, .wrongShape, .unknownValue, .conflictingKeys, .emptyDeclaration,
    .missingAbout,
    .summaryForm, .badText, .badDate, .badPath, .badLink,
  ]

  static let unknownKey = Rule(
    "unknown-key", "A key that this mapping does not have.",
    why: """
      A misspelt key would be ignored silently, so none is. Spec/README.md lists the keys of every mapping.
      """,
    example: """
      spaceid: {type: SpaceID, requird: true, about: The space.}
      """)

  static let duplicateKey = Rule(
    "duplicate-key", "A key stands twice in one mapping.",
    why: """
      YAML readers keep one of the two, and not all the same one. Remove or rename one; the note shows the first.
      """,
    example: """
      request:
        spaceid: {type: SpaceID, about: The space.}
        spaceid: {type: SpaceID, about: The space.}
      """)

  static let missingKey = Rule(
    "missing-key", "A key that this mapping needs is missing.",
    why: """
      Without it the declaration says too little to be generated. Spec/README.md says what the key means.
      """,
    example: """
      file_list:
        summary: Lists one page of a folder.
        path: /cgi-bin/wedrive/file_list        # and no effect
      """)

  static let wrongShape = Rule(
    "wrong-shape", "A value is not of the kind that its key needs.",
    why: """
      A mapping, a list, a text, a whole number, true or false: each key has one of these. A quoted number is a text.
      """,
    example: """
      required: "yes"
      """)

  static let unknownValue = Rule(
    "unknown-value", "A word that is not one of the allowed ones.",
    why: """
      Some keys take a word of a fixed list: `effect`, `method`, `action`, `unit`, `raw`, `apps`, `accepts`, `token`.
      """,
    example: """
      effect: reads
      """)

  package static let conflictingKeys = Rule(
    "conflicting-keys", "Two keys exclude each other.",
    why: """
      A field has a `type`, or it has an `object` of its own.
      """,
    example: """
      file_list: {type: FileInfo, object: {item: {type: [FileInfo], about: The entries.}}, about: The page.}
      """)

  static let emptyDeclaration = Rule(
    "empty-declaration", "A type without fields, an enum without values, or a catalog without services.",
    why: """
      It would be a Swift type that can hold nothing. Leave it out until something is known about it.
      """,
    example: """
      types:
        FileInfo: {about: An entry., fields: {}}
      """)

  static let missingAbout = Rule(
    "missing-about", "An 'about' or 'summary' is missing or empty.",
    why: """
      Every declaration and every field says what it is, in a sentence of the project's own: it becomes the doc comment.
      """,
    example: """
      spaceid: {type: SpaceID, required: true}
      """)

  static let summaryForm = Rule(
    "summary-form", "A summary is not one sentence in the third person.",
    why: """
      Summaries stand below each other in the index: a capital, a verb with s, one sentence, a full stop. More belongs in `about`.
      `lint` also wants the title of the page in brackets, by which a person finds one from the other.
      """,
    example: """
      summary: list files
      """)

  static let badText = Rule(
    "bad-text", "A text contains a control character.",
    why: """
      It would end up in doc comments. Write the character's name instead.
      """,
    example: """
      about: "A bell: \\a"
      """)

  package static let badDate = Rule(
    "bad-date", "A date that is not in the calendar or not written YYYY-MM-DD.",
    why: """
      `updated` and `date` are days. `since` and `until` may also be a client version such as 4.0.8.
      `lint` also refuses an `updated`, `date`, `edition` or `since` that is still to come: it is a slip of the pen. What is generated does not
      depend on the day, so that `generate` and `diff` do not ask.
      """,
    example: """
      docs: {internal: 93657, updated: 2022-13-01}
      """)

  static let badPath = Rule(
    "bad-path", "A path that cannot be a route.",
    why: """
      It starts with a slash, ends with a name, and holds letters, digits and - . _ ~ between slashes.
      """,
    example: """
      path: cgi-bin/wedrive/file_list?debug=1
      """)

  static let badLink = Rule(
    "bad-link", "A host or link template that cannot be one.",
    why: """
      `host` is `https://` and a name, without a slash at its end; plain http only for loopback. `docs` is an https link with `{page}` once.
      """,
    example: """
      host: https://qyapi.weixin.qq.com/
      """)
}
