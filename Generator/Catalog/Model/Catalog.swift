/// A catalog that passed every check: what the remote APIs are, without YAML and without Swift syntax.
///
/// Everything is in a canonical order that does not depend on the order in which files were read: files sort by
/// path, and within a file declarations keep the order in which they were written.
public struct Catalog: Sendable {
  /// The remote hosts, in the order of `catalog.yaml`.
  public var services: [Service] = []
  /// The calls, by documentation family.
  public var families: [Family] = []
  /// The interfaces that a page calls, by file.
  public var clients: [ClientFamily] = []
  /// What the services push, in the order of the files.
  public var events: [Event] = []
  /// The shared objects.
  public var types: [ObjectType] = []
  /// The typed ids, tickets and keys.
  public var identifiers: [IdentifierType] = []
  /// The open enumerations.
  public var enums: [EnumType] = []
  /// One table a service that has errcodes, in the order of the services.
  public var errcodes: [ErrcodeTable] = []
  /// The named limits.
  public var limits: [Limit] = []
  /// What the overlay corrected or accepted, in the order of its files.
  public var corrections: [Correction] = []

  /// An empty catalog.
  public init() {}
}

/// A host with its own token parameter, reply envelope and errcodes.
public struct Service: Sendable {
  /// By which schemes calls go that carry no token.
  public enum Tokenless: String, Sendable, CaseIterable {
    case https
    case plainHTTP = "plain-http"
  }

  /// The id, for example `wecom`.
  public var id: String
  /// One sentence.
  public var about: String
  /// The base URL, without a slash at its end.
  public var host: String
  /// The link to a documentation page, with `{page}` where its number goes.
  public var docs: String
  /// The kinds of tokens that its calls carry; the first is the usual one.
  public var tokens: [TokenKind]
  /// Whether calls may go without a token, because the network vouches for the caller; nil: never.
  public var tokenless: Tokenless?
  /// The reply's field that says how the call went, and the one that says so in words.
  public var codeField: String
  /// The reply's field that says in words how the call went.
  public var messageField: String
  /// The Swift name of the errcode type.
  public var errcodeType: String
  /// The Swift name of the protocol with the calls.
  public var apiType: String
  /// Where it is declared.
  public var position: Position

  /// The link to a documentation page. A template has no other braces than those of `{page}`.
  package func link(toPage page: String) -> String {
    guard let start = docs.utf8.firstIndex(of: UInt8(ascii: "{")), let end = docs.utf8.firstIndex(of: UInt8(ascii: "}"))
    else { return docs }
    return docs[..<start] + page + docs[docs.utf8.index(after: end)...]
  }
}

/// A kind of token: the query parameter that carries it.
public struct TokenKind: Sendable, Equatable {
  /// The name of the query parameter, for example `suite_access_token`.
  public var name: String
  /// The name in Swift.
  public var swiftName: String
}

/// One documentation family: a file of endpoints, and a file of the generated module.
public struct Family: Sendable {
  /// The name, for example `space-members`.
  public var name: String
  /// The id of the service that the calls belong to.
  public var service: String
  /// One sentence.
  public var about: String
  /// The calls, in the order of the file.
  public var endpoints: [Endpoint]
  /// Where it is declared.
  public var position: Position
}

/// A number that the documentation promises or enforces.
public struct Limit: Sendable {
  /// What is counted.
  public enum Unit: String, Sendable, CaseIterable {
    case bytes, count, seconds
    case callsPerMinute = "calls-per-minute"
    case callsPerHour = "calls-per-hour"
    case callsPerMonth = "calls-per-month"
  }

  /// The name, for example `upload_block_size`.
  public var name: String
  /// The name in Swift, given or derived.
  public var swiftName: String
  /// The number.
  public var value: Int64
  /// What it counts.
  public var unit: Unit
  /// One sentence.
  public var about: String
  /// The documentation page that says so.
  public var page: String?
  /// Where it is declared.
  public var position: Position
}
