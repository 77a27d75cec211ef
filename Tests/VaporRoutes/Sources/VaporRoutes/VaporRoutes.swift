import Vapor
import WeDrive
import WeDriveEmulator
import WeDriveEvents

/// Serves the page's Vapor routes on loopback, and uses each of them, against the emulator.
@main
enum VaporRoutes {
  struct Unexpected: Error, CustomStringConvertible {
    let description: String
  }

  static func expect(_ condition: Bool, _ words: String) throws {
    guard condition else { throw Unexpected(description: words) }
  }

  static func main() async throws {
    let emulator = try await Emulator.start()
    let app = try await Application.make(Environment(name: "testing", arguments: ["vapor"]))
    do {
      try await use(app, emulator)
      try await app.asyncShutdown()
      await emulator.stop()
    } catch {
      try? await app.asyncShutdown()
      await emulator.stop()
      throw error
    }
    print("vapor: a file in and out, failures, and callbacks went through the page's routes")
  }

  private static func use(_ app: Application, _ emulator: Emulator) async throws {
    let account = EmulatedApp.standard
    var configuration = WeDriveClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.baseURL)
    let drive = WeDriveClient(
      credential: .corp(id: account.corpID, secret: account.secret), configuration: configuration)
    let space = try await drive.spaceCreate(spaceName: "Test").spaceID
    let secrets = try CallbackSecrets(
      token: Secret("callback-token"), encodingKey: Secret("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"))
    let receiver = SharedCallbackReceiver(
      CallbackReceiver(secrets: secrets, receivers: [account.corpID.rawValue]), sharing: MemorySharedStore())
    let (changes, continuation) = AsyncStream.makeStream(of: FileChangeEvent.self)

    app.http.server.configuration.hostname = "127.0.0.1"
    app.http.server.configuration.port = 0
    routes(app, drive, .root(of: space), receiver, continuation)
    try await app.startup()
    let url = "http://127.0.0.1:\(app.http.server.shared.localAddress?.port ?? 0)"

    // A callback's URL is verified, and a change arrives.
    emulator.callback = EmulatedCallback(url: url + "/callback", secrets: secrets)
    try expect(await emulator.verifyCallback(for: account.corpID.rawValue), "the callback's URL is not verified")
    // Longer than a chunk.
    let content = (0..<(9 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let uploaded = try await app.client.post("\(url)/files?name=annual%20report.pdf") { request in
      request.body = ByteBuffer(bytes: content)
    }
    try expect(uploaded.status == .ok, "an upload is answered with \(uploaded.status)")
    let id = uploaded.body.map { String(buffer: $0) } ?? ""
    try expect(
      try await drive.fileInfo(fileID: FileID(id)).fileInfo.fileName == "annual report.pdf", "the file has another name"
    )
    continuation.finish()
    var arrived = 0
    for await _ in changes { arrived += 1 }
    try expect(arrived == 1, "\(arrived) changes arrived")

    let downloaded = try await app.client.get("\(url)/files/\(id)")
    try expect(downloaded.status == .ok, "a download is answered with \(downloaded.status)")
    try expect(downloaded.body.map { $0.readableBytesView.elementsEqual(content) } == true, "the content is another")

    let none = try await app.client.get("\(url)/files/none")
    try expect(none.status == .notFound, "a file that is not there is answered with \(none.status)")
    let forged = try await app.client.get("\(url)/callback?msg_signature=0&timestamp=0&nonce=0&echostr=0")
    try expect(forged.status == .forbidden, "a forged callback is answered with \(forged.status)")
  }
}
