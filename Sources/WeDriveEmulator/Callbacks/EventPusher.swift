import Synchronization
import WeDriveEvents
import WeDriveHTTP
import WeDriveRuntime

/// Pushes events to a URL, encrypted and signed as the service does it: one after the other, each up to three times.
final class EventPusher: Sendable {
  private struct State {
    var callback: EmulatedCallback?
    var pushed: [PushedEvent] = []
    /// The last push that was begun: the next one waits for it.
    var last: Task<PushedEvent?, Never>?
  }

  private static let maximumAttempts = 3
  /// How long the service waits for an answer.
  private static let timeout: Duration = .seconds(5)

  private let transport: any Transport
  private let state: Mutex<State>

  init(_ callback: EmulatedCallback?, transport: any Transport = CurlTransport()) {
    self.transport = transport
    state = Mutex(State(callback: callback))
  }

  var callback: EmulatedCallback? {
    get { state.withLock { $0.callback } }
    set { state.withLock { $0.callback = newValue } }
  }

  /// What was pushed, in order.
  var pushed: [PushedEvent] { state.withLock { $0.pushed } }

  /// Pushes a message behind those that are on their way. The task's value is nil if there is nowhere to push it.
  @discardableResult
  func push(_ message: EventNode, to receiver: String) -> Task<PushedEvent?, Never> {
    state.withLock { state in
      let (callback, last) = (state.callback, state.last)
      let task = Task { () async -> PushedEvent? in
        _ = await last?.value
        guard let callback else { return nil }
        let outcome = await self.send(message, to: receiver, callback)
        self.state.withLock { $0.pushed.append(outcome) }
        return outcome
      }
      state.last = task
      return task
    }
  }

  /// Sends an encrypted text, as the console does before it takes a URL. False unless it came back as it was.
  func verify(for receiver: String) async -> Bool {
    let text = Mint.name(bytes: 12)
    // By the real clock, as when something is pushed.
    let time = CallClock.wallClock()
    guard let callback, let sealed = try? callback.secrets.sealed(text, for: receiver, at: time),
      let echo = try? EventNode(xml: Array(sealed.body.utf8)).text(of: "Encrypt")
    else { return false }
    let query = CallbackQuery(
      signature: sealed.query.signature, timestamp: sealed.query.timestamp, nonce: sealed.query.nonce, echo: echo)
    let request = HTTPRequest(
      .get, url: "\(callback.url)?\(query.text)", isRepeatable: true, timeout: Self.timeout,
      maximumReplySize: 1 << 20)
    guard let reply = try? await transport.perform(request) else { return false }
    return reply.head.status == 200 && reply.body == Array(text.utf8)
  }

  /// Waits until nothing is on its way.
  func drain() async { _ = await state.withLock { $0.last }?.value }

  private func send(_ message: EventNode, to receiver: String, _ callback: EmulatedCallback) async -> PushedEvent {
    let name = message.text(of: "Event") ?? message.text(of: "InfoType") ?? ""
    // By the real clock: the receiver's is not the emulator's.
    let time = CallClock.wallClock()
    var status: Int?
    var attempts = 0
    // That it cannot be encrypted would be for want of memory.
    if let sealed = try? callback.secrets.sealed(message.xml, for: receiver, at: time) {
      while attempts < Self.maximumAttempts, status.map({ !(200..<300).contains($0) }) ?? true {
        attempts += 1
        status = await post(sealed, to: callback.url)
      }
    }
    return PushedEvent(event: name, receiver: receiver, status: status, attempts: attempts)
  }

  private func post(_ sealed: SealedMessage, to url: String) async -> Int? {
    var request = HTTPRequest(
      .post, url: "\(url)?\(sealed.query.text)", isRepeatable: false, timeout: Self.timeout,
      maximumReplySize: 1 << 20)
    request.headers.append(HTTPHeader("Content-Type", "text/xml"))
    request.body = Array(sealed.body.utf8)
    return try? await transport.perform(request).head.status
  }
}
