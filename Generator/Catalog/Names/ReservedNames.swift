/// Names that cannot be used, with the reason. Swift's other keywords are fine: the emitter puts backticks around them.
public enum ReservedNames {
  /// Where a name is to be used.
  public enum Role: Sendable {
    /// A method of the client.
    case method
    /// A property of a request, a response or a shared object.
    case property
    /// A static member of an enum, an errcode type, the limits, or a factory.
    case staticMember
    /// A type of the generated module.
    case type
  }

  /// Why `name` cannot be used, or nil if it can.
  public static func reason(against name: String, as role: Role) -> String? {
    if neverUsable.contains(name) { return "Swift gives '\(name)' a meaning that backticks do not take away" }
    switch role {
    case .method:
      return methods.contains(name) ? "the client has a '\(name)' of its own" : nil
    case .property:
      return properties.contains(name) ? "every request has a '\(name)' of its own" : nil
    case .staticMember:
      if name == "none" { return "behind an optional, '.none' would mean that there is no value" }
      return staticMembers.contains(name) ? "every open enum has a '\(name)' of its own" : nil
    case .type:
      if standardTypes.contains(name) { return "it would hide Swift's '\(name)'" }
      return runtimeTypes.contains(name) ? "it would hide the runtime's '\(name)'" : nil
    }
  }

  /// `x.self`, `X.Type`, `X.init` mean something whatever is declared; `Self` and `Any` cannot be declared.
  private static let neverUsable: Set<String> = [
    "self", "Self", "Type", "Protocol", "init", "deinit", "subscript", "Any", "_",
  ]

  private static let methods: Set<String> = ["send", "perform"]

  private static let properties: Set<String> = ["validate", "configure", "effective", "javaScript"]

  private static let staticMembers: Set<String> = [
    "names", "rawValue", "description", "isKnown", "advice", "hashValue",
  ]

  private static let standardTypes: Set<String> = [
    "Array", "AsyncSequence", "Bool", "Codable", "CodingKey", "CodingKeys", "Decodable", "Decoder", "Dictionary",
    "Double",
    "Encodable", "Encoder", "Equatable", "Error", "Float", "Hashable", "Int", "Int32", "Int64", "Never", "Optional",
    "RawRepresentable", "RawValue", "Request", "Response", "Result", "Sendable", "Set", "String", "Swift", "Task",
    "UInt32",
    "UInt64", "Void",
  ]

  /// Types of the runtime and of the module's fixed part. A test compares the list with what the generated module uses.
  private static let runtimeTypes: Set<String> = [
    "AcceptsNumber", "AcceptsString", "AccessToken", "APICaller", "APIRequest", "Base64", "Base64Content",
    "BlockDigests", "BlockUploadAnswer", "BlockUploadRequest", "Call", "CallbackEvent", "ClientHost", "ClientInterface",
    "ClientReply", "Constraint", "CurlTransport", "EmptyIfMissing", "Endpoint", "ErrcodeAdvice", "EventDefect",
    "EventNode", "EventSignature", "GeneratedCodeVersion1", "HTTPHeader", "HTTPReply", "HTTPRequest", "Identifier",
    "IntegerIdentifier", "InvalidArgument", "Limits", "ListsOnly", "NoFields", "OpenEnum", "PagedSequence", "Refusal",
    "Route", "Secret", "SecretIdentifier", "Service", "StringIdentifier", "Ticket", "TicketFailure", "TicketHistory",
    "TokenKind", "TokenProvider", "Transport", "TransportFailure", "UndecodableReply", "UnknownEvent", "UnknownOutcome",
    "WeChatClient", "WeDriveClient", "WeDriveError", "WireJSON",
  ]
}
