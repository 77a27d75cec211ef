import Synchronization
import WeDriveGenerated
import WeDriveRuntime

/// Takes the callbacks of one URL: checks that the service sent them, decrypts and reads them.
///
/// It has no server of its own: hand it the query and the body of what a server received.
/// ```swift
/// let receiver = CallbackReceiver(
///   secrets: try CallbackSecrets(token: "…", encodingKey: "…"), receivers: ["ww…"])
/// // GET: the console verifies the URL.
/// let answer = try receiver.echo(CallbackQuery(query))
/// // POST: something happened.
/// switch try receiver.callback(CallbackQuery(query), body: body).event {
/// case let change as FileChangeEvent: …
/// case let pushed as SuiteTicketEvent: try await app.receive(pushed.ticket, pushedAt: pushed.time)
/// default: break
/// }
/// ```
/// Nothing of a body is read as XML before its signature is verified. Methods work on the thread that calls them, for about a
/// millisecond at most, and any number of threads may call them.
///
/// What was taken is remembered in this process only: after a restart, or in another process, a callback that comes again is
/// taken again. A ``SharedCallbackReceiver`` remembers it for several machines.
public final class CallbackReceiver: Sendable {
  /// What is accepted.
  public struct Limits: Sendable {
    /// How far a callback's time may be from now, either way, in whole seconds.
    public var timeWindow: Duration = .seconds(300)
    /// The longest body, in bytes. A stranger's body of this length costs about a millisecond before its signature is known to
    /// be wrong, and a longer one nothing.
    public var bodySize = 128 << 10
    /// How many callbacks of a time window are remembered, to recognise those that come again.
    public var remembered = 100_000

    /// The limits that suit the service.
    public init() {}
  }

  private let secrets: CallbackSecrets
  private let accepts: @Sendable (String) -> Bool
  private let events: [any CallbackEvent.Type]
  private let limits: Limits
  private let now: @Sendable () -> Int64
  private let seen: SeenCallbacks

  /// - Parameters:
  ///   - secrets: What the console shows for the URL.
  ///   - receivers: Whose callbacks these are. For an app of a corp, the corp's id. For a third-party app, the suite's id for
  ///     what concerns the app, the ids of the corps that installed it for what happens there, and the provider's own corp
  ///     id for the verification of the URL.
  ///   - events: The events to know; others are ``/WeDriveRuntime/UnknownEvent``s.
  ///   - limits: What is accepted.
  ///   - now: The wall clock, in seconds since 1970.
  public convenience init(
    secrets: CallbackSecrets, receivers: Set<String>, events: [any CallbackEvent.Type] = weComEvents,
    limits: Limits = Limits(), now: @escaping @Sendable () -> Int64 = CallClock.wallClock
  ) {
    self.init(secrets: secrets, events: events, limits: limits, now: now, accepting: { receivers.contains($0) })
  }

  /// Like ``init(secrets:receivers:events:limits:now:)``, for receivers that are not known beforehand.
  ///
  /// - Parameters:
  ///   - secrets: What the console shows for the URL.
  ///   - events: The events to know.
  ///   - limits: What is accepted.
  ///   - now: The wall clock, in seconds since 1970.
  ///   - accepts: Whether a callback for this receiver belongs here.
  public init(
    secrets: CallbackSecrets, events: [any CallbackEvent.Type] = weComEvents, limits: Limits = Limits(),
    now: @escaping @Sendable () -> Int64 = CallClock.wallClock,
    accepting accepts: @escaping @Sendable (String) -> Bool
  ) {
    self.secrets = secrets
    self.accepts = accepts
    self.events = events
    self.limits = limits
    self.now = now
    seen = SeenCallbacks(maximum: max(1, limits.remembered))
  }

  /// What to answer when the service verifies the URL: the decrypted `echostr`, exactly as it is, as the body of the reply.
  ///
  /// - Throws: ``CallbackError``.
  public func echo(_ query: CallbackQuery) throws(CallbackError) -> String {
    guard let echo = query.echo, !echo.isEmpty else { throw .malformedQuery(parameter: "echostr") }
    _ = try check(query, content: echo)
    let content = try open(echo)
    guard let text = String(validating: content.message, as: UTF8.self) else { throw .undecryptable }
    return text
  }

  /// Takes a callback. Answer it with status 200 and an empty body, at once: the service waits five seconds, and then sends it
  /// again.
  ///
  /// A callback that was taken before is ``CallbackError/replayed``: answer that with status 200 as well. Where dealing with a
  /// callback failed, ``forget(_:)`` lets the service's next attempt in.
  ///
  /// - Parameters:
  ///   - query: The parameters of the URL.
  ///   - body: The body, as it was received.
  /// - Throws: ``CallbackError``.
  public func callback(_ query: CallbackQuery, body: [UInt8]) throws(CallbackError) -> Callback {
    let callback = try open(query, body: body).callback
    // Last, so that nothing which was refused is remembered.
    let key = query.signature.lowercased()
    let (start, overflow) = now().subtractingReportingOverflow(limits.timeWindow.components.seconds)
    guard seen.insert(key, at: callback.time, forgettingBefore: overflow ? .min : start) else { throw .replayed }
    return callback
  }

  /// How far a callback's time may be from now, in seconds.
  var window: Int64 { min(max(1, limits.timeWindow.components.seconds), 86_400) }

  /// Checks, decrypts and reads a callback, and remembers nothing.
  func open(
    _ query: CallbackQuery, body: [UInt8]
  ) throws(CallbackError) -> (callback: Callback, message: [UInt8]) {
    guard body.count <= limits.bodySize else { throw .tooLarge(bytes: body.count, maximum: limits.bodySize) }
    guard let encrypted = EncryptedContent.text(in: body) else {
      throw .malformedXML(reason: "it has no `Encrypt`")
    }
    let time = try check(query, content: encrypted)
    let content = try open(encrypted)
    let node = try EventNode(xml: content.message, maximumBytes: limits.bodySize)
    let event = try read(node)
    return (Callback(event: event, receiver: content.receiver, time: time, node: node), content.message)
  }

  /// Lets a callback in again, after dealing with it has failed.
  public func forget(_ query: CallbackQuery) { seen.remove(query.signature.lowercased()) }

  /// The time of a callback that the service signed, and sent just now.
  private func check(_ query: CallbackQuery, content: String) throws(CallbackError) -> Int64 {
    guard secrets.verifies(query, content: content) else { throw .wrongSignature }
    guard let time = Int64(query.timestamp) else { throw .malformedQuery(parameter: "timestamp") }
    let (distance, overflow) = now().subtractingReportingOverflow(time)
    guard !overflow, distance.magnitude <= limits.timeWindow.components.seconds.magnitude else {
      throw .outsideTimeWindow
    }
    return time
  }

  private func open(_ encrypted: String) throws(CallbackError) -> CallbackCipher.Content {
    guard let content = CallbackCipher(key: secrets.key).open(encrypted) else { throw .undecryptable }
    guard accepts(content.receiver) else { throw .wrongReceiver }
    return content
  }

  private func read(_ node: EventNode) throws(CallbackError) -> any CallbackEvent {
    guard let type = events.first(where: { $0.signature.matches(node) }) else { return UnknownEvent(from: node) }
    do throws(EventDecodingError) {
      return try type.init(from: node)
    } catch {
      throw .malformedEvent(name: type.signature.name, error)
    }
  }
}

/// What a callback said.
public struct Callback: Sendable {
  /// What happened: a type of the generated module, or ``/WeDriveRuntime/UnknownEvent``.
  public let event: any CallbackEvent
  /// Whom the callback is meant for: a corp's id, or for what concerns a third-party app as such, the suite's.
  public let receiver: String
  /// When it was sent, in seconds since 1970.
  public let time: Int64
  /// The message, with everything that the event does not name.
  public let node: EventNode
}

/// The signatures of callbacks that were taken, as long as their time window lasts.
final class SeenCallbacks: Sendable {
  private struct Memory {
    var times: [String: Int64] = [:]
    /// In the order of their arrival.
    var order: [(signature: String, time: Int64)] = []
    var first = 0
  }

  private let maximum: Int
  private let memory = Mutex(Memory())

  init(maximum: Int) { self.maximum = maximum }

  /// Takes a signature, unless it is there: false then. Those of before `start` are forgotten, and so are the oldest of too many.
  func insert(_ signature: String, at time: Int64, forgettingBefore start: Int64) -> Bool {
    memory.withLock { memory in
      while memory.first < memory.order.count {
        let oldest = memory.order[memory.first]
        guard oldest.time < start || memory.times.count >= maximum else { break }
        if memory.times[oldest.signature] == oldest.time { memory.times[oldest.signature] = nil }
        memory.first += 1
      }
      if memory.first > 1024, memory.first * 2 > memory.order.count {
        memory.order.removeFirst(memory.first)
        memory.first = 0
      }
      guard memory.times[signature] == nil else { return false }
      memory.times[signature] = time
      memory.order.append((signature, time))
      return true
    }
  }

  func remove(_ signature: String) { memory.withLock { $0.times[signature] = nil } }
}
