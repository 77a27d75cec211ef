extension Rule {
  /// What is said about a call as a whole.
  static let calls: [Rule] = [
    .badPaging, .badChoice, .requiredInChoice, .badRepeatable, .badMetered, .getWithNestedField, .badBlocks, .badMatch,
    .misfitEventField, .badInterface,
  ]

  static let badPaging = Rule(
    "bad-paging", "A paging record whose fields do not fit.",
    why: """
      `next` and `from` have one type, a number or a string; `more` is a bool; `items` leads through objects to a list.
      `size`, `identity` and `order` stand together and at an offset: a required number of the request, a field that every item has, and
      numbers or strings of the item.
      """,
    example: """
      pages: {from: start, next: next_start, more: next_start, items: file_list}
      """)

  static let badChoice = Rule(
    "bad-choice", "Alternatives that cannot be told apart.",
    why: """
      `exactly-one-of` has at least two alternatives, none empty, and none part of another.
      """,
    example: """
      exactly-one-of: [[fileid], [fileid, spaceid]]
      """)

  static let requiredInChoice = Rule(
    "required-in-choice", "A field is both required and one of several alternatives.",
    why: """
      A required field is always there, so there would be nothing to choose. Take `required` off.
      """,
    example: """
      request: {fileid: {type: FileID, required: true, about: The file.}, …}
      exactly-one-of: [[fileid], [selected_ticket]]
      """)

  static let badRepeatable = Rule(
    "bad-repeatable", "A 'repeatable' without its reason, or one that says nothing.",
    why: """
      `repeatable` overrides what follows from `effect`, and a wrong one makes files twice: it needs a `repeatable-why`, and it has to differ.
      """,
    example: """
      effect: create
      repeatable: true
      """)

  static let badMetered = Rule(
    "bad-metered", "A 'metered' that says nothing.",
    why: """
      `metered` beside `family` holds for all calls of the file. A call says so itself only where it differs.
      """,
    example: """
      family: files
      metered: true
      endpoints:
        file_list:
          metered: true
      """)

  static let getWithNestedField = Rule(
    "get-with-nested-field", "A GET has a field that cannot stand in a query.",
    why: """
      A GET sends its fields in the query, where lists, objects and content have no agreed form.
      """,
    example: """
      method: GET
      request: {fileids: {type: [FileID], about: The files.}}
      """)

  static let badInterface = Rule(
    "bad-interface", "A host or a client-side interface whose parts do not fit.",
    why: """
      `call` of a host is a dotted name that ends with `{name}`, or, for the style `invoke`, has none. The enum that `outcome` names holds \
      strings, one of them called `ok`. `numbers` names bool parameters. `expiry` leads from a ticket of the result to a number of it. A \
      condition has `with` and something that it `ignores` or `refuses`, and that is not required.
      """,
    example: """
      hosts:
        mini-program: {call: wx.qy, style: callbacks, message: errMsg, about: A mini-program.}
      """)

  static let badMatch = Rule(
    "bad-match", "An event that cannot be told from others.",
    why: """
      `match` names nodes of the message and the texts that they have. It names one at least, no event's is part of another's of the \
      same service, and what it names is no field: its text is known.
      """,
    example: """
      space_change: {match: {MsgType: event}, …}
      file_change: {match: {MsgType: event, Event: wedrive_file_change}, …}
      """)

  static let misfitEventField = Rule(
    "misfit-event-field", "A field of an event has a type that no node can hold.",
    why: """
      A message is a list of nodes with texts. A field is a text, a number, an identifier or an enum, or a list of those where the \
      node may occur more than once.
      """,
    example: """
      fields: {FileId: {type: FileInfo, about: The file.}}
      """)

  static let badBlocks = Rule(
    "bad-blocks", "An upload in blocks whose calls and fields do not fit.",
    why: """
      The call that starts it has a `size` (uint64) and `digests` (list of string) to ask with, and answers `exists` (bool), `key` (an \
      identifier) and `result`. The call for a part takes `key`, `index` and `content` (base64) and requires nothing else, the \
      one that finishes takes `key` and always answers `result`.
      """,
    example: """
      blocks:
        {part: upload_part, finish: upload_finish, size: block_sha, digests: block_sha, exists: hit_exist, key: upload_key,
          index: index, content: content, result: fileid}
      """)
}
