import Testing
import WeDriveRuntime

@testable import WeDriveEvents

@Suite("The encryption of callbacks")
struct CallbackCipherTests {
  private func key() throws -> [UInt8] { try #require(Base64.decode(Callbacks.key + "=")) }

  /// 16 random bytes, the length, the message, the receiver, and the filling that is given.
  private func plain(_ message: String, _ receiver: String = "ww1", length: Int? = nil, fill: [UInt8]? = nil) -> [UInt8]
  {
    let count = length ?? message.utf8.count
    let head =
      [UInt8](repeating: 0x41, count: 16) + (0..<4).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
    let bytes = head + Array(message.utf8) + Array(receiver.utf8)
    let missing = 32 - bytes.count % 32
    return bytes + (fill ?? [UInt8](repeating: UInt8(missing), count: missing))
  }

  @Test("What openssl encrypted is decrypted, at every length of filling", arguments: 0..<34)
  func opensDecrypts(length: Int) throws {
    let message = String(repeating: "x", count: length)
    let encrypted = try OpenSSL.crypt(plain(message), key: key(), decrypting: false)
    let content = try #require(CallbackCipher(key: key()).open(Base64.encode(encrypted)))
    #expect(content.message == Array(message.utf8) && content.receiver == "ww1")
  }

  @Test("openssl decrypts what was encrypted, and finds the documented layout", arguments: [0, 1, 8, 9, 10, 100])
  func sealsEncrypts(length: Int) throws {
    let message = [UInt8](repeating: 0x78, count: length)
    let sealed = try #require(CallbackCipher(key: key()).seal(.init(message: message, receiver: "ww1")))
    let bytes = try OpenSSL.crypt(try #require(Base64.decode(sealed)), key: key(), decrypting: true)
    #expect(bytes.count % 32 == 0)
    #expect(Array(bytes[16..<20]) == [0, 0, 0, UInt8(length)])
    #expect(Array(bytes[20..<(20 + length)]) == message)
    #expect(String(decoding: bytes[(20 + length)..<(23 + length)], as: UTF8.self) == "ww1")
    let fill = try #require(bytes.last)
    #expect(Int(fill) == bytes.count - 23 - length && bytes.suffix(Int(fill)).allSatisfy { $0 == fill })
    let again = try #require(CallbackCipher(key: key()).seal(.init(message: message, receiver: "ww1")))
    #expect(again != sealed, "the random bytes make each one different")
  }

  @Test("Whatever is wrong inside, there is one error")
  func oneError() throws {
    let callbacks = try Callbacks()
    let message = "<xml><Event>x</Event></xml>"
    var broken: [String] = ["AAAA", "%%%%", String(repeating: "A", count: 22) + "==", "AAA"]
    let plains: [[UInt8]] = [
      plain(message, fill: [UInt8](repeating: 0, count: 14)), plain(message, fill: [UInt8](repeating: 33, count: 14)),
      plain(message, fill: [UInt8](repeating: 1, count: 13) + [14]),
      plain(message, fill: [UInt8](repeating: 255, count: 14)),
      plain(message, length: 1000), plain(message, length: -1), [UInt8](repeating: 32, count: 32),
      [UInt8](repeating: 16, count: 16), plain(message, length: message.utf8.count + 4),
    ]
    for bytes in plains where bytes.count % 16 == 0 {
      broken.append(Base64.encode(try OpenSSL.crypt(bytes, key: key(), decrypting: false)))
    }
    #expect(broken.count >= 11)
    for encrypted in broken {
      let (query, body) = try callbacks.signed(encrypted)
      let error = #expect(throws: CallbackError.self) { try callbacks.receiver.callback(query, body: body) }
      #expect(error == .undecryptable, "\(encrypted)")
    }
    // Right in all else, with another key.
    let other = try Callbacks(key: String(Callbacks.key.reversed()))
    let sealed = try other.sealed(message)
    let error = #expect(throws: CallbackError.self) { try callbacks.take(sealed) }
    #expect(error == .undecryptable)
  }

  @Test(
    "A key of another length, or of other characters, is refused",
    arguments: [
      "", "abc", String(Callbacks.key.dropLast()), Callbacks.key + "A", Callbacks.key + "=",
      "!" + Callbacks.key.dropFirst(),
      String(repeating: "密", count: 43), String(repeating: "=", count: 43),
    ])
  func keys(key: String) {
    let error = #expect(throws: CallbackError.self) { try CallbackSecrets(token: "t", encodingKey: Secret(key)) }
    #expect(error == .malformedKey)
  }

  @Test("A reply is signed over what is in it")
  func reply() throws {
    let callbacks = try Callbacks()
    let sealed = try callbacks.sealed("<xml><Answer>1</Answer></xml>")
    let node = try EventNode(xml: Array(sealed.body.utf8))
    let parts = [
      Callbacks.token, node.text(of: "TimeStamp") ?? "", node.text(of: "Nonce") ?? "", node.text(of: "Encrypt") ?? "",
    ]
    let digest = try OpenSSL.run(
      ["dgst", "-sha1", "-r"],
      input: Array(parts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined().utf8))
    #expect(node.text(of: "MsgSignature") == String(String(decoding: digest, as: UTF8.self).prefix(40)))
    #expect(node.text(of: "MsgSignature") == sealed.query.signature)
  }
}
