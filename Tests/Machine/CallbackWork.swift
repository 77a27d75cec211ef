import WeDrive
import WeDriveEvents

/// Handles one callback, which other machines may have got as well, for `hold` seconds, and says what became of it.
struct CallbackWork {
  private let options: Options

  init(_ options: Options) { self.options = options }

  func run() async throws {
    let secrets = try CallbackSecrets(
      token: Secret(try options.text("token")), encodingKey: Secret(try options.text("key")))
    let receiver = SharedCallbackReceiver(
      CallbackReceiver(secrets: secrets, receivers: [try options.text("receiver")]), sharing: try sharedStore())
    let hold = try options.number("hold")
    let query = try CallbackQuery(try options.text("query"))
    let outcome = try await receiver.handle(query, body: Array(try options.text("body").utf8)) { _ in
      Line.say("handling")
      try await Task.sleep(for: .seconds(hold))
    }
    Line.say("outcome \(outcome)")
  }

  /// The files of `folder`, or the server of `store`.
  private func sharedStore() throws -> any SharedStore {
    if let folder = options["folder"] { return FileSharedStore(folder: folder) }
    guard let store = try options.store() else { throw Options.Wrong(name: "store") }
    return store
  }
}
