/// Something that goes wrong with a call.
public enum Fault: Sendable, Hashable {
  /// The reply is this errcode. Nothing is done, unless `acting`: then the call takes effect and is refused all the same.
  case errcode(Int, acting: Bool = false)
  /// The connection is closed after the request was read, and nothing is done.
  case closeBeforeActing
  /// The call takes effect; then the connection is closed without a byte of a reply.
  case closeAfterActing
  /// The call takes effect; the reply announces its whole length, and the connection is closed after so many bytes of it.
  case truncate(after: Int)
  /// The call takes effect; the reply is an HTML page with status 200.
  case garbage
  /// The call takes effect; the reply is this text with status 200.
  case reply(String)
  /// The reply is this HTTP status with an HTML page. Nothing is done. `retryAfter` is sent as it is.
  case status(Int, retryAfter: String? = nil)
  /// The call is carried out so much later.
  case delay(milliseconds: Int)
  /// The call takes effect; the reply's body comes so many bytes at a time, one helping every so many milliseconds.
  case drip(bytes: Int, everyMilliseconds: Int)
  /// The token that the call carries expires just before the call arrives.
  case expiredToken
  /// The call takes effect; each object of the reply has a field more, ``undocumentedField``.
  case undocumentedFields
  /// Downloads: one byte of every 64 KiB is wrong.
  case corrupt
  /// Downloads: `Range` is not looked at.
  case ignoreRange

  /// The field that ``undocumentedFields`` adds; its value is a text.
  public static let undocumentedField = "emulated_undocumented_field"

  /// The word for it in the control routes and the journal.
  public var kind: String {
    switch self {
    case .errcode: "errcode"
    case .closeBeforeActing: "close-before-acting"
    case .closeAfterActing: "close-after-acting"
    case .truncate: "truncate"
    case .garbage: "garbage"
    case .reply: "reply"
    case .status: "status"
    case .delay: "delay"
    case .drip: "drip"
    case .expiredToken: "expired-token"
    case .undocumentedFields: "undocumented-fields"
    case .corrupt: "corrupt"
    case .ignoreRange: "ignore-range"
    }
  }
}

/// Which calls a fault befalls.
public struct FaultSelection: Sendable, Hashable {
  /// The name that downloads go by, where calls go by their endpoint's.
  public static let download = "download"

  /// The endpoint's name in the catalog, or ``download``; nil: every call and every download.
  public var target: String?
  /// The first call that is meant, counted from 1 from when the fault was added.
  public var first: Int
  /// From there on, every so manieth call.
  public var every: Int
  /// How many calls it befalls; nil: there is no end.
  public var count: Int?

  /// The `first` matching call, or `count` of them from there on.
  public init(_ target: String? = nil, first: Int = 1, every: Int = 1, count: Int? = 1) {
    self.target = target
    self.first = max(1, first)
    self.every = max(1, every)
    self.count = count
  }

  /// Every call of an endpoint.
  public static func all(_ target: String? = nil) -> FaultSelection { FaultSelection(target, count: nil) }
}
