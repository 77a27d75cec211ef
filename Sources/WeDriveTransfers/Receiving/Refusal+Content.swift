import WeDriveRuntime

extension Refusal {
  /// Reads content that should have been a file as a refusal in words: an HTTP 200 with an errcode. Nil if it is none.
  ///
  /// - Parameter secrets: What was sent to get the content, and must not come back in the words.
  package init?(inContent content: [UInt8], endpoint: String, service: Service, secrets: [String]) {
    guard
      let envelope = try? ReplyEnvelope(content, codeField: service.codeField, messageField: service.messageField),
      let code = envelope.code, code != 0
    else { return nil }
    self.init(
      endpoint: endpoint, service: service.name, code: code,
      message: Redaction(secrets: secrets, fields: service.secretFields).clean(envelope.message ?? ""),
      advice: service.advice(code))
  }
}
