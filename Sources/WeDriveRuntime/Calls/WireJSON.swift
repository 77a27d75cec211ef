#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Requests to JSON and replies from it, with failures that name endpoint and field.
public enum WireJSON {
  /// Encodes a request or a reply. ``Base64Content`` is written straight into the result, not through the JSON encoder.
  public static func encode<Value: Encodable>(_ value: Value, endpoint: String) throws(WeDriveError) -> [UInt8] {
    let splice = Base64Splice()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return splice.fill(try Base64Splice.$current.withValue(splice) { try encoder.encode(value) })
    } catch {
      throw .invalidArgument(InvalidArgument(owner: endpoint, field: "", reason: "cannot be written as JSON"))
    }
  }

  /// Decodes a request or a reply.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], endpoint: String
  ) throws(WeDriveError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw .undecodableReply(UndecodableReply(endpoint: endpoint, decoding: error))
    }
  }
}
