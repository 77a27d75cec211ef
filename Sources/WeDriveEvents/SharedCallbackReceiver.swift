import CLibcrypto
import Logging
import WeDriveRuntime

/// Takes the callbacks of one URL on any of several machines, and has each handled once.
///
/// What was handled is remembered in a shared store, by the decrypted message: the service may sign a repetition anew, and
/// two events of one second differ in their messages. It is remembered in two phases. Who begins to handle a callback
/// claims it for ten seconds, and for as long as the handler runs; a handler that fails, or a machine that dies, lets the
/// next repetition in. Only what was handled to its end is a duplicate.
///
/// ```swift
/// let receiver = SharedCallbackReceiver(CallbackReceiver(secrets: secrets, receivers: ["ww…"]), sharing: store)
/// // POST: something happened. The answer's body is empty.
/// let status = try await receiver.handle(CallbackQuery(query), body: body) { callback in
///   if let pushed = callback.event as? SuiteTicketEvent { try await app.receive(pushed.ticket, pushedAt: pushed.time) }
/// }.status
/// ```
///
/// While the store does not work, each machine remembers for itself, and an event that is repeated to another machine is
/// handled there again.
public final class SharedCallbackReceiver: Sendable {
  /// What became of a callback.
  public enum Outcome: Sendable, Hashable {
    /// It was handled now.
    case handled
    /// It was handled before, here or elsewhere.
    case duplicate
    /// It is being handled, here or elsewhere.
    case underWay

    /// The HTTP status to answer with. 503 has the service send it again, in case its handler fails.
    public var status: Int { self == .underWay ? 503 : 200 }
  }

  private static let lease: Duration = .seconds(10)

  private let receiver: CallbackReceiver
  private let store: GuardedStore
  private let clock: CallClock
  /// What this process handled.
  private let local: MemorySharedStore

  /// - Parameters:
  ///   - receiver: Checks and reads callbacks. What it remembers itself is not asked.
  ///   - store: Where machines share what was handled: digests, no messages.
  ///   - clock: Time and chance.
  ///   - logger: Where trouble with the store is logged.
  public init(
    _ receiver: CallbackReceiver, sharing store: any SharedStore, clock: CallClock = .continuous,
    logger: Logger = Logger(label: "wedrive") { _ in SwiftLogNoOpLogHandler() }
  ) {
    self.receiver = receiver
    self.store = store as? GuardedStore ?? GuardedStore(store, clock: clock, logger: logger)
    self.clock = clock
    local = MemorySharedStore(clock: clock)
  }

  /// Whether the shared store can be used, as far as is known.
  public var storeHealth: StoreHealth { store.health }

  /// What to answer when the service verifies the URL. See ``CallbackReceiver/echo(_:)``.
  ///
  /// - Throws: ``CallbackError``.
  public func echo(_ query: CallbackQuery) throws(CallbackError) -> String { try receiver.echo(query) }

  /// Handles a callback, unless it was handled or is being handled.
  ///
  /// The service waits five seconds for an answer and sends the callback again up to three times: a handler that takes
  /// longer should note the event down and return.
  ///
  /// - Parameters:
  ///   - query: The parameters of the URL.
  ///   - body: The body, as it was received.
  ///   - handler: What to do about it.
  /// - Throws: ``CallbackError`` for what is no callback of the service, before the handler is called; what the handler
  ///   throws. The next repetition is let in after that.
  public func handle(
    _ query: CallbackQuery, body: [UInt8], _ handler: (Callback) async throws -> Void
  ) async throws -> Outcome {
    let opened = try receiver.open(query, body: body)
    let key = SharedKey(kind: "c", [opened.callback.receiver, Self.digest(opened.message)])
    let owner = ClaimOwner()
    let place: any SharedStore
    let fence: ClaimFence
    switch try await claim(key, owner) {
    case .given(let admitting, let given):
      place = admitting
      fence = given
    case .told(let outcome): return outcome
    }
    let renewal = Task { [clock] in
      while (try? await clock.sleep(Self.lease / 3)) != nil {
        _ = try? await place.claim(key, by: owner, lease: Self.lease, unless: WantedValue())
      }
    }
    do {
      try await handler(opened.callback)
    } catch {
      renewal.cancel()
      await renewal.value
      _ = try? await place.settle(key, under: fence, with: .release)
      throw error
    }
    renewal.cancel()
    await renewal.value
    await remember(key, owner, fence, in: place)
    return .handled
  }

  private enum Admission { case given(any SharedStore, ClaimFence), told(Outcome) }

  /// Asks this process's own memory first: it knows what was handled here while the store was away.
  private func claim(_ key: SharedKey, _ owner: ClaimOwner) async throws(StoreFailure) -> Admission {
    if let local = try? await local.read(SharedKey(kind: "d", [key.text])), local.left > .zero {
      return .told(.duplicate)
    }
    do throws(StoreFailure) {
      return admission(
        try await store.claim(key, by: owner, lease: Self.lease, unless: WantedValue()), in: store)
    } catch {
      return admission(
        try await local.claim(key, by: owner, lease: Self.lease, unless: WantedValue()), in: local)
    }
  }

  private func admission(_ claim: Claim, in place: any SharedStore) -> Admission {
    switch claim {
    case .yours(let fence, _): .given(place, fence)
    case .held: .told(.underWay)
    case .value, .noted: .told(.duplicate)
    }
  }

  private func remember(_ key: SharedKey, _ owner: ClaimOwner, _ fence: ClaimFence, in place: any SharedStore) async {
    // Twice the window in which a callback is taken: its time may be ahead of the clock here, and behind another's.
    let life = Duration.seconds(2 * receiver.window)
    let done = Array("done".utf8)
    _ = try? await local.write(done, for: SharedKey(kind: "d", [key.text]), replacing: nil, life: life)
    do throws(StoreFailure) {
      guard try await place.settle(key, under: fence, with: .value(done, life: life)) == nil else { return }
      // The lease had expired and was renewed under another fence, or another has it and handles the callback again.
      let claim = try await place.claim(key, by: owner, lease: Self.lease, unless: WantedValue())
      guard case .yours(let renewed, _) = claim else { return }
      _ = try await place.settle(key, under: renewed, with: .value(done, life: life))
    } catch {
      // The guard has logged it. This machine knows; another handles a repetition again.
    }
  }

  private static func digest(_ message: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    SHA256(message, message.count, &digest)
    return Hexadecimal.text(digest)
  }
}
