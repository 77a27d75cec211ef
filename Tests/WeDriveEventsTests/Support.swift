import Foundation
import Testing
import WeDriveEvents
import WeDriveRuntime

/// The secrets of one callback URL, and callbacks made with them.
struct Callbacks {
  static let token = "callback-token"
  static let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
  static let now: Int64 = 1_800_000_000

  let secrets: CallbackSecrets
  let receiver: CallbackReceiver

  init(token: String = token, key: String = key, limits: CallbackReceiver.Limits = .init()) throws {
    secrets = try CallbackSecrets(token: Secret(token), encodingKey: Secret(key))
    receiver = CallbackReceiver(secrets: secrets, receivers: ["ww1"], limits: limits, now: { Self.now })
  }

  func sealed(_ message: String, for receiver: String = "ww1", at time: Int64 = now) throws -> SealedMessage {
    try secrets.sealed(message, for: receiver, at: time)
  }

  func take(_ sealed: SealedMessage) throws(CallbackError) -> Callback {
    try receiver.callback(sealed.query, body: Array(sealed.body.utf8))
  }

  /// A body with some text as its encrypted content, signed as it should be.
  func signed(_ encrypted: String, time: String = "\(now)") throws -> (query: CallbackQuery, body: [UInt8]) {
    let parts = [Self.token, time, "nonce", encrypted].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let signature = try OpenSSL.run(["dgst", "-sha1", "-r"], input: Array(parts.joined().utf8))
    let digits = String(String(decoding: signature, as: UTF8.self).prefix(40))
    return (
      CallbackQuery(signature: digits, timestamp: time, nonce: "nonce"),
      Array("<xml><Encrypt>\(encrypted)</Encrypt></xml>".utf8)
    )
  }
}

/// The openssl command: an implementation of the same algorithms that is not this project's.
enum OpenSSL {
  static func run(_ arguments: [String], input: [UInt8]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let (standardInput, output) = (Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input))
    try standardInput.fileHandleForWriting.close()
    let result = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return Array(result)
  }

  /// Encrypts or decrypts whole blocks as a callback's content is.
  static func crypt(_ bytes: [UInt8], key: [UInt8], decrypting: Bool) throws -> [UInt8] {
    func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    return try run(
      [
        "enc", "-aes-256-cbc", decrypting ? "-d" : "-e", "-nopad", "-K", hexadecimal(key), "-iv",
        hexadecimal(key.prefix(16)),
      ], input: bytes)
  }
}
