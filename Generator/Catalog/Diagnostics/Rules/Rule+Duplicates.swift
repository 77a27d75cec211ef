extension Rule {
  /// The same thing declared twice.
  static let duplicates: [Rule] = [
    .duplicateEndpoint, .duplicateInterface, .duplicatePath, .duplicateEvent, .duplicateType, .duplicateFamily,
    .duplicateErrcode,
    .duplicateLimit, .duplicateEntry,
  ]

  static let duplicateEndpoint = Rule(
    "duplicate-endpoint", "Two endpoints have one id.",
    why: """
      Ids are unique in the whole catalog: they become methods of one protocol. The note shows the first.
      """,
    example: """
      # in files.yaml and in spaces.yaml
      endpoints: {file_list: …}
      """)

  static let duplicateInterface = Rule(
    "duplicate-interface", "Two client-side interfaces have one name.",
    why: """
      Names are unique in the whole catalog, whatever file they are in: the overlay finds them by it. The note shows the first.
      """,
    example: """
      # in wecom.yaml and in feishu.yaml
      interfaces: {downloadFile: …}
      """)

  static let duplicatePath = Rule(
    "duplicate-path", "Two endpoints have one service, method and path.",
    why: """
      One of them was probably copied and not changed. The route table has one endpoint for a route.
      """,
    example: """
      file_list: {path: /cgi-bin/wedrive/file_list, …}
      file_info: {path: /cgi-bin/wedrive/file_list, …}
      """)

  static let duplicateEvent = Rule(
    "duplicate-event", "Two events have one id.",
    why: """
      Ids of events are unique in the whole catalog: they become types of one module. The note shows the first.
      """,
    example: """
      # in two files
      events: {suite_ticket: …}
      """)

  static let duplicateType = Rule(
    "duplicate-type", "Two declarations have one type name.",
    why: """
      Types, identifiers, enums and the errcode types of services share one namespace.
      """,
    example: """
      types: {FileType: …}          # and in enums.yaml
      enums: {FileType: …}
      """)

  static let duplicateFamily = Rule(
    "duplicate-family", "Two files have one family name.",
    why: """
      A family becomes a file of the generated module.
      """,
    example: """
      family: files                 # in files.yaml and in uploads.yaml
      """)

  static let duplicateErrcode = Rule(
    "duplicate-errcode", "A service has an errcode twice.",
    why: """
      Two files of one service declare it. Within one file it is a duplicate key.
      """,
    example: """
      errcodes: {640001: …}         # in two files of one service
      """)

  static let duplicateLimit = Rule(
    "duplicate-limit", "Two limits have one name.",
    why: """
      Limits share one namespace, whatever file they are in.
      """,
    example: """
      limits: {page_size: …}        # in two files
      """)

  static let duplicateEntry = Rule(
    "duplicate-entry", "A list names something twice.",
    why: """
      The second one says nothing, or was meant to be another.
      """,
    example: """
      where: [file_list, file_list]
      """)
}
