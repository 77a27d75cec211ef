#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Requests to JSON and replies from it, with failures that name endpoint and field.
public enum WireJSON {
  /// A JSON document, and what in it must never be shown.
  struct Document: Sendable {
    var bytes: [UInt8]
    var secrets: [String] = []
  }

  /// Encodes a request or a reply. ``Base64Content`` is written straight into the result, not through the JSON encoder.
  ///
  /// - Throws: ``WeDriveError/invalidArgument(_:)`` for a number that JSON cannot express.
  public static func encode<Value: Encodable>(_ value: Value, endpoint: String) throws(WeDriveError) -> [UInt8] {
    try document(value, endpoint: endpoint).bytes
  }

  /// Encodes a request together with the secrets in it.
  static func document<Value: Encodable>(_ value: Value, endpoint: String) throws(WeDriveError) -> Document {
    let aside = EncodingAside()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      let skeleton = try EncodingAside.$current.withValue(aside) { try encoder.encode(value) }
      return Document(bytes: try aside.fill(Array(skeleton)), secrets: aside.secrets)
    } catch {
      throw .invalidArgument(InvalidArgument(owner: endpoint, field: "", reason: "cannot be written as JSON"))
    }
  }

  /// Decodes a request or a reply.
  ///
  /// - Throws: ``WeDriveError/undecodableReply(_:)`` that names the field.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], endpoint: String
  ) throws(WeDriveError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      let reply = UndecodableReply(endpoint: endpoint, decoding: error)
      guard reply.field == nil, let path = MisfitNumber.path(in: bytes, decoding: type) else {
        throw .undecodableReply(reply)
      }
      throw .undecodableReply(
        UndecodableReply(endpoint: endpoint, field: path, reason: "is a number that does not fit"))
    }
  }
}
