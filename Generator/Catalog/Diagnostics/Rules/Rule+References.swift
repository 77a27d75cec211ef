extension Rule {
  /// Names that should be declared somewhere.
  static let references: [Rule] = [
    .unknownType, .unknownField, .unknownEndpoint, .unknownEnumValue, .unknownErrcode, .unknownLimit, .unknownService,
    .unknownHost,
    .recursiveType, .unreferenced,
  ]

  static let unknownType = Rule(
    "unknown-type", "There is no type of this name.",
    why: """
      A type is a built-in one (string, bool, uint32 …) or declared under `types`, `identifiers` or `enums`. Names of types are not
      called unknown while a file could not be read: fix that first.
      """,
    example: """
      spaceid: {type: SpaceId, about: The space.}
      """)

  static let unknownField = Rule(
    "unknown-field", "There is no field of this name.",
    why: """
      `pages`, `exactly-one-of` and variants name fields as they are on the wire. `from` and alternatives are fields of the request,
      `next`, `more` and `items` of the response.
      """,
    example: """
      pages: {from: start, next: next_strat, more: has_more, items: file_list.item}
      """)

  static let unknownEndpoint = Rule(
    "unknown-endpoint", "There is no endpoint of this id.",
    why: """
      `where` of an enum's value lists the endpoints that take it; `blocks` names the endpoints that an upload goes on with.
      """,
    example: """
      4: {name: sheet, where: [file_crate]}
      """)

  static let unknownEnumValue = Rule(
    "unknown-enum-value", "The enum has no value of this name.",
    why: """
      `values` and `at-most` of a field and `set` of a variant use the names of values, not their numbers.
      """,
    example: """
      auth: {type: Permission, values: [donwload], about: What is allowed.}
      """)

  static let unknownErrcode = Rule(
    "unknown-errcode", "The service has no such errcode.",
    why: """
      `errcodes` of an endpoint names codes of the table of its service.
      """,
    example: """
      errcodes: [640000]
      """)

  static let unknownLimit = Rule(
    "unknown-limit", "There is no limit of this name.",
    why: """
      A bound is a number or the name of something declared under `limits`.
      """,
    example: """
      range: [1, page_sise]
      """)

  static let unknownService = Rule(
    "unknown-service", "There is no service of this id.",
    why: """
      Services are declared in `catalog.yaml`.
      """,
    example: """
      service: wecomm
      """)

  static let unknownHost = Rule(
    "unknown-host", "There is no host of this id.",
    why: """
      `hosts` of a client-side interface names hosts that the same file declares.
      """,
    example: """
      hosts: {mini-programme: {docs: {third-party: 96014}}}
      """)

  static let recursiveType = Rule(
    "recursive-type", "An object holds itself.",
    why: """
      A Swift structure cannot contain itself, not even as an optional. A list of the type can.
      """,
    example: """
      types:
        Department:
          about: A department.
          fields: {parent: {type: Department, about: The one above.}}
      """)

  static let unreferenced = Rule(
    "unreferenced", "Nothing uses a declaration.", severity: .warning,
    why: """
      A type, identifier or enum that no field uses is mostly a leftover, or the sign of a field with the wrong type.
      """,
    example: """
      identifiers:
        SpaceID: {raw: string, about: A space.}     # and every field says string
      """)
}
