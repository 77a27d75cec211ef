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
