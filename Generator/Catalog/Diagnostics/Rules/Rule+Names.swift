extension Rule {
  /// Names, in the catalog and in Swift.
  static let naming: [Rule] = [.badName, .reservedName, .nameCollision, .typeCollision]

  static let badName = Rule(
    "bad-name", "A name is not written as names of its kind are.",
    why: """
      Endpoint ids, limits, enum values, errcodes and variants are snake_case; types, identifiers and enums UpperCamelCase; families and services
      small letters with hyphens; `swift:` gives lowerCamelCase. A type cannot have a built-in type's name.
      """,
    example: """
      enums:
        file_type: …
      """)

  static let reservedName = Rule(
    "reserved-name", "A name cannot be used in Swift.",
    why: """
      `init`, `self`, `Type` mean something in Swift whatever is declared; some names belong to what every generated type has; a type's name
      must not hide one of Swift's or the runtime's. Give a `swift:` name, or rename the type.
      """,
    example: """
      self: {type: string, about: Who asks.}
      """)

  static let nameCollision = Rule(
    "name-collision", "Two names become one name in Swift.",
    why: """
      They differ on the wire only by letters that camel-casing removes. Names are never numbered silently: give one a `swift:` name.
      """,
    example: """
      file_id: {type: FileID, about: The file.}
      fileid:  {type: FileID, about: The file.}
      """)

  static let typeCollision = Rule(
    "type-collision", "A derived type name is a declared one.",
    why: """
      An endpoint `file_list` makes the types `FileListRequest` and `FileListResponse`; an object that occurs only at a field makes a nested type with
      the field's name. Rename the declared type, or give the endpoint or field a `swift:` name.
      """,
    example: """
      types:
        FileListRequest: …          # and there is an endpoint file_list
      """)
}

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
