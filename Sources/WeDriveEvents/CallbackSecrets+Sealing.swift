import WeDriveRuntime

/// A message that is encrypted and signed.
public struct SealedMessage: Sendable, Redacted {
  /// The body, as XML.
  public let body: String
  /// The parameters that sign it. A callback has them in its URL; in a reply they are part of the body.
  public let query: CallbackQuery

  /// The type: what it holds is of no use to a reader.
  public var description: String { "SealedMessage" }
}

extension CallbackSecrets {
  /// Encrypts and signs a message: the body of a reply, or, from the service's side, a callback.
  ///
  /// - Parameters:
  ///   - message: The message, as a rule XML.
  ///   - receiver: Whom it is meant for: the id that the callback was for.
  ///   - time: Now, in seconds since 1970.
  ///   - nonce: Any text; a random number by default.
  /// - Throws: ``CallbackError/undecryptable`` if libcrypto has no memory.
  public func sealed(
    _ message: String, for receiver: String, at time: Int64, nonce: String? = nil
  ) throws(CallbackError) -> SealedMessage {
    guard let encrypted = CallbackCipher(key: key).seal(.init(message: Array(message.utf8), receiver: receiver)) else {
      throw .undecryptable
    }
    let nonce = nonce ?? "\(UInt64.random(in: 1...UInt64(Int64.max)))"
    let signature = signature(timestamp: "\(time)", nonce: nonce, content: encrypted)
    let body = EventNode(
      "xml",
      children: [
        EventNode("ToUserName", text: receiver), EventNode("Encrypt", text: encrypted),
        EventNode("MsgSignature", text: signature), EventNode("TimeStamp", text: "\(time)"),
        EventNode("Nonce", text: nonce),
      ])
    return SealedMessage(
      body: body.xml, query: CallbackQuery(signature: signature, timestamp: "\(time)", nonce: nonce))
  }
}
