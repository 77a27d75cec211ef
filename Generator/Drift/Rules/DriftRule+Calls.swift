import Findings

extension DriftRule {
  /// Calls as a whole.
  static let endpoints: [DriftRule] =
    DriftNoun.endpoint.rules + [
      endpointPathChanged, endpointMethodChanged, endpointServiceChanged, endpointTokenRequired, endpointTokenDropped,
      endpointReplyFormChanged, endpointTokenKindRefused, endpointTokenKindAccepted, endpointRepeatabilityLost,
      endpointRepeatabilityGained, endpointEffectChanged, endpointMeteringChanged, endpointErrcodeUnlisted,
      endpointErrcodeListed,
    ]

  static let endpointPathChanged = DriftRule(
    "endpoint-path-changed", .error, .behaviour, "has another path", mirror: .itself,
    why: "Released programs call the old path until they are built anew; servers and recordings need the new one.")

  static let endpointMethodChanged = DriftRule(
    "endpoint-method-changed", .error, .behaviour, "has another HTTP method", mirror: .itself,
    why: "Released programs send the old method, with the fields in the other place: body or query.")

  static let endpointServiceChanged = DriftRule(
    "endpoint-service-changed", .error, .sourceBreaking, "belongs to another service", mirror: .itself,
    why:
      "Its method is in the protocol of that service. It goes to another host, with another token and other errcodes.")

  static let endpointTokenRequired = DriftRule(
    "endpoint-token-required", .error, .behaviour, "now carries an access token", mirror: "endpoint-token-dropped",
    why: "A program without a credential for the service can no longer call it.")

  static let endpointTokenDropped = DriftRule(
    "endpoint-token-dropped", .warning, .behaviour, "no longer carries an access token",
    mirror: "endpoint-token-required",
    why: "The service is no longer told who calls. Make sure that this is meant.")

  static let endpointReplyFormChanged = DriftRule(
    "endpoint-reply-form-changed", .error, .behaviour, "says in another way that a call went well", mirror: .itself,
    why: "If this is wrong, replies are refused that are good, or taken that are not.")

  static let endpointTokenKindRefused = DriftRule(
    "endpoint-token-kind-refused", .error, .behaviour, "no longer takes a kind of token",
    mirror: "endpoint-token-kind-accepted",
    why: "A program that provides tokens of that kind only can no longer call it.")

  static let endpointTokenKindAccepted = DriftRule(
    "endpoint-token-kind-accepted", .info, .behaviour, "takes a further kind of token",
    mirror: "endpoint-token-kind-refused", why: "A program that provides tokens of that kind only can call it too.")

  static let endpointRepeatabilityLost = DriftRule(
    "endpoint-repeatability-lost", .error, .behaviour, "is no longer repeated after a lost reply",
    mirror: "endpoint-repeatability-gained",
    why: "Where the library repeated the call by itself, the caller now gets `outcomeUnknown` and has to decide.")

  static let endpointRepeatabilityGained = DriftRule(
    "endpoint-repeatability-gained", .warning, .behaviour, "is now repeated after a lost reply",
    mirror: "endpoint-repeatability-lost",
    why: "If the service does not in fact take the call twice, something is made twice. Check the reason given.")

  static let endpointEffectChanged = DriftRule(
    "endpoint-effect-changed", .info, .behaviour, "has another effect", mirror: .itself,
    why: "What may be repeated is reported by rules of its own; the effect alone is description.")

  static let endpointMeteringChanged = DriftRule(
    "endpoint-metering-changed", .warning, .behaviour, "counts otherwise against the month's calls", mirror: .itself,
    why: "What a program may still call in a month is counted otherwise, and so is what an upload says that it costs.")

  static let endpointErrcodeUnlisted = DriftRule(
    "endpoint-errcode-unlisted", .info, .none, "no longer names errcodes", mirror: "endpoint-errcode-listed",
    why: "The documentation comment of the method lists fewer. Any errcode can still be answered.")

  static let endpointErrcodeListed = DriftRule(
    "endpoint-errcode-listed", .info, .none, "names further errcodes", mirror: "endpoint-errcode-unlisted",
    why: "The documentation comment of the method lists more.")
}

extension DriftRule {
  /// Calls that answer page by page.
  static let paging: [DriftRule] = DriftNoun.paging.rules + [pagingSignatureChanged, pagingFieldsChanged]

  static let pagingSignatureChanged = DriftRule(
    "paging-signature-changed", .error, .sourceBreaking, "gives other items, or is asked for them otherwise",
    mirror: .itself,
    why: "The method that gives all items one by one has another signature: its cursor or its items have another type.")

  static let pagingFieldsChanged = DriftRule(
    "paging-fields-changed", .warning, .behaviour, "goes from page to page by other fields", mirror: .itself,
    why: "Nothing changes for callers if the record is right; if it is not, pages are lost or read twice.")
}

extension DriftRule {
  /// Fields that are sent. What gets stricter here breaks callers.
  static let requests: [DriftRule] =
    FieldRules.request.rules + [requestDefaultChanged]

  static let requestDefaultChanged = DriftRule(
    "request-default-changed", .warning, .behaviour, "has another default", mirror: .itself,
    why: "A caller that leaves it out gets something else than before.")
}

extension DriftRule {
  /// Fields that are received. What gets looser here breaks readers.
  static let responses: [DriftRule] =
    FieldRules.response.rules + [responseLeniencyLost, responseLeniencyGained]

  static let responseLeniencyLost = DriftRule(
    "response-leniency-lost", .warning, .behaviour, "is no longer read in another form",
    mirror: "response-leniency-gained",
    why: "A reply with a number in quotes, or a number for a flag, that was read before is refused.")

  static let responseLeniencyGained = DriftRule(
    "response-leniency-gained", .info, .behaviour, "is read in another form too", mirror: "response-leniency-lost",
    why: "A reply with a number in quotes, or a number for a flag, is read instead of refused.")
}

extension DriftRule {
  /// Fields, whichever way they travel.
  static let fields: [DriftRule] =
    DriftTraits.field.rules + [parameterOrderChanged, fieldEndAnnounced, fieldEndWithdrawn]

  static let parameterOrderChanged = DriftRule(
    "parameter-order-changed", .error, .sourceBreaking, "takes its parameters in another order", mirror: .itself,
    why: """
      What has to be given becomes parameters in the order of the file, and Swift wants arguments in that order. It is the
      only order in the catalog that matters: everything else may be moved freely.
      """)

  static let fieldEndAnnounced = DriftRule(
    "field-end-announced", .warning, .behaviour, "has an end", mirror: "field-end-withdrawn",
    why: "After the date or client version it is no longer taken or sent.")

  static let fieldEndWithdrawn = DriftRule(
    "field-end-withdrawn", .info, .behaviour, "has no end any more", mirror: "field-end-announced",
    why: "It goes on being taken or sent.")
}

extension DriftRule {
  /// Groups of fields of which a request fills exactly one.
  static let alternatives: [DriftRule] =
    DriftNoun.alternative.rules + [
      alternativesIntroduced, alternativesDropped, requestFieldJoinedAlternatives, requestFieldLeftAlternatives,
    ]

  static let alternativesIntroduced = DriftRule(
    "alternatives-introduced", .error, .sourceBreaking, "now takes exactly one of several alternatives",
    mirror: "alternatives-dropped",
    why: "Each alternative has an initialiser and a method of its own; what was there before is gone.")

  static let alternativesDropped = DriftRule(
    "alternatives-dropped", .error, .sourceBreaking, "no longer takes exactly one of several alternatives",
    mirror: "alternatives-introduced",
    why: "The initialisers and methods of the alternatives are gone; their fields can be set one by one.")

  static let requestFieldJoinedAlternatives = DriftRule(
    "request-field-joined-alternatives", .error, .sourceBreaking, "became part of an alternative",
    mirror: "request-field-left-alternatives",
    why: "It is given to an initialiser and can no longer be set afterwards.")

  static let requestFieldLeftAlternatives = DriftRule(
    "request-field-left-alternatives", .error, .sourceBreaking, "is no longer part of an alternative",
    mirror: "request-field-joined-alternatives",
    why: "The initialiser that took it is gone.")
}

extension DriftRule {
  /// Calls that start an upload in blocks.
  static let uploads: [DriftRule] =
    DriftNoun.upload.rules + [uploadCallsChanged, uploadFieldsChanged, uploadLapsesChanged]

  static let uploadCallsChanged = DriftRule(
    "upload-calls-changed", .error, .sourceBreaking, "goes on with other calls", mirror: .itself,
    why: "Blocks are sent, or the upload completed, by another call, whose types the request names.")

  static let uploadFieldsChanged = DriftRule(
    "upload-fields-changed", .warning, .behaviour, "takes its parts from other fields", mirror: .itself,
    why: "Nothing changes for callers if the record is right; if it is not, uploads fail or are not resumed.")

  static let uploadLapsesChanged = DriftRule(
    "upload-lapses-changed", .warning, .behaviour, "is started anew on other errcodes", mirror: .itself,
    why: "An interrupted upload is begun again, or given up, in other cases than before.")
}
