/// Calls, client-side interfaces and events.
extension KeyTable {
  static let endpoint = KeyTable(
    "endpoint",
    [
      .required("summary", .summary, "One sentence in the third person, with the page's title in brackets."),
      .optional("about", .prose, "What else matters to a caller."),
      .required("path", .pattern(LinkForm.pathPattern), "The path on the service's host."),
      .optional("method", .word(Endpoint.Method.self), "`POST`, if absent; the fields of a `GET` go in the query."),
      .required("docs", .mapping { .documentation }, "The pages, by app kind."),
      .optional("apps", appKinds, "Which app kinds may call it; absent: those with a page."),
      .required("effect", .word(Endpoint.Effect.self), "What it does at the service: decides what may be sent twice."),
      .optional("repeatable", .flag, "Whether it may be sent twice, where that differs from what the effect says."),
      .optional("repeatable-why", .prose, "Why."),
      .optional(
        "token", .oneOrMore(.text), "The kind of token that it carries, if not the usual one; `none` for none."),
      .optional("request", .entries(.wire, of: { .requestField }), "What is asked."),
      .optional("response", .entries(.wire, of: { .replyField }), "What is answered, without the envelope's fields."),
      .optional("bare-reply", .flag, "Whether only a refusal has the envelope's fields."),
      .optional(
        "metered", .flag, "Whether each call counts against those of a month, where the family says otherwise."),
      .optional("exactly-one-of", .alternatives, "Lists of request fields, of which a request fills one, wholly."),
      .optional("pages", .mapping { .paging }, "How the next page is asked for."),
      .optional("blocks", .mapping { .blocks }, "How the upload in blocks goes on that the call starts."),
      .optional("errcodes", .numbers, "Codes worth naming in the documentation of this call."),
      .optional("swift", .name(.lowerCamel), "The method's name, where camel-casing reads badly."),
      .optional("deprecated", .prose, "What to call instead."),
    ],
    where: [.together(["repeatable", "repeatable-why"])])

  private static let appKinds = KeyShape.words(of: Endpoint.AppKind.allCases.map(\.rawValue))

  private static let pageKeys = Endpoint.AppKind.allCases.map {
    Key.optional($0.rawValue, .oneOrMore(.page), "The page for apps of this kind, or a list of several.")
  }
  private static let updated = Key.optional("updated", .date, "The newest page's own date.")

  static let documentation = KeyTable(
    "documentation", pageKeys + [updated], where: [.anyOf(Endpoint.AppKind.allCases.map(\.rawValue))])

  /// Of an interface, whose host may have no numbered pages.
  static let documentationOrLink = KeyTable(
    "documentation-or-link",
    pageKeys + [.optional("link", .pattern(LinkForm.linkPattern), "The page, where it has no number."), updated],
    where: [.anyOf(Endpoint.AppKind.allCases.map(\.rawValue) + ["link"])])

  static let paging = KeyTable(
    "paging",
    [
      .required("from", .text, "The request's field that says where a page begins."),
      .required("next", .text, "The response's field that it is filled from."),
      .required("more", .text, "The response's bool that says whether another page follows."),
      .required("items", .text, "The path to the list of items: `file_list.item`."),
      .optional("size", .text, "The request's field that says how many items a page may hold."),
      .optional("identity", .text, "The item's field that tells it from all others."),
      .optional("order", .words(isEmptyAllowed: true), "The item's fields that it may be sorted by."),
    ],
    where: [.together(["size", "identity", "order"])])

  static let blocks = KeyTable(
    "blocks",
    [
      .required("part", .text, "The call that sends one block."),
      .required("finish", .text, "The call that completes the upload."),
      .required("size", .text, "The field of this request for the content's size."),
      .required("digests", .text, "The field of this request for the digests of the blocks."),
      .required("exists", .text, "The field of this reply that says whether the service has the content."),
      .required("key", .text, "The field that names the upload."),
      .required("index", .text, "The part's field for the number of the block."),
      .required("content", .text, "The part's field for the bytes of the block."),
      .required("result", .text, "The field that the upload is made for."),
      .optional("expired", .numbers, "Errcodes which say that the key is no longer good."),
    ])

  static let event = KeyTable(
    "event",
    [
      .required("summary", .summary, "One sentence in the third person, with the page's title in brackets."),
      .optional("about", .prose, "What else matters to a receiver."),
      .required("docs", .mapping { .documentation }, "The pages, by app kind."),
      .required("match", .texts(isEmptyAllowed: false), "Nodes and their texts by which a message is known."),
      .optional("fields", .entries(.wire, of: { .replyField }), "The other nodes."),
      .optional("swift", .name(.lowerCamel), "What the type is called, without `Event` behind it."),
      .optional("deprecated", .prose, "What to look for instead."),
    ])

  static let host = KeyTable(
    "host",
    [
      .required("about", .about, "One sentence."),
      .required("call", .text, "The function: `wx.qy.{name}`."),
      .required("style", .word(ClientHost.Style.self), "How it is called and answers."),
      .required("message", .name(.wire), "The answer's field that says `name:outcome`."),
      .optional("prefix", .text, "What may stand before the name in that field."),
      .optional("result", .name(.wire), "The answer's field that holds the result; absent: the answer itself."),
      .optional("swift", .name(.lowerCamel), "The constant's name, where camel-casing reads badly."),
    ])

  static let interface = KeyTable(
    "interface",
    [
      .required("summary", .summary, "One sentence in the third person, with the page's title in brackets."),
      .optional("about", .prose, "What else matters to a caller."),
      .optional("swift", .name(.upperCamel), "The name of its type."),
      .optional("apps", appKinds, "Which app kinds may call it; absent: those with a page."),
      .required("hosts", .entries(.kebabCase, of: { .availability }), "Where it is offered."),
      .optional("clients", .clients { .client }, "Platforms: `any`, or the first version."),
      .optional("parameters", .entries(.wire, of: { .requestField }), "What is asked."),
      .optional("result", .entries(.wire, of: { .replyField }), "What is answered on success."),
      .optional("failure", .entries(.wire, of: { .replyField }), "What is answered otherwise."),
      .required("outcome", .text, "The enum of the ways to end; `ok` is success."),
      .required("outcomes", .words(isEmptyAllowed: true), "Its values that the documentation lists."),
      .optional("conditions", .list(of: { .condition }), "Parameters that others rule out."),
      .optional("expiry", .texts(isEmptyAllowed: true), "Tickets of the result, each with the field for its life."),
      .optional("deprecated", .prose, "What to call instead."),
    ])

  static let availability = KeyTable(
    "availability",
    [
      .optional("docs", .mapping { .documentationOrLink }, "The pages, by app kind, or a link."),
      .optional("clients", .clients { .client }, "Platforms, where they differ from the interface's."),
      .optional("numbers", .words(isEmptyAllowed: true), "Bools that this host takes as 1 or 0."),
    ])

  static let client = KeyTable(
    "client",
    [
      .required("since", .version, "`any`, or the first version."),
      .optional("system", .prose, "The system's version: `> 10.12`."),
    ])

  static let condition = KeyTable(
    "condition",
    [
      .required("with", .texts(isEmptyAllowed: true), "Enum parameters and the names of their values."),
      .optional("ignores", .words(isEmptyAllowed: true), "Parameters that are then left out."),
      .optional("refuses", .words(isEmptyAllowed: true), "Parameters that are then refused."),
    ],
    where: [.anyOf(["ignores", "refuses"])])
}
