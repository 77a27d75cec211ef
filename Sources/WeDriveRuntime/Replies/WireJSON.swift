#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Requests to JSON and replies from it, with failures that name endpoint and field.
package enum WireJSON {
  /// A JSON document, and what in it must never be shown.
  struct Document: Sendable {
    var bytes: [UInt8]
    /// The secrets in it; nil where that is not known, so that any text in it may be one.
    var secrets: [String]?
    /// The tickets in it: each is used once when the document is sent.
    var tickets: [any Ticket] = []
  }

  /// Every text in a document but the longest, which are content.
  static func texts(in document: [UInt8]) -> [String] {
    let texts = try? JSONDecoder().decode(Texts.self, from: Data(document))
    return texts?.all.filter { $0.utf8.count <= 4096 } ?? []
  }

  /// The texts of any JSON value.
  private struct Texts: Decodable {
    private(set) var all: [String] = []

    init(from decoder: any Decoder) throws {
      if let members = try? decoder.container(keyedBy: AnyCodingKey.self) {
        all = try members.allKeys.flatMap { try members.decode(Texts.self, forKey: $0).all }
      } else if var elements = try? decoder.unkeyedContainer() {
        while !elements.isAtEnd { all += try elements.decode(Texts.self).all }
      } else if let text = try? decoder.singleValueContainer().decode(String.self) {
        all = [text]
      }
    }
  }

  /// Encodes a request or a reply. ``Base64Content`` is written straight into the result, not through the JSON encoder.
  ///
  /// - Throws: ``WeDriveError/invalidArgument(_:)`` for a number that JSON cannot express.
  package static func encode<Value: Encodable>(_ value: Value, endpoint: String) throws(WeDriveError) -> [UInt8] {
    try document(value, endpoint: endpoint).bytes
  }

  /// Encodes a request together with the secrets in it.
  static func document<Value: Encodable>(_ value: Value, endpoint: String) throws(WeDriveError) -> Document {
    let aside = EncodingContext()
    do {
      let skeleton = try EncodingContext.$current.withValue(aside) { try Self.skeleton(of: value) }
      return Document(bytes: try aside.fill(Array(skeleton)), secrets: aside.secrets, tickets: aside.tickets)
    } catch {
      throw .invalidArgument(InvalidArgument(owner: endpoint, field: "", reason: "cannot be written as JSON"))
    }
  }

  /// The document without what is put aside.
  static func skeleton<Value: Encodable>(of value: Value) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// Decodes a request or a reply.
  ///
  /// - Throws: ``WeDriveError/undecodableReply(_:)`` that names the field.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], endpoint: String
  ) throws(WeDriveError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      let reply = UndecodableReply(endpoint: endpoint, decoding: error)
      guard reply.field == nil, let path = OutOfRangeNumber.path(in: bytes, decoding: type) else {
        throw .undecodableReply(reply)
      }
      throw .undecodableReply(
        UndecodableReply(endpoint: endpoint, field: path, reason: "is a number that does not fit"))
    }
  }
}
