/// A catalog that passed every check: what the remote APIs are, without YAML and without Swift syntax.
///
/// Everything is in a canonical order that does not depend on the order in which files were read: files sort by
/// path, and within a file declarations keep the order in which they were written.
public struct Catalog: Sendable {
  public var services: [Service] = []
  public var families: [Family] = []
  public var types: [ObjectType] = []
  public var identifiers: [IdentifierType] = []
  public var enums: [EnumType] = []
  public var errcodes: [ErrcodeTable] = []
  public var limits: [Limit] = []

  public init() {}
}

/// A host with its own token parameter, reply envelope and errcodes.
public struct Service: Sendable {
  public var id: String
  public var about: String
  public var host: String
  /// The link to a documentation page, with `{page}` where its number goes.
  public var docs: String
  /// The query parameter that carries the access token.
  public var tokenParameter: String
  /// The reply's field that says how the call went, and the one that says so in words.
  public var codeField: String
  public var messageField: String
  /// The Swift name of the errcode type.
  public var errcodeType: String
  public var position: Position
}

/// One documentation family: a file of endpoints, and a file of the generated module.
public struct Family: Sendable {
  public var name: String
  public var service: String
  public var about: String
  public var endpoints: [Endpoint]
  public var position: Position
}

/// A number that the documentation promises or enforces.
public struct Limit: Sendable {
  public enum Unit: String, Sendable, CaseIterable {
    case bytes, count, seconds
    case callsPerMinute = "calls-per-minute"
    case callsPerHour = "calls-per-hour"
    case callsPerMonth = "calls-per-month"
  }

  public var name: String
  /// The name in Swift, given or derived.
  public var swiftName: String
  public var value: Int64
  public var unit: Unit
  public var about: String
  public var page: Int?
  public var position: Position
}
