extension Rule {
  /// What is said about fields, and about the types they have.
  static let fields: [Rule] = [
    .badRange, .misfitConstraint, .misplacedKey, .envelopeField, .contradiction, .badVariant, .badConversion,
  ]

  static let badRange = Rule(
    "bad-range", "Bounds that nothing can satisfy, or that say nothing.",
    why: """
      The minimum is above the maximum, both ends are open, or a bound is outside what the type can hold.
      """,
    example: """
      limit: {type: uint32, range: [1000, 1], about: How many.}
      """)

  static let misfitConstraint = Rule(
    "misfit-constraint", "A constraint that does not fit the field's type.",
    why: """
      `range` and `unit` are for numbers, `weight` and `length` for strings, `items` for lists, `bytes` for base64, `values` for enums
      and, as a mapping, for lists of objects, `accepts` for what is a number on the wire, `secret` for string identifiers.
      """,
    example: """
      spaceid: {type: SpaceID, range: [1, 10], about: The space.}
      """)

  static let misplacedKey = Rule(
    "misplaced-key", "A key that only makes sense in the other direction.",
    why: """
      A request says `required`: the service refuses the call without it. A reply or shared object says `always`: it is always there.
      A shared object that only requests hold may say `required`.
      `accepts` is about reading a reply.
      """,
    example: """
      response:
        has_more: {type: bool, required: true, about: Whether another page follows.}
      """)

  static let envelopeField = Rule(
    "envelope-field", "A response lists a field of the envelope.",
    why: """
      The fields that the service's `envelope` names are read before the reply and never reach it.
      """,
    example: """
      response:
        errcode: {type: int32, about: How the call went.}
      """)

  static let contradiction = Rule(
    "contradiction", "Two declarations contradict each other.",
    why: """
      A field's `values` allows what `where` of the enum's value excludes at this endpoint. One of the two is wrong.
      """,
    example: """
      4: {name: sheet, where: [file_create]}
      file_type: {type: FileType, values: [sheet], about: …}     # in the request of file_list
      """)

  static let badVariant = Rule(
    "bad-variant", "A variant that cannot become a factory.",
    why: """
      A variant sets enum fields, takes others, and uses each once; every field that is `always` there is set or taken.
      """,
    example: """
      variants:
        user: {set: {type: person}, take: [type], about: One person.}
      """)

  static let badConversion = Rule(
    "bad-conversion", "An identifier that cannot be made from another.",
    why: """
      `from` names another identifier with the same raw type.
      """,
    example: """
      FolderID: {raw: string, about: A folder., from: {root: {type: FileInfo, about: …}}}
      """)
}
