import Findings

extension DriftRule {
  /// Enumerations. They are open: a value that is not listed is read, kept and sent.
  static let enums: [DriftRule] = [
    enumRemoved, enumAdded, enumRenamed, enumRawTypeChanged, enumValueRemoved, enumValueAdded,
    enumValueSwiftNameChanged, enumValueNameChanged, enumValueNumberChanged, enumValueNarrowed, enumValueWidened,
    enumValueDeprecated, enumValueUndeprecated,
  ]

  static let enumRemoved = DriftRule(
    "enum-removed", .error, .sourceBreaking, "is gone", mirror: "enum-added",
    why: "Programs that name the type no longer compile.")

  static let enumAdded = DriftRule(
    "enum-added", .info, .additive, "is new", mirror: "enum-removed", why: "A further type.")

  static let enumRenamed = DriftRule(
    "enum-renamed", .error, .sourceBreaking, "has another name", mirror: .itself,
    why: "Programs that name the type no longer compile. Nothing changes on the wire.")

  static let enumRawTypeChanged = DriftRule(
    "enum-raw-type-changed", .error, .sourceBreaking, "is something else on the wire", mirror: .itself,
    why: "`rawValue` has another type, and values are sent in another form.")

  static let enumValueRemoved = DriftRule(
    "enum-value-removed", .error, .sourceBreaking, "is gone", mirror: "enum-value-added",
    why: "Programs that name the value no longer compile. If it may still be answered, keep it with `until`.")

  static let enumValueAdded = DriftRule(
    "enum-value-added", .info, .additive, "is new", mirror: "enum-value-removed",
    why: "Programs read it before they know its name: the enumeration is open.")

  static let enumValueSwiftNameChanged = DriftRule(
    "enum-value-swift-name-changed", .error, .sourceBreaking, "has another member name", mirror: .itself,
    why: "Once generated, a name is a promise. Keep it with `swift:`.")

  static let enumValueNameChanged = DriftRule(
    "enum-value-name-changed", .warning, .behaviour, "is called otherwise in the catalog", mirror: .itself,
    why: "The member stays, but `names`, descriptions and `wedrive call` use the catalog's name.")

  static let enumValueNumberChanged = DriftRule(
    "enum-value-number-changed", .error, .behaviour, "is another value on the wire", mirror: .itself,
    why: "The same member now sends something else, and no longer equals stored values.")

  static let enumValueNarrowed = DriftRule(
    "enum-value-narrowed", .warning, .behaviour, "occurs in fewer calls", mirror: "enum-value-widened",
    why: "Calls that are no longer named may refuse it.")

  static let enumValueWidened = DriftRule(
    "enum-value-widened", .info, .behaviour, "occurs in further calls", mirror: "enum-value-narrowed",
    why: "Readers meet it in more places.")

  static let enumValueDeprecated = DriftRule(
    "enum-value-deprecated", .warning, .none, "is deprecated", mirror: "enum-value-undeprecated",
    why: "It works, and should not be used in new programs.")

  static let enumValueUndeprecated = DriftRule(
    "enum-value-undeprecated", .info, .none, "is no longer deprecated", mirror: "enum-value-deprecated",
    why: "It may be used again.")
}
