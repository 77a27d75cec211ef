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
