import Findings

extension DriftRule {
  /// Something that a value of a request has to satisfy, with the rules for its getting stricter and looser.
  struct Constraint: Sendable {
    let tightened: DriftRule
    let relaxed: DriftRule

    init(_ name: String, _ what: String) {
      tightened = DriftRule(
        "request-\(name)-tightened", .error, .behaviour, "has a stricter \(what)",
        mirror: "request-\(name)-relaxed",
        why: "Values that were sent before are refused before they are sent. A bound where there was none counts too.")
      relaxed = DriftRule(
        "request-\(name)-relaxed", .info, .behaviour, "has a looser \(what)", mirror: "request-\(name)-tightened",
        why: "Values that were refused before are sent.")
    }

    static let range = Constraint("range", "range")
    static let weight = Constraint("weight", "weighted length")
    static let length = Constraint("length", "length")
    static let items = Constraint("items", "number of elements")
    static let bytes = Constraint("bytes", "number of bytes")
    static let values = Constraint("values", "choice of values")
    static let quota = Constraint("quota", "number of elements of a kind")

    static let all: [Constraint] = [range, weight, length, items, bytes, values, quota]
  }

  /// What values have to satisfy.
  static let constraints: [DriftRule] =
    Constraint.all.flatMap { [$0.tightened, $0.relaxed] } + [responseConstraintRelaxed, responseConstraintTightened]

  static let responseConstraintRelaxed = DriftRule(
    "response-constraint-relaxed", .warning, .behaviour, "may be answered with further values",
    mirror: "response-constraint-tightened",
    why: "A reader that relied on the bound, for a column of a table say, meets values outside it.")

  static let responseConstraintTightened = DriftRule(
    "response-constraint-tightened", .info, .behaviour, "is answered with fewer values",
    mirror: "response-constraint-relaxed",
    why: "Readers need no change: replies are not checked against bounds.")
}
