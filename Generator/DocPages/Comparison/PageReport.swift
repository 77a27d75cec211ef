import Catalog
import Findings

/// What comparing pages with the catalog gave.
public struct PageReport: Sendable {
  /// One page that was read.
  public struct ReadPage: Sendable {
    /// Its path.
    public var file: String
    /// How much of it was understood.
    public var counts: PageCounts
  }

  /// The pages that were read, in the order in which they were given.
  public internal(set) var pages: [ReadPage] = []
  /// The pages that could not be read.
  public internal(set) var failures: [(file: String, error: PageError)] = []
  /// What nothing accepts, by place.
  public internal(set) var findings: [PageFinding] = []
  /// What an entry of the overlay accepts, by place.
  public internal(set) var accepted: [PageFinding] = []

  /// Gives each finding its fingerprint. Whether it is accepted does not matter to it.
  mutating func number() {
    let all =
      (findings.indices.map { (findings[$0], \PageReport.findings[$0]) }
      + accepted.indices.map { (accepted[$0], \PageReport.accepted[$0]) }).sorted { $0.0 < $1.0 }
    var seen: [[String]: Int] = [:]
    for (finding, place) in all {
      let file = finding.page.file.split(separator: "/").last.map(String.init) ?? ""
      let parts = [finding.rule.id, file, finding.targets.first ?? finding.call ?? ""]
      seen[parts, default: 0] += 1
      self[keyPath: place].fingerprint = Fingerprint.of(parts + [String(seen[parts, default: 0])])
    }
  }
}
