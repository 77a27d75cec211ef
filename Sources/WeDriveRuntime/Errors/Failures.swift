import WeDriveHTTP

/// The service answered with an errcode.
public struct Refusal: Error, Sendable, Hashable {
  /// The call's name in the catalog.
  public let endpoint: String
  /// The service's id in the catalog: errcodes of different services collide.
  public let service: String
  /// The errcode, never 0.
  public let code: Int
  /// The service's own words, with secrets removed and control characters made visible.
  public let message: String
  /// What the catalog knows about the code.
  public let advice: ErrcodeAdvice?

  /// Describes a refusal.
  ///
  /// - Parameters:
  ///   - endpoint: The call's name.
  ///   - service: The service's id.
  ///   - code: The errcode.
  ///   - message: The service's own words. What looks like a secret in them is removed here; secrets that do not look it
  ///     are for the caller to remove.
  ///   - advice: What the catalog knows about the code.
  public init(endpoint: String, service: String, code: Int, message: String, advice: ErrcodeAdvice?) {
    self.endpoint = endpoint
    self.service = service
    self.code = code
    self.message = Redaction().clean(message)
    self.advice = advice
  }
}

/// A call whose reply was lost after it may have been acted upon.
public struct UnknownOutcome: Error, Sendable, Hashable {
  /// Why the outcome of a call is not known.
  public enum Cause: String, Sendable, Hashable {
    /// No whole reply came in time, or too few bytes moved for too long.
    case timedOut
    /// The task was cancelled after something may have been sent.
    case cancelled
    /// The connection ended before the whole reply had come.
    case connectionLost
    /// The service answered that it was busy or in trouble, and not whether it had acted.
    case serviceUnavailable
    /// A reply came that does not say whether the call took effect.
    case unusableReply
    /// Anything else.
    case other
  }

  /// The call's name in the catalog.
  public let endpoint: String
  /// Why it is not known.
  public let cause: Cause
  /// The same in words.
  public let reason: String

  /// Describes a lost reply.
  public init(endpoint: String, cause: Cause = .other, reason: String) {
    self.endpoint = endpoint
    self.cause = cause
    self.reason = reason
  }
}

extension UnknownOutcome.Cause {
  /// What a failed exchange leaves unknown.
  init(_ code: TransportFailure.Code) {
    switch code {
    case .timedOut, .tooSlow: self = .timedOut
    case .cancelled: self = .cancelled
    case .connectionLost, .truncated: self = .connectionLost
    case .replyTooLarge, .protocolError, .redirectRefused: self = .unusableReply
    default: self = .other
    }
  }
}

/// The service, or a server on the way to it, answered with an HTTP status that says: not now.
public struct ServiceUnavailable: Error, Sendable, Hashable {
  /// The call's name in the catalog.
  public let endpoint: String
  /// The HTTP status: 429 or one of 500 to 599.
  public let status: Int
  /// How long the server asked to be left alone (`Retry-After`); nil if it did not say, or more than a day.
  public let retryAfter: Duration?
  /// The start of the reply, at most 256 characters, with anything secret removed.
  public let excerpt: String?

  /// Describes such an answer.
  public init(endpoint: String, status: Int, retryAfter: Duration? = nil, excerpt: String? = nil) {
    self.endpoint = endpoint
    self.status = status
    self.retryAfter = retryAfter
    self.excerpt = excerpt
  }
}

/// No usable access token could be had.
public struct TokenFailure: Error, Sendable, Hashable {
  /// The name of the call that needed the token.
  public let endpoint: String
  /// Why there is none, in words.
  public let reason: String
  /// The errcode with which the service refused to issue one, if it answered at all.
  public let refusal: Refusal?
  /// Why the service was not reached, or its answer was lost, if that is what went wrong.
  public let cause: TransportFailure?
  /// Whether nothing helps but the next suite ticket, which the service pushes to a third-party app every ten minutes or so.
  public let awaitsSuiteTicket: Bool

  /// Describes a missing token.
  public init(
    endpoint: String, reason: String, refusal: Refusal? = nil, cause: TransportFailure? = nil,
    awaitsSuiteTicket: Bool = false
  ) {
    self.endpoint = endpoint
    self.reason = reason
    self.refusal = refusal
    self.cause = cause
    self.awaitsSuiteTicket = awaitsSuiteTicket
  }
}

/// A value that breaks a rule of the documentation.
public struct InvalidArgument: Error, Sendable, Hashable {
  /// The endpoint or type whose field it is; empty where the value belongs to none.
  public let owner: String
  /// The field's path on the wire, for example `auth_info[2].auth`.
  public let field: String
  /// The rule, and how the value breaks it. Never the value of a string.
  public let reason: String

  /// Describes a broken rule.
  public init(owner: String, field: String, reason: String) {
    self.owner = owner
    self.field = field
    self.reason = reason
  }
}

/// A reply that is not what the documentation says.
public struct UndecodableReply: Error, Sendable, Hashable {
  /// The call's name in the catalog.
  public let endpoint: String
  /// The path of the field, for example `file_list.item[3].file_size`; nil where the whole reply is meant.
  public let field: String?
  /// What is wrong, in words that follow the field's name.
  public let reason: String
  /// The HTTP status, where there was one.
  public let status: Int?
  /// The start of the reply, at most 256 characters, with anything secret removed.
  public let excerpt: String?

  /// Describes a reply.
  public init(endpoint: String, field: String? = nil, reason: String, status: Int? = nil, excerpt: String? = nil) {
    self.endpoint = endpoint
    self.field = field
    self.reason = reason
    self.status = status
    self.excerpt = excerpt
  }
}

/// Content that is not the content that was announced.
public struct IntegrityFailure: Error, Sendable, Hashable {
  /// The name of the call that announced it.
  public let endpoint: String
  /// What was compared, for example `size` or `sha1`.
  public let property: String
  /// What was announced.
  public let expected: String
  /// What arrived.
  public let actual: String

  /// Describes a difference.
  public init(endpoint: String, property: String, expected: String, actual: String) {
    self.endpoint = endpoint
    self.property = property
    self.expected = expected
    self.actual = actual
  }
}

/// A local file that could not be read or written.
public struct FileFailure: Error, Sendable, Hashable {
  /// The file's path, as it was given.
  public let path: String
  /// What was tried, for example `rename`.
  public let operation: String
  /// The system's error number, where there is one.
  public let errno: Int32?
  /// Why it failed, in words.
  public let reason: String

  /// Describes a failure.
  public init(path: String, operation: String, errno: Int32? = nil, reason: String) {
    self.path = path
    self.operation = operation
    self.errno = errno
    self.reason = reason
  }
}

/// A call, or an upload, for which the budget of the month has not enough calls. Nothing was sent.
public struct BudgetFailure: Error, Sendable, Hashable {
  /// How many calls it takes.
  public let needed: Int
  /// How many were there.
  public let left: Int
  /// For example `2026-11`.
  public let month: String
  /// Why there are no more, in words.
  public let reason: String

  /// Describes a failure.
  public init(needed: Int, left: Int, month: String, reason: String) {
    self.needed = needed
    self.left = left
    self.month = month
    self.reason = reason
  }
}
