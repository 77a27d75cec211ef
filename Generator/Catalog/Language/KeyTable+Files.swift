/// The files, and what of them is no declaration of the remote APIs.
extension KeyTable {
  package static let manifest = KeyTable(
    "catalog",
    [
      .required("format", .format(FileKind.supportedFormat), "The version of this language."),
      .required(
        "services", .entries(.kebabCase, of: { .service }, isEmptyAllowed: false),
        "The hosts that calls go to, by their ids."),
      .required("files", .words(isEmptyAllowed: true), "The other files, relative to this folder."),
    ])

  static let service = KeyTable(
    "service",
    [
      .required("about", .about, "One sentence."),
      .required("host", .pattern(LinkForm.hostPattern), "The base URL: `https://…`, without a slash at its end."),
      .required(
        "docs", .pattern(LinkForm.templatePattern),
        "The link to a documentation page, with `{page}` where its number goes."),
      .required(
        "token", .oneOrMore(.name(.wire)),
        "The query parameter that carries the token, or a list of several kinds, the usual one first."),
      .optional(
        "tokenless", .word(Service.Tokenless.self),
        "That calls may go without their token, where the network vouches for the caller; and by which scheme."),
      .required("envelope", .mapping { .envelope }, "The reply's fields that say how a call went."),
      .required("swift", .name(.upperCamel), "The errcode type: `WeComErrcode`."),
      .optional("api", .pattern("^[A-Z][A-Za-z0-9]*API$"), "The protocol with the calls: `WeDriveAPI`."),
    ])

  static let envelope = KeyTable(
    "envelope",
    [
      .required("code", .name(.wire), "The field of the errcode; absent or 0 in a reply means success."),
      .required("message", .name(.wire), "The field that says the same in words."),
    ])

  static let family = KeyTable(
    "family-file",
    [
      .required("family", .heading(.kebabCase), "The documentation family: the file's name, without `.yaml`."),
      serviceOfFile,
      .required("about", .about, "What the calls are for, in one sentence."),
      .optional("metered", .flag, "Whether each call counts against those of a month, unless a call says otherwise."),
      .required("endpoints", .entries(.snakeCase, of: { .endpoint }), "The calls, by their ids."),
    ])

  static let pickers = KeyTable(
    "pickers-file",
    [
      .required("pickers", .heading(.kebabCase), "The name of these interfaces together."),
      serviceOfFile,
      .required("about", .about, "What the interfaces are for, in one sentence."),
      .required("hosts", .entries(.kebabCase, of: { .host }), "Where a page can be shown, by ids."),
      .required("interfaces", .entries(.wire, of: { .interface }), "The interfaces, by their names on the wire."),
    ])

  static let events = KeyTable(
    "events-file",
    [
      .required("events", .entries(.snakeCase, of: { .event }), "What the service pushes, by ids."), serviceOfFile,
    ])

  /// A file may have one of both, or both.
  static let types = KeyTable(
    "types-file",
    [
      .optional("types", .entries(.upperCamel, of: { .object }), "Objects that several calls share."),
      .optional("identifiers", .entries(.upperCamel, of: { .identifier }), "Typed ids, tickets and keys."),
    ])

  static let enums = KeyTable(
    "enums-file", [.required("enums", .entries(.upperCamel, of: { .enumeration }), "Open enumerations.")])

  static let errcodes = KeyTable(
    "errcodes-file",
    [
      .required(
        "errcodes", .entries(named: NameForm.wholeNumberPattern, of: { .errcode }, isEmptyAllowed: true),
        "The codes of one service."), serviceOfFile,
    ])

  static let limits = KeyTable(
    "limits-file",
    [
      .required(
        "limits", .entries(.snakeCase, of: { .limit }), "Numbers that fields name as their bounds.")
    ])

  static let overlay = KeyTable(
    "overlay-file",
    [.required("overlay", .list(of: { .correction }), "Corrections of what the documentation says, with evidence.")])

  private static let serviceOfFile = Key.optional(
    "service", .heading(.kebabCase), "The service, where the catalog has several.")

  static let correction = KeyTable(
    "correction",
    [
      .required("target", .text, "Keys from the root, joined by dots: `endpoints.file_move.request.fileid`."),
      .optional("set", .anything, "Keys to put on the target; `null` removes a key."),
      .optional("add", .anything, "New children of the target."),
      .optional("remove", .yes, "The target goes."),
      .optional(
        "accept", .word(PageDeviation.self), "A difference that pages show and that is right to be there."),
      .required("documented", .text, "What the documentation says."),
      .required("evidence", .text, "What contradicts it."),
      .required("date", .date, "When this was written."),
      .optional("page", .text, "The page that shows it."),
      .optional("edition", .date, "The date of the page's last edition that shows it; absent: the newest does."),
    ],
    where: [.oneOf(["set", "add", "remove", "accept"])])
}
