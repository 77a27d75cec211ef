import Synchronization

/// What the rest of the process tells a loop. Any thread may post; the loop alone takes.
final class Mailbox: Sendable {
  /// One message.
  enum Message: Sendable {
    case start(Exchange, Exchange.Continuation)
    case cancel(Exchange)
  }

  private enum Phase { case unstarted, running, closing, closed }

  private struct State {
    var phase = Phase.unstarted
    var messages: [Message] = []
    /// Whether the loop is, or is about to be, asleep and needs a signal.
    var isAsleep = false
    var wake: WakeDescriptor?
    var waitingForEnd: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Hands a message over, starting the loop before the first one.
  ///
  /// - Returns: Why it was not taken; then nothing will come of the message.
  func post(_ message: Message, starting start: (WakeDescriptor) -> Bool) -> TransportFailure? {
    let (wake, failure) = state.withLock { state -> (WakeDescriptor?, TransportFailure?) in
      if state.phase == .unstarted {
        guard let wake = WakeDescriptor(), start(wake) else {
          return (nil, TransportFailure(.other, progress: .notSent, reason: "no thread or descriptor to be had"))
        }
        state.wake = wake
        state.phase = .running
      }
      guard state.phase == .running else {
        return (nil, TransportFailure(.shutDown, progress: .notSent, reason: "the transport was shut down"))
      }
      state.messages.append(message)
      return (Self.wakeIfAsleep(&state), nil)
    }
    wake?.signal()
    return failure
  }

  /// Tells the loop of a cancellation. A loop that is not running has nothing to cancel.
  func postCancellation(of exchange: Exchange) {
    let wake = state.withLock { state -> WakeDescriptor? in
      guard state.phase == .running else { return nil }
      state.messages.append(.cancel(exchange))
      return Self.wakeIfAsleep(&state)
    }
    wake?.signal()
  }

  /// Tells the loop to end. Further messages are refused. Returns at once.
  func close() {
    let wake = state.withLock { state -> WakeDescriptor? in
      switch state.phase {
      case .unstarted:
        state.phase = .closed
        return nil
      case .running:
        state.phase = .closing
        return Self.wakeIfAsleep(&state)
      case .closing, .closed:
        return nil
      }
    }
    wake?.signal()
  }

  /// Waits until the loop has ended and released all it had.
  func waitForEnd() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let hasEnded = state.withLock { state in
        if state.phase != .closed { state.waitingForEnd.append(continuation) }
        return state.phase == .closed
      }
      if hasEnded { continuation.resume() }
    }
  }

  // MARK: - For the loop

  /// Takes everything that was posted.
  func take() -> (messages: [Message], isClosing: Bool) {
    state.withLock { state in
      state.isAsleep = false
      let messages = state.messages
      state.messages = []
      return (messages, state.phase == .closing)
    }
  }

  /// Announces that the loop is going to sleep; false when there is something to take first.
  func mayFallAsleep() -> Bool {
    state.withLock { state in
      state.isAsleep = state.messages.isEmpty && state.phase == .running
      return state.isAsleep
    }
  }

  /// The loop's last word.
  func end() {
    let waiting = state.withLock { state in
      state.phase = .closed
      state.wake = nil
      defer { state.waitingForEnd = [] }
      return state.waitingForEnd
    }
    for continuation in waiting { continuation.resume() }
  }

  private static func wakeIfAsleep(_ state: inout State) -> WakeDescriptor? {
    guard state.isAsleep else { return nil }
    state.isAsleep = false
    return state.wake
  }
}
