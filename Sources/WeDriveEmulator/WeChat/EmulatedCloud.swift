import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

/// WeChat's cloud storage on this machine, beside the ``Emulator`` that owns it: the API on one port, the object storage
/// on another, as the real service has them on different hosts.
///
/// Its state lives as long as it does.
public final class EmulatedCloud: Sendable {
  /// Where the API is, without a trailing slash, for example `http://127.0.0.1:51234`.
  public let baseURL: String
  /// Where content goes to and comes from, without a trailing slash.
  public let storageOrigin: String

  /// What a ``FaultSelection`` and the journal call the forms that bring content.
  public static let formTarget = "object-storage-form"
  /// What a ``FaultSelection`` and the journal call the requests that fetch content.
  public static let objectTarget = "object-storage"

  /// All that faults can be aimed at.
  static var faultTargets: [String] { weChatRoutes.map(\.endpoint.name) + [formTarget, objectTarget] }

  let store: CloudStore
  let clock: EmulatorClock
  private let listeners: [Listener]

  private init(store: CloudStore, clock: EmulatorClock, api: Listener, storage: Listener) {
    self.store = store
    self.clock = clock
    baseURL = api.url
    storageOrigin = storage.url
    listeners = [api, storage]
  }

  static func start(
    _ configuration: EmulatedCloudConfiguration, clock: EmulatorClock, faults: FaultScript, journal: CallJournal
  ) async throws(EmulatorFailure) -> EmulatedCloud {
    let store: CloudStore
    do {
      store = try await BlockingWork.run { CloudStore(folder: try Folder.temporary()) }
    } catch {
      throw .cannotUseRoot(path: "a temporary folder", reason: "\(error)")
    }
    var listeners: [Listener] = []
    do throws(EmulatorFailure) {
      let objects = ObjectStorage(store: store, clock: clock, faults: faults, journal: journal)
      let storage = try await Listener.start(port: configuration.storagePort, router: objects.router())
      listeners.append(storage)
      let origin = storage.url
      let gatekeeper = CloudGatekeeper(store: store, clock: clock, configuration: configuration)
      let router = gatekeeper.router(faults: faults, journal: journal) { _ in
        CloudAPI(store: store, clock: clock, configuration: configuration, storageOrigin: origin) as any WeChatAPI
      }
      let api = try await Listener.start(port: configuration.port, router: router)
      return EmulatedCloud(store: store, clock: clock, api: api, storage: storage)
    } catch {
      for listener in listeners { await listener.stop() }
      await store.remove()
      throw error
    }
  }

  func stop() async {
    for listener in listeners { await listener.stop() }
    await store.remove()
  }

  /// Makes every access token expire now.
  public func expireTokens() { store.state.withLock { $0.tokens.expireAll(at: clock.now) } }

  /// Makes content public, as a web server does, and gives its URL.
  ///
  /// - Parameters:
  ///   - content: What is there.
  ///   - path: The end of the URL, already escaped.
  public func publish(_ content: [UInt8], at path: String) async throws -> String {
    let name = Mint.name(bytes: 16)
    try await store.write(content, to: name)
    store.state.withLock {
      $0.pages[ExactName(path)] = CloudObject(path: path, contentName: name, size: UInt64(content.count))
    }
    return "\(storageOrigin)\(ObjectStorage.pages)/\(path)"
  }
}
