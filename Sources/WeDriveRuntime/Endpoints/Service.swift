/// A host with its own token parameter, reply envelope and errcodes.
public struct Service: Sendable {
  /// Whether calls may go without a token, because the network they come from vouches for the caller.
  public enum Tokenless: Sendable, Hashable {
    /// A call that needs a token has one.
    case never
    /// They may.
    case overHTTPS
    /// They may, over plain http too.
    case alsoOverPlainHTTP
  }

  /// The catalog's id, for example `wecom`.
  public let name: String
  /// Scheme and host, without a trailing slash.
  public let host: String
  /// The kind of token that most of its calls carry.
  public let token: TokenKind
  /// Whether calls that carry a token may go without.
  public let tokenless: Tokenless
  /// The reply's field that says how a call went: 0, or none at all, for success.
  public let codeField: String
  /// The reply's field that says so in words.
  public let messageField: String
  /// The names of the fields of calls, events and interfaces that hold secrets. Their values are kept out of errors.
  public let secretFields: Set<String>
  /// What is known about an errcode; nil for one that the catalog does not list.
  public let advice: @Sendable (Int) -> ErrcodeAdvice?

  /// Declares a service.
  public init(
    name: String, host: String, token: TokenKind, tokenless: Tokenless = .never, codeField: String,
    messageField: String, secretFields: Set<String> = [],
    advice: @escaping @Sendable (Int) -> ErrcodeAdvice?
  ) {
    self.name = name
    self.host = host
    self.token = token
    self.tokenless = tokenless
    self.codeField = codeField
    self.messageField = messageField
    self.secretFields = secretFields
    self.advice = advice
  }
}

/// What an errcode means and what to do about it.
public struct ErrcodeAdvice: Sendable, Hashable {
  /// What the runtime does about it.
  public enum Action: String, Sendable {
    /// Nothing to be done by repeating.
    case fatal
    /// Repeat with back-off, if the endpoint may be repeated; otherwise the outcome is unknown.
    case retry
    /// Refused before acting because too much was under way: fewer at once, then repeat.
    case slowDown = "slow-down"
    /// A window of a minute, an hour or a day has to pass.
    case wait
    /// The month's quota is used up.
    case waitMonth = "wait-month"
    /// Fetch a new access token once, and repeat once.
    case refreshToken = "refresh-token"
    /// Fetch a new suite token once, and repeat once.
    case refreshSuiteToken = "refresh-suite-token"
    /// A person has to grant access again.
    case reauthorise
    /// The service does not take calls from this machine's address; from another it may.
    case changeAddress = "change-address"
    /// Look whether it has happened before repeating.
    case checkOutcome = "check-outcome"
  }

  /// The catalog's name of the code, for example `access_token_expired`.
  public let name: String
  /// What it means, in a sentence or two.
  public let meaning: String
  /// What the runtime does about it.
  public let action: Action
  /// What a person should do, in a sentence; nil where the meaning says it all.
  public let hint: String?

  /// Declares what is known about an errcode.
  public init(_ name: String, _ meaning: String, _ action: Action, hint: String? = nil) {
    self.name = name
    self.meaning = meaning
    self.action = action
    self.hint = hint
  }
}

/// A kind of token, named by the query parameter that carries it, for example `access_token`.
///
/// The generated module declares those of the catalog.
public struct TokenKind: Sendable, Hashable, CustomStringConvertible {
  /// The name of the query parameter.
  public let parameter: String

  /// Names a kind.
  public init(_ parameter: String) { self.parameter = parameter }

  /// The name of the query parameter.
  public var description: String { parameter }
}
