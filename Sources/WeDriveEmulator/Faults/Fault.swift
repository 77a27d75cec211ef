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

/// A fault and its selection as the control routes write them:
/// `{"fault": "errcode", "code": -1, "target": "file_list", "first": 2, "count": 1}`.
struct FaultOrder: Codable, Sendable {
  let fault: Fault
  let selection: FaultSelection

  private enum Key: String, CodingKey {
    case fault, target, first, every, count
    case code, acting, bytes, text, status, milliseconds
    case retryAfter = "retry_after"
  }

  init(fault: Fault, selection: FaultSelection) {
    self.fault = fault
    self.selection = selection
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    // `"count": null` is without end, an absent one is 1.
    let count = values.contains(.count) ? try values.decodeIfPresent(Int.self, forKey: .count) : 1
    selection = FaultSelection(
      try values.decodeIfPresent(String.self, forKey: .target),
      first: try values.decodeIfPresent(Int.self, forKey: .first) ?? 1,
      every: try values.decodeIfPresent(Int.self, forKey: .every) ?? 1, count: count)
    func number(_ key: Key) throws -> Int {
      let number = try values.decode(Int.self, forKey: key)
      guard key == .code || number >= 0 else {
        throw DecodingError.dataCorruptedError(forKey: key, in: values, debugDescription: "is negative")
      }
      return number
    }
    let kind = try values.decode(String.self, forKey: .fault)
    switch kind {
    case "errcode":
      fault = .errcode(try number(.code), acting: try values.decodeIfPresent(Bool.self, forKey: .acting) ?? false)
    case "close-before-acting": fault = .closeBeforeActing
    case "close-after-acting": fault = .closeAfterActing
    case "truncate": fault = .truncate(after: try number(.bytes))
    case "garbage": fault = .garbage
    case "reply": fault = .reply(try values.decode(String.self, forKey: .text))
    case "status":
      let status = try number(.status)
      guard (200...599).contains(status) else {
        throw DecodingError.dataCorruptedError(forKey: .status, in: values, debugDescription: "is not 200 to 599")
      }
      fault = .status(status, retryAfter: try values.decodeIfPresent(String.self, forKey: .retryAfter))
    case "delay": fault = .delay(milliseconds: try number(.milliseconds))
    case "drip": fault = .drip(bytes: try number(.bytes), everyMilliseconds: try number(.milliseconds))
    case "expired-token": fault = .expiredToken
    case "undocumented-fields": fault = .undocumentedFields
    case "corrupt": fault = .corrupt
    case "ignore-range": fault = .ignoreRange
    default:
      throw DecodingError.dataCorruptedError(forKey: .fault, in: values, debugDescription: "no such fault")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(fault.kind, forKey: .fault)
    try values.encodeIfPresent(selection.target, forKey: .target)
    try values.encode(selection.first, forKey: .first)
    try values.encode(selection.every, forKey: .every)
    try values.encode(selection.count, forKey: .count)
    switch fault {
    case .errcode(let code, let acting):
      try values.encode(code, forKey: .code)
      try values.encode(acting, forKey: .acting)
    case .truncate(let bytes): try values.encode(bytes, forKey: .bytes)
    case .reply(let text): try values.encode(text, forKey: .text)
    case .status(let status, let retryAfter):
      try values.encode(status, forKey: .status)
      try values.encodeIfPresent(retryAfter, forKey: .retryAfter)
    case .delay(let milliseconds): try values.encode(milliseconds, forKey: .milliseconds)
    case .drip(let bytes, let milliseconds):
      try values.encode(bytes, forKey: .bytes)
      try values.encode(milliseconds, forKey: .milliseconds)
    case .closeBeforeActing, .closeAfterActing, .garbage, .expiredToken, .undocumentedFields, .corrupt,
      .ignoreRange:
      break
    }
  }
}
