import Catalog

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
}
