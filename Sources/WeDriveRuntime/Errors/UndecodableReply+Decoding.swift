extension UndecodableReply {
  private static let missing = "is missing"

  /// Whether the field is not there at all.
  package var isMissing: Bool { field != nil && reason == Self.missing }

  /// What a decoder said, with the field's path as it is on the wire and without the value.
  init(endpoint: String, decoding error: any Error) {
    guard let error = error as? DecodingError else {
      self.init(endpoint: endpoint, reason: "is not JSON")
      return
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(endpoint: endpoint, field: Self.path(context.codingPath + [key]), reason: Self.missing)
    case .valueNotFound(let type, let context):
      self.init(
        endpoint: endpoint, field: Self.path(context.codingPath), reason: "is null instead of \(Self.kind(type))")
    case .typeMismatch(let type, let context):
      self.init(endpoint: endpoint, field: Self.path(context.codingPath), reason: "is not \(Self.kind(type))")
    case .dataCorrupted(let context):
      let path = Self.path(context.codingPath)
      self.init(
        endpoint: endpoint, field: path, reason: path == nil ? "is not JSON" : Self.reason(context.debugDescription))
    @unknown default:
      self.init(endpoint: endpoint, reason: "cannot be decoded")
    }
  }

  /// What a value of a type is in JSON, in words for a reader who knows no Swift.
  private static func kind(_ type: Any.Type) -> String {
    switch type {
    case is any StringProtocol.Type: "text"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is [String: Any].Type: "an object"
    case is any RandomAccessCollection.Type: "a list"
    default: "what belongs there"
    }
  }

  /// A decoder's words, unless they may repeat the value.
  private static func reason(_ words: String) -> String {
    let isPlain = words.utf8.allSatisfy {
      $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") || $0 == 0x20
    }
    return isPlain ? words : "has a value that does not fit"
  }

  /// `file_list.item[3].file_size`
  private static func path(_ keys: [any CodingKey]) -> String? {
    guard !keys.isEmpty else { return nil }
    return keys.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}
