/// A reply as it was received, and the JSON in it.
struct ReceivedReply: Sendable {
  let bytes: [UInt8]
  /// An object.
  let json: JSONDocument
  /// Whether the bytes are not quite JSON and were mended (``JSONRepair``).
  let isMended: Bool

  /// Reads a reply's JSON.
  ///
  /// - Throws: Why the bytes are not one JSON object in UTF-8.
  init(_ bytes: [UInt8]) throws(JSONDocument.Malformed) {
    self.bytes = bytes
    do throws(JSONDocument.Malformed) {
      json = try JSONDocument(object: bytes)
      isMended = false
    } catch {
      // A refusal's errcode is not lost because of a line feed in its words.
      // Content of another kind, of any length, is not looked through.
      let start = bytes.starts(with: JSONRepair.byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
      guard start.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let mended = JSONRepair.mended(bytes) else {
        throw error
      }
      json = try JSONDocument(object: mended)
      isMended = true
    }
  }
}

/// How a reply says it went: the errcode and the words beside it, found without decoding the rest.
package struct ReplyEnvelope: Sendable, Equatable {
  /// The errcode; nil where the reply has none.
  package let code: Int?
  /// The words of a reply whose errcode is not 0, if it has any.
  package let message: String?

  /// Reads the envelope.
  ///
  /// - Throws: Why the bytes are not one JSON object in UTF-8, or why it cannot be told which errcode it has.
  package init(_ bytes: [UInt8], codeField: String, messageField: String) throws(JSONDocument.Malformed) {
    try self.init(try ReceivedReply(bytes), codeField: codeField, messageField: messageField)
  }

  /// Finds the envelope in a reply.
  ///
  /// - Throws: Why it cannot be told which errcode it has.
  init(_ reply: ReceivedReply, codeField: String, messageField: String) throws(JSONDocument.Malformed) {
    let json = reply.json
    code = if let value = json.member(codeField) { try Self.code(value, in: json) } else { nil }
    message = code == nil || code == 0 ? nil : json.member(messageField).flatMap { Self.text($0, in: json) }
  }

  /// A whole number, also one in a string; nil for null.
  private static func code(_ value: Int, in json: JSONDocument) throws(JSONDocument.Malformed) -> Int? {
    if json.tokens[value].kind == .null { return nil }
    guard let code = Int(json.text(of: value)) else {
      throw JSONDocument.Malformed(reason: "has an errcode that is not a number")
    }
    return code
  }

  private static func text(_ value: Int, in json: JSONDocument) -> String? {
    // As long as a person would read.
    json.tokens[value].kind == .text && json.range(of: value).count <= 65_536 ? json.text(of: value) : nil
  }
}
