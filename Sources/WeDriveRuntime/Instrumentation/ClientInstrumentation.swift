import WeDriveHTTP

/// Told what clients do while they do it: calls, the HTTP exchanges that they take, and transfers of files.
///
/// Set one in ``ClientConfiguration/instrumentation``; without one nothing is recorded, and a call costs one comparison with
/// nil more. The product `WeDriveInstrumentation` has one for swift-metrics and swift-distributed-tracing.
///
/// Everything that is told consists of the catalog's names, of server addresses and of numbers: no value of a request or
/// reply, no path or query of a link, no file name, token or cookie. Methods are called on the task that does the work, from
/// several tasks at once, and must not block.
public protocol ClientInstrumentation: Sendable {
  /// Something begins.
  ///
  /// - Parameters:
  ///   - activity: What begins.
  ///   - parent: The recorder of the activity that it is part of: an exchange is part of a call or a transfer, a call may be
  ///     part of a transfer or of the call that waits for a token. Nil: of none.
  /// - Returns: What is told of its end, exactly once.
  func begin(_ activity: ClientActivity, within parent: (any ActivityRecorder)?) -> any ActivityRecorder

  /// Something happened that takes no recorder of its own.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - parent: As for ``begin(_:within:)``.
  func note(_ event: ClientEvent, within parent: (any ActivityRecorder)?)
}

/// Records one activity of a client.
public protocol ActivityRecorder: Sendable {
  /// The activity has ended.
  func end(_ result: ActivityResult)
}

/// Something that a client does, as far as it is known at its beginning.
public struct ClientActivity: Sendable, Hashable {
  /// What is done.
  public enum Kind: String, Sendable, Hashable {
    /// A call, with all its exchanges and waits.
    case call
    /// One HTTP exchange.
    case exchange
    /// An upload of one file, with all its calls.
    case upload
    /// A download of one file, with all its calls and exchanges.
    case download
  }

  /// The server of an exchange.
  public struct Server: Sendable, Hashable {
    /// Host name or address, in lower case and without brackets.
    public let address: String
    /// The port; that of the scheme where the URL names none.
    public let port: Int
  }

  /// What is done.
  public let kind: Kind
  /// The catalog's name of the call; for an upload, of the call that begins it; for the content of a download, of the call
  /// that gives the link.
  public let endpoint: String
  /// The catalog's name of the service; nil for content that is no service's.
  public let service: String?
  /// The HTTP method of an exchange.
  public internal(set) var method: HTTPRequest.Method?
  /// The path of an exchange, where it is the catalog's; nil for links, whose path may be a secret.
  public internal(set) var pathTemplate: String?
  /// Where an exchange goes.
  public internal(set) var server: Server?
  /// How often an exchange was made before, for the same call or transfer.
  public internal(set) var resends = 0
  /// Whether an exchange counts against the calls that a corp has in a month.
  public internal(set) var isMetered = false
}

/// How an activity ended.
public struct ActivityResult: Sendable, Hashable {
  /// How long it took.
  public var duration: Duration
  /// Why it failed; nil: it went well.
  public var failure: ActivityFailure?
  /// The HTTP status of an exchange; nil if no reply came.
  public var status: Int?
  /// What was moved.
  public var bytes = TransferredBytes()
  /// Whether anything was sent; false for an exchange that never left this machine.
  public var wasSent = true

  /// Describes an end.
  public init(duration: Duration, failure: ActivityFailure? = nil) {
    self.duration = duration
    self.failure = failure
  }
}

/// How much was moved: of an exchange the bodies, of an upload or download the file's content.
public struct TransferredBytes: Sendable, Hashable {
  /// Bytes sent.
  public var sent: Int64 = 0
  /// Bytes received.
  public var received: Int64 = 0
  /// Bytes of a transfer that were there already, from an attempt that was interrupted.
  public var resumed: Int64 = 0

  /// Nothing yet.
  public init() {}
}

/// Something that happens within an activity, or outside of any.
public enum ClientEvent: Sendable, Hashable {
  /// Why a client waited.
  public enum WaitReason: String, Sendable, Hashable {
    /// The service asked for less at once.
    case throttled
    /// A fault that may be over in a moment.
    case transient
    /// The budget's calls of the minute were used up.
    case budget
  }

  /// Who says that the month's calls are used up.
  public enum QuotaKeeper: String, Sendable, Hashable {
    /// The client's ``CallBudget``: nothing was sent.
    case budget
    /// The service.
    case service
  }

  /// A client has begun to wait, or has waited, for so long.
  case waits(WaitReason, Duration)
  /// A call, or an upload that needs several, was refused because the month's calls are used up.
  case quotaExhausted(QuotaKeeper)
}
