import Findings

/// The rules for fields that travel one way. What gets stricter breaks senders, what gets looser breaks readers.
struct FieldRules: Sendable {
  /// Why the differences matter to programs that send or read the field.
  struct Reasons: Sendable {
    let renamed: String
    let typeChanged: String
    let becameList: String
    let becameSingle: String
    let becameFirm: String
    let becameLoose: String
  }

  /// A field that may be missing.
  let loose: DriftNoun
  /// A field that has to be given, or is always there.
  let firm: DriftNoun
  let becameFirm: DriftRule
  let becameLoose: DriftRule
  let renamed: DriftRule
  let typeChanged: DriftRule
  let becameList: DriftRule
  let becameSingle: DriftRule
  let unitChanged: DriftRule

  /// All of the rules, in the order in which `explain` lists them.
  var rules: [DriftRule] {
    firm.rules + loose.rules + [becameFirm, becameLoose, renamed, typeChanged, becameList, becameSingle, unitChanged]
  }

  /// - Parameters:
  ///   - direction: How the ids of the rules begin.
  ///   - loose: Coming and going of a field that may be missing.
  ///   - firm: Coming and going of one that may not.
  ///   - firmness: The last word of the ids for becoming such, and what that and its end are called.
  ///   - why: Why each difference matters.
  init(
    _ direction: String, loose: DriftNoun, firm: DriftNoun, firmness: (id: String, became: String, lost: String),
    why: Reasons
  ) {
    let id = "\(direction)-field"
    self.loose = loose
    self.firm = firm
    func breaking(_ verb: String, _ phrase: String, back: String, why: String) -> DriftRule {
      DriftRule("\(id)-\(verb)", .error, .sourceBreaking, phrase, mirror: "\(id)-\(back)", why: why)
    }
    becameFirm = breaking(
      "became-\(firmness.id)", firmness.became, back: "became-optional", why: why.becameFirm)
    becameLoose = breaking("became-optional", firmness.lost, back: "became-\(firmness.id)", why: why.becameLoose)
    becameList = breaking("became-list", "became a list", back: "became-single", why: why.becameList)
    becameSingle = breaking("became-single", "is no longer a list", back: "became-list", why: why.becameSingle)
    renamed = DriftRule(
      "\(id)-renamed", .error, .behaviour, "has another name on the wire", mirror: .itself, why: why.renamed)
    typeChanged = DriftRule(
      "\(id)-type-changed", .error, .sourceBreaking, "has another type", mirror: .itself, why: why.typeChanged)
    unitChanged = DriftRule.unitChanged(direction)
  }

  /// Fields that are sent.
  static let request = FieldRules(
    "request",
    loose: DriftNoun(
      "request-field",
      removed: """
        Callers that set the property no longer compile. If servers may still take it, keep it in the overlay with \
        `until`.
        """,
      added: "A further property that can be set, or left alone."),
    firm: DriftNoun(
      "request-required-field", removed: "Callers pass an argument that no initialiser takes any more.",
      added: "Callers have to pass a further argument, and released programs are refused by the service.",
      gone: "was required and is gone", new: "is new and required", addition: .sourceBreaking),
    firmness: ("required", "became required", "became optional"),
    why: Reasons(
      renamed: "The service does not know the old name, or no longer. The property in Swift stays as it is.",
      typeChanged: "Callers pass a value of the old type.",
      becameList: "Callers pass one value and have to pass several.",
      becameSingle: "Callers pass several values and can pass one.",
      becameFirm: "Callers have to pass a further argument, and released programs that left it out are refused.",
      becameLoose:
        "On the wire nothing breaks, but it moves from the initialiser to a property that is set in the closure."))

  /// Fields that are received.
  static let response = FieldRules(
    "response",
    loose: DriftNoun(
      "response-field",
      removed: """
        Readers of the property no longer compile. If servers may still send it, keep it in the overlay with `until`.
        """,
      added: "A further property to read."),
    firm: DriftNoun(
      "response-always-field", removed: "The call was made for it, and readers of it no longer compile.",
      added:
        "Stubs and servers that make the reply have to pass a further argument; a reply without it is refused.",
      gone: "was always there and is gone", new: "is new and always there", addition: .sourceBreaking),
    firmness: ("always", "is now always there", "is no longer always there"),
    why: Reasons(
      renamed: "Under the old name nothing is read any more. The property in Swift stays as it is.",
      typeChanged: "Readers expect a value of the old type.", becameList: "Readers expect one value.",
      becameSingle: "Readers expect several values.",
      becameFirm: """
        Readers that unwrap it no longer compile, makers of the reply have to pass it, and a reply without it is refused.
        """,
      becameLoose: "Readers have to say what they do without it."))
}

extension DriftRule {
  /// The rule for a number that counts something else than before.
  static func unitChanged(_ noun: String) -> DriftRule {
    DriftRule(
      "\(noun)-unit-changed", .error, .behaviour, "counts something else", mirror: .itself,
      why: "The same number now means another amount, and nothing fails.")
  }
}
