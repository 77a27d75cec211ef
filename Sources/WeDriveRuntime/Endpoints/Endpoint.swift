import WeDriveHTTP

/// One endpoint of a remote API: where its calls go and what they do there.
///
/// The generated module declares one for each endpoint of the catalog. Nothing in this module knows any of them by name.
public struct Endpoint: Sendable {
  /// An HTTP method. With `GET`, the request's fields travel in the query, with `POST` as JSON in the body.
  public typealias Method = HTTPRequest.Method

  /// What a call does at the service.
  public enum Effect: String, Sendable {
    /// Changes nothing.
    case read
    /// Sets something to a given state.
    case replace
    /// Adds something that can be there only once.
    case append
    /// Removes by id.
    case delete
    /// Makes something new each time.
    case create
  }

  /// The catalog's id, for example `file_list`.
  public let name: String
  /// The service that answers it.
  public let service: Service
  /// The HTTP method.
  public let method: Method
  /// The path below the service's base URL, starting with `/`.
  public let path: String
  /// What it does at the service.
  public let effect: Effect
  /// Whether the call may be sent again when its reply was lost or the service was busy.
  public let isRepeatable: Bool
  /// The kinds of tokens of which the call carries one, the first of them that a caller has. Empty: it carries none.
  public let tokens: [TokenKind]
  /// Whether a reply has the envelope's fields only where the call was refused.
  public let hasBareReply: Bool
  /// Whether each call counts against the calls that a corp has in a month, all its apps together.
  public let isMetered: Bool
  /// One sentence.
  public let summary: String

  /// Declares an endpoint.
  ///
  /// - Parameters:
  ///   - name: Its name in the catalog.
  ///   - service: The service that answers it.
  ///   - method: The HTTP method.
  ///   - path: The path below the service's base URL, starting with `/`.
  ///   - effect: What it does at the service.
  ///   - isRepeatable: Whether it may be sent again; nil: unless it creates something.
  ///   - tokens: The kinds of tokens that it takes; nil: the one that most calls of the service carry.
  ///   - hasBareReply: Whether a reply has the envelope's fields only where the call was refused.
  ///   - isMetered: Whether each call counts against the corp's calls of the month.
  ///   - summary: One sentence.
  public init(
    _ name: String, _ service: Service, _ method: Method, _ path: String, _ effect: Effect,
    isRepeatable: Bool? = nil, tokens: [TokenKind]? = nil, hasBareReply: Bool = false, isMetered: Bool = false,
    summary: String
  ) {
    self.name = name
    self.service = service
    self.method = method
    self.path = path
    self.effect = effect
    self.isRepeatable = isRepeatable ?? (effect != .create)
    self.tokens = tokens ?? [service.token]
    self.hasBareReply = hasBareReply
    self.isMetered = isMetered
    self.summary = summary
  }

  /// Whether the call carries a token.
  public var carriesToken: Bool { !tokens.isEmpty }
}
