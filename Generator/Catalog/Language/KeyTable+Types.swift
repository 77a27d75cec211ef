/// Fields, types, enums, errcodes and limits.
extension KeyTable {
  /// A field of a request, which is not read leniently.
  static let requestField: KeyTable = field(
    "request-field", inner: { .requestField },
    misplaced: [("always", "a request says 'required'"), ("accepts", "only a reply is read leniently")])

  /// A field of a reply.
  static let replyField: KeyTable = field(
    "reply-field", inner: { .replyField }, misplaced: [("required", "a reply says 'always'")])

  /// A field of an object that requests and replies can hold. Whether it may say `required` is seen once everything is
  /// read: only of an object that no reply holds.
  static let objectField: KeyTable = field("object-field", inner: { .objectField }, misplaced: [])

  private static func field(
    _ name: String, inner: @escaping @Sendable () -> KeyTable, misplaced: [(name: String, instead: String)]
  ) -> KeyTable {
    let keys: [Key] = [
      .optional("type", .type, "A built-in type, a name, or `[T]` for a list; or `object` instead."),
      .optional(
        "object", .entries(.wire, of: inner, isEmptyAllowed: false),
        "The fields of an object that occurs only here."),
      .required("about", .about, "Meaning and special values; units and bounds have keys of their own."),
      .optional("required", .flag, "Whether a call without it is refused."),
      .optional("always", .flag, "Whether a reply means nothing without it."),
      .optional("range", .bounds(from: nil), "`[minimum, maximum]` of a whole number."),
      .optional("weight", .bound(from: 1), "The most characters, where ASCII counts 1 and everything else 2."),
      .optional("length", .bounds(from: 0), "`[minimum, maximum]` of a string's characters."),
      .optional("items", .bounds(from: 0), "`[minimum, maximum]` of a list's elements."),
      .optional("bytes", .bounds(from: 0), "`[minimum, maximum]` of bytes before encoding."),
      .optional("values", .allowedValues, "Names of the enum's values that are allowed here."),
      .optional("at-most", .list(of: { .quota }), "How many elements of a list may have certain values."),
      .optional("unit", .word(Field.Unit.self), "What the number counts."),
      .optional(
        "accepts", .words(of: ["string", "number"], isEmptyAllowed: true), "The other form in which a value may arrive."
      ),
      .optional("default", .text, "What the service assumes when it is absent."),
      .optional("term", .prose, "The official Chinese word."),
      .optional("since", .dateOrVersion, "The date or client version from which on it exists."),
      .optional("until", .dateOrVersion, "The date or client version up to which it existed."),
      .optional("deprecated", .prose, "What to use instead."),
      .optional("swift", .name(.lowerCamel), "The property's name, where camel-casing reads badly."),
    ]
    return KeyTable(
      name, keys.filter { key in !misplaced.contains { $0.name == key.name } },
      where: [.oneOf(["type", "object"])], misplaced: misplaced)
  }

  static let quota = KeyTable(
    "quota",
    [
      .required("with", .texts(isEmptyAllowed: false), "Enum fields of the elements, and the names of their values."),
      .required("most", .bound(from: 0), "How many elements may have them."),
    ])

  static let object = KeyTable(
    "object",
    [
      .required("about", .about, "One sentence."),
      .required(
        "fields", .entries(.wire, of: { .objectField }, isEmptyAllowed: false),
        "The fields, by their names on the wire."
      ),
      .optional("variants", .entries(.snakeCase, of: { .variant }), "Ways to make one, each a factory in Swift."),
    ])

  static let variant = KeyTable(
    "variant",
    [
      .optional("set", .texts(isEmptyAllowed: true), "Enum fields and the names of their values."),
      .optional("take", .words(isEmptyAllowed: true), "Fields that become parameters without a label."),
      .optional("may", .words(isEmptyAllowed: true), "Fields that become optional parameters."),
      .required("about", .about, "One sentence."),
      .optional("swift", .name(.lowerCamel), "The factory's name, where camel-casing reads badly."),
    ])

  static let identifier = KeyTable(
    "identifier",
    [
      .required("raw", .word(IdentifierType.Raw.self), "What it is on the wire."),
      .required("about", .about, "One sentence."),
      .optional("term", .prose, "The official Chinese word, or the field name that people know."),
      .optional("secret", .flag, "Whether its holder is let in, so that it is never printed."),
      .optional("life", .bound(from: 1), "How many seconds a ticket works."),
      .optional("uses", .bound(from: 1), "How often a ticket can be used; absent: any number of times."),
      .optional("from", .entries(.snakeCase, of: { .conversion }), "Identifiers that this one can be made from."),
    ],
    where: [.needs("life", "secret"), .needs("uses", "life")])

  static let conversion = KeyTable(
    "conversion",
    [
      .required("type", .text, "The other identifier."),
      .optional("label", .name(.lowerCamel), "The parameter's label."),
      .required("about", .about, "One sentence."),
    ])

  static let enumeration = KeyTable(
    "enum",
    [
      .required("raw", .word(EnumType.Raw.self), "What its values are on the wire."),
      .required("about", .about, "One sentence."),
      .optional("term", .prose, "The official Chinese word."),
      .required(
        "values", .entries(named: nil, of: { .enumValue }, isEmptyAllowed: false),
        "The documented values; others decode, too."),
    ])

  static let enumValue = KeyTable(
    "enum-value",
    [
      .required("name", .name(.snakeCase), "The name in the catalog, and camel-cased in Swift."),
      .optional("about", .prose, "What it means."),
      .optional("term", .prose, "The official Chinese word."),
      .optional("where", .words(), "Ids of the endpoints where it occurs; absent: everywhere."),
      .optional("since", .dateOrVersion, "The date or client version from which on it exists."),
      .optional("until", .dateOrVersion, "The date or client version up to which it existed."),
      .optional("evidence", .prose, "Where a value was seen that is not documented."),
      .optional("deprecated", .prose, "What to use instead."),
      .optional("swift", .name(.lowerCamel), "The member's name, where camel-casing reads badly."),
    ])

  static let errcode = KeyTable(
    "errcode",
    [
      .required("name", .name(.snakeCase), "The name in the catalog, and camel-cased in Swift."),
      .required("about", .about, "What it means."),
      .required("action", .word(ErrcodeTable.Action.self), "What the runtime does."),
      .optional("advice", .prose, "What a person should do."),
      .optional("observed", .flag, "Whether it was seen, and is not documented."),
      .optional("swift", .name(.lowerCamel), "The member's name, where camel-casing reads badly."),
    ])

  static let limit = KeyTable(
    "limit",
    [
      .required("value", .whole(from: 0), "The number."),
      .required("unit", .word(Limit.Unit.self), "What it counts."),
      .required("about", .about, "What it limits."),
      .optional("docs", .page, "The page that says so: its number, or a path."),
      .optional("swift", .name(.lowerCamel), "The constant's name, where camel-casing reads badly."),
    ])
}
