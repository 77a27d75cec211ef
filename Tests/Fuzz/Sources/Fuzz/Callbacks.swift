@testable import WeDriveEvents
@testable import WeDriveRuntime

/// What a stranger, and what the service itself, may send to a callback's URL.
struct Callbacks: FuzzTarget {
  private static let time: Int64 = 1_700_000_000
  private let secrets = try? CallbackSecrets(
    token: "token", encodingKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")

  func run(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    guard let secrets else { return }
    // An unsigned body, and a query.
    let unsigned = CallbackQuery(signature: "s", timestamp: "\(Self.time)", nonce: "n", echo: text)
    expect(taken(unsigned, input, by: secrets) == nil, "an unsigned callback was taken")
    if let query = try? CallbackQuery(text) { _ = taken(query, input, by: secrets) }
    // A content with the right signature that is not what was encrypted.
    if let content = EncryptedContent.text(in: input) ?? EncryptedContent.text(in: wrapped(Base64.encode(input))) {
      let signature = secrets.signature(timestamp: "\(Self.time)", nonce: "n", content: content)
      let query = CallbackQuery(signature: signature, timestamp: "\(Self.time)", nonce: "n", echo: content)
      _ = taken(query, wrapped(content), by: secrets)
      _ = try? receiver(secrets).echo(query)
    }
    // A message of the service's.
    guard let sealed = try? secrets.sealed(text, for: "ww", at: Self.time, nonce: "n"),
      let callback = taken(sealed.query, Array(sealed.body.utf8), by: secrets)
    else { return }
    var copy = EventNode("xml")
    callback.event.write(to: &copy)
    let again = try? EventNode(xml: Array(callback.node.xml.utf8))
    expect(again == callback.node, "a message that is written is not the one that was read")
  }

  private func receiver(_ secrets: CallbackSecrets) -> CallbackReceiver {
    CallbackReceiver(secrets: secrets, receivers: ["ww"], now: { Self.time })
  }

  private func taken(_ query: CallbackQuery, _ body: [UInt8], by secrets: CallbackSecrets) -> Callback? {
    do throws(CallbackError) {
      return try receiver(secrets).callback(query, body: body)
    } catch {
      _ = "\(error) \(String(reflecting: error))"
      return nil
    }
  }

  private func wrapped(_ content: String) -> [UInt8] { Array("<xml><Encrypt>\(content)</Encrypt></xml>".utf8) }
}
