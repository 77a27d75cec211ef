import Findings

extension DriftRule {
  /// Hosts.
  static let services: [DriftRule] =
    DriftNoun.service.rules + DriftNoun.tokenKind.rules + [
      serviceHostChanged, serviceTokenParameterChanged, serviceEnvelopeChanged, serviceErrcodeTypeChanged,
      serviceAPITypeChanged, serviceTokenlessChanged,
    ]

  static let serviceHostChanged = DriftRule(
    "service-host-changed", .error, .behaviour, "is at another address", mirror: .itself,
    why: "Every call goes elsewhere, and so do the tokens. Proxies and allow lists have to follow.")

  static let serviceTokenParameterChanged = DriftRule(
    "service-token-parameter-changed", .error, .behaviour, "usually takes another kind of token", mirror: .itself,
    why: "Every call that names no kind of its own goes with another one, and is refused if this is wrong.")

  static let serviceEnvelopeChanged = DriftRule(
    "service-envelope-changed", .error, .behaviour, "says in other fields how a call went", mirror: .itself,
    why: "If this is wrong, refusals are taken for success.")

  static let serviceErrcodeTypeChanged = DriftRule(
    "service-errcode-type-changed", .error, .sourceBreaking, "has another errcode type", mirror: .itself,
    why: "The type, the service's constant and the accessor of refusals are called otherwise.")

  static let serviceAPITypeChanged = DriftRule(
    "service-api-type-changed", .error, .sourceBreaking, "has another protocol", mirror: .itself,
    why: "Clients, servers and stubs name the protocol with the calls. Keep it with `api:`.")

  static let serviceTokenlessChanged = DriftRule(
    "service-tokenless-changed", .warning, .behaviour, "takes calls without a token in other cases", mirror: .itself,
    why: "Programs in the service's own network are refused, or their calls go over plain http. Make sure it is meant.")

}
