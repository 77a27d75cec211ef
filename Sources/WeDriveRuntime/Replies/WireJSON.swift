/// Requests to JSON, and JSON that has to be as the catalog says; with failures that name endpoint and field. A service's
/// replies are read by ``ReplyMending``, which tolerates more.
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
    guard let json = try? JSONDocument(document) else { return [] }
    return json.tokens.indices.filter { json.tokens[$0].kind == .text }.map(json.text).filter { $0.utf8.count <= 4096 }
  }

  /// Encodes a request or a reply.
  ///
  /// - Throws: ``WeDriveError/invalidArgument(_:)`` for a number that JSON cannot express.
  package static func encode<Value: Encodable>(_ value: Value, endpoint: String) throws(WeDriveError) -> [UInt8] {
    try document(value, endpoint: endpoint).bytes
  }

  /// Encodes a request together with the secrets in it.
  static func document<Value: Encodable>(_ value: Value, endpoint: String) throws(WeDriveError) -> Document {
    let context = EncodingContext()
    do {
      let bytes = try EncodingContext.$current.withValue(context) { try JSONWriter.document(of: value) }
      return Document(bytes: bytes, secrets: context.secrets, tickets: context.tickets)
    } catch {
      throw .invalidArgument(InvalidArgument(owner: endpoint, field: "", reason: "cannot be written as JSON"))
    }
  }

  /// Decodes what has to be exactly as the catalog says.
  ///
  /// - Throws: ``WeDriveError/undecodableReply(_:)`` that names the field.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: [UInt8], endpoint: String
  ) throws(WeDriveError) -> Value {
    do {
      // Some services begin with a byte order mark.
      let hasMark = bytes.starts(with: JSONRepair.byteOrderMark)
      return try JSONDocument(hasMark ? Array(bytes.dropFirst(3)) : bytes).decode(type)
    } catch {
      throw .undecodableReply(UndecodableReply(endpoint: endpoint, decoding: error))
    }
  }
}
