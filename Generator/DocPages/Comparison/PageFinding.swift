import Catalog
import Findings

/// One difference between the catalog and a page, or one remark about a page.
public struct PageFinding: Sendable {
  /// The kind.
  public let rule: PageRule
  /// The call's id, as the catalog has it, or as the page names it; nil: it is about none.
  public let call: String?
  /// What it is about, as keys from the catalog's root: where a caller meets it, then where it is declared.
  public let targets: [String]
  /// Where it is on the page.
  public let page: Position
  /// Where it is in the catalog.
  public let catalog: Position?
  /// One sentence without a full stop.
  public let text: String
  /// A number that stays the same when lines move, texts are reworded and this program words things differently: it is made
  /// of the rule, the file's name, the target, and of the how manieth such finding it is.
  public internal(set) var fingerprint = ""
  /// The entry of the overlay that accepts it.
  public internal(set) var acceptance: Correction?
  /// What the catalog would have to hold.
  var missing: MissingPiece?

  /// How much it matters; nothing, once it is accepted.
  public var level: FindingLevel { rule.level }
}

extension PageFinding: Comparable {
  /// By place on the page, then by rule and text.
  public static func < (a: PageFinding, b: PageFinding) -> Bool {
    (a.page, a.rule.id, a.text) < (b.page, b.rule.id, b.text)
  }

  /// Whether both are the same finding.
  public static func == (a: PageFinding, b: PageFinding) -> Bool {
    a.rule == b.rule && a.page == b.page && a.text == b.text && a.targets == b.targets
  }
}
