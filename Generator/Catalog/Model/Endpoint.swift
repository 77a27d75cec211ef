/// One call of a remote API.
public struct Endpoint: Sendable {
  public enum Method: String, Sendable, CaseIterable { case get = "GET", post = "POST" }

  public enum Effect: String, Sendable, CaseIterable {
    case read, replace, append, delete, create

    /// Whether a call with this effect may be sent again when its reply was lost.
    public var isRepeatable: Bool { self != .create }
  }

  public enum AppKind: String, Sendable, CaseIterable {
    case `internal`
    case thirdParty = "third-party"
    case agency
  }

  /// Where the call is documented.
  public struct Documentation: Sendable {
    /// Page numbers, in the order of ``AppKind/allCases``.
    public var pages: [(kind: AppKind, page: Int)]
    /// The newest page's own date, `YYYY-MM-DD`.
    public var updated: String?
  }

  /// How the call is asked for its next page, and what a page holds.
  public struct Paging: Sendable {
    public var from: String
    public var next: String
    public var more: String
    /// The path of field names from the response to the list of items.
    public var items: [String]
    public var position: Position
  }

  public var id: String
  public var swiftName: String
  public var summary: String
  public var about: String?
  public var method: Method
  public var path: String
  public var documentation: Documentation
  public var apps: [AppKind]
  public var effect: Effect
  public var isRepeatable: Bool
  public var repeatableWhy: String?
  public var carriesToken: Bool
  public var request: [Field]
  public var response: [Field]
  /// Alternatives of which a request fills exactly one; each names request fields. Empty: no such rule.
  public var alternatives: [[String]]
  public var paging: Paging?
  public var errcodes: [Int]
  public var deprecated: String?
  public var position: Position
}
