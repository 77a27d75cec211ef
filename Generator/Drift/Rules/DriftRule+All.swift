import Findings

extension DriftRule {
  /// The one table, in the order in which `explain` lists it.
  public static let all: [DriftRule] =
    endpoints + alternatives + requests + constraints + responses + fields + paging + uploads + types + variants
    + identifiers + enums + errcodes + limits + services + pickers + clientHosts + events + documentation + observed
    + ignoring

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  /// The rule with an id.
  public static func named(_ id: String) -> DriftRule? { byID[id] }
}
