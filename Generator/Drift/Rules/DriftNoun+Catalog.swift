import Findings

/// The kinds of things that a catalog declares.
extension DriftNoun {
  static let endpoint = DriftNoun(
    "endpoint",
    removed: "Its method, request and response are no longer generated. Deprecate a call before it goes.",
    added: "A new requirement of the protocol has a default, so that stubs and servers go on compiling.",
    traits: DriftTraits(
      "endpoint", swiftName: "method",
      why: "The method, its request and its response are called otherwise. Keep the name with `swift:`.",
      identity: .id("Errors, logs, journals and `wedrive call` name it by its id. Method and path are the same."),
      apps: ("Apps of that kind are refused by the service.", "Apps of that kind may call it too."),
      deprecation: (
        .behaviour, "Callers get a compiler warning with the sentence that the catalog gives.",
        "The compiler warns no more."
      )))

  static let picker = DriftNoun(
    "picker",
    removed: "Its type, with its parameters and its answer, is no longer generated. Deprecate it before it goes.",
    added: "A further type.",
    traits: DriftTraits(
      "picker", swiftName: "type",
      identity: .wireName(
        "Released programs render calls of the old name, and look for it in the answer, until they are built anew."),
      apps: ("Apps of that kind are refused.", "Apps of that kind may call it too."),
      deprecation: (
        .behaviour, "Programs that name it get a compiler warning with the sentence that the catalog gives.",
        "The compiler warns no more."
      )))

  static let clientHost = DriftNoun(
    "client-host", removed: "Programs that render calls for it no longer compile.",
    added: "A further way for a page to reach the app.",
    traits: DriftTraits(
      "client-host", swiftName: "constant",
      identity: .id("Errors name it by its id, and so do programs that store it. The constant stays.")))

  static let event = DriftNoun(
    "event", removed: "Its type is no longer generated, and a message of it becomes an unknown event.",
    added: "Messages that were unknown events have a type.",
    traits: DriftTraits(
      "event", swiftName: "type",
      identity: .id("Errors and logs name it by its id. What tells it from other events is the same."),
      deprecation: (
        .none, "It is still pushed, and should not be relied on in new programs.", "It may be relied on again."
      )))

  static let enumValue = DriftNoun(
    "enum-value",
    removed: "Programs that name the value no longer compile. If it may still be answered, keep it with `until`.",
    added: "Programs read it before they know its name: the enumeration is open.",
    traits: DriftTraits(
      "enum-value", swiftName: "member",
      identity: .printedName("The member stays, but `names`, descriptions and `wedrive call` use the catalog's name."),
      deprecation: (.none, "It works, and should not be used in new programs.", "It may be used again.")))

  static let errcode = DriftNoun(
    "errcode",
    removed: "Programs that name it no longer compile, and a refusal with it comes without meaning and advice.",
    added: "A refusal with it comes with meaning and advice, and is handled as the catalog says.",
    traits: DriftTraits(
      "errcode", swiftName: "member",
      identity: .printedName("The member stays, but errors and `wedrive` print the catalog's name.")))

  static let limit = DriftNoun(
    "limit", removed: "Programs that name the constant no longer compile.", added: "A further constant.",
    traits: DriftTraits(
      "limit", swiftName: "constant",
      identity: .catalogName("The constant stays; only files of the catalog name it otherwise.")))

  static let variant = DriftNoun(
    "variant", removed: "Programs that call the factory no longer compile.", added: "A further factory.",
    traits: DriftTraits("variant", swiftName: "factory"))

  static let conversion = DriftNoun(
    "conversion", removed: "Programs that call the factory no longer compile.", added: "A further factory.")

  static let service = DriftNoun(
    "service", removed: "Programs that name the service no longer compile.",
    added: "A further host with a token and errcodes of its own.")

  static let tokenKind = DriftNoun(
    "token-kind", removed: "Programs that name the kind, to provide tokens of it, no longer compile.",
    added: "Calls may carry it. A program that makes such calls has to provide tokens of it.",
    gone: "has lost a kind of token", new: "has a further kind of token")

  static let alternative = DriftNoun(
    "alternative", removed: "The initialiser and the method that took these fields are gone.",
    added: "A further initialiser and method. Those of the other alternatives stay.", gone: "has lost an alternative",
    new: "has a further alternative")

  static let paging = DriftNoun(
    "paging", removed: "The method that gives all items one by one is gone.",
    added: "A further method gives all items one by one.", gone: "has no pages any more", new: "has pages")

  static let upload = DriftNoun(
    "upload", removed: "The request no longer goes into the library's uploader.",
    added: "The request goes into the library's uploader.", gone: "starts no upload in blocks any more",
    new: "starts an upload in blocks")

  static let pickerHost = DriftNoun(
    "picker-host",
    removed: "Pages in that host cannot call it any more: rendering a call for the host is refused.",
    added: "Pages in that host can call it.", gone: "is no longer offered", new: "is offered, too", effect: .behaviour,
    addition: .behaviour)
}

extension DriftTypeNoun {
  static let object = DriftTypeNoun("type")
  static let identifier = DriftTypeNoun("identifier")
  static let enumeration = DriftTypeNoun("enum")
}

extension DriftTraits {
  /// Fields, whichever way they travel.
  static let field = DriftTraits(
    "field", swiftName: "property",
    deprecation: (.none, "It works, and should not be used in new programs.", "It may be used again."))
}
