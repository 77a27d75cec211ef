import CLibcurl
import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// A connection that any number of tasks use at once, and the thread that makes, uses and remakes it.
///
/// The thread starts with the first command. Commands that come while others wait for their replies are sent at once behind
/// them: the server answers in order.
final class RedisLink: Sendable {
  typealias Outcome = Result<RedisReply, StoreFailure>

  /// A command on its way.
  struct Command: Sendable {
    let bytes: [UInt8]
    /// How many replies come before the command's own.
    var skipped: Int
    let deadline: ContinuousClock.Instant
    let continuation: CheckedContinuation<Outcome, Never>
  }

  private enum Phase { case unstarted, running, closing }

  private struct State {
    var phase = Phase.unstarted
    var commands: [Command] = []
    var isAsleep = false
    var wake: WakeDescriptor?
  }

  private let handshake: RedisHandshake
  private let state = Mutex(State())

  init(_ handshake: RedisHandshake) { self.handshake = handshake }

  /// Sends bytes and waits for a reply.
  ///
  /// - Parameters:
  ///   - bytes: One command, or several.
  ///   - skipped: How many replies come before the one that is wanted.
  func send(_ bytes: [UInt8], skipping skipped: Int = 0) async throws(StoreFailure) -> RedisReply {
    let deadline = ContinuousClock.now + handshake.configuration.timeout
    let outcome = await withCheckedContinuation { continuation in
      post(Command(bytes: bytes, skipped: skipped, deadline: deadline, continuation: continuation))
    }
    return try outcome.get()
  }

  /// Ends the thread; commands under way fail.
  func close() {
    let wake = state.withLock { state in
      defer { state.phase = .closing }
      return state.phase == .running ? state.wake : nil
    }
    wake?.signal()
  }

  private func post(_ command: Command) {
    let (wake, isTaken) = state.withLock { state -> (WakeDescriptor?, Bool) in
      if state.phase == .unstarted { start(&state) }
      guard state.phase == .running else { return (nil, false) }
      state.commands.append(command)
      defer { state.isAsleep = false }
      return (state.isAsleep ? state.wake : nil, true)
    }
    wake?.signal()
    if !isTaken {
      command.continuation.resume(
        returning: .failure(StoreFailure(.unreachable, "the client was closed, or no thread is to be had")))
    }
  }

  private func start(_ state: inout State) {
    guard let wake = WakeDescriptor() else { return }
    let isStarted = LoopThread.start(named: "wedrive-redis") {
      RedisLoop(link: self, handshake: self.handshake, wake: wake).run()
    }
    guard isStarted else { return }
    state.wake = wake
    state.phase = .running
  }

  // MARK: - For the thread

  /// What was posted; nil when the thread has to end.
  func take() -> (commands: [Command], isClosing: Bool) {
    state.withLock { state in
      state.isAsleep = false
      defer { state.commands = [] }
      return (state.commands, state.phase == .closing)
    }
  }

  /// Whether nothing was posted meanwhile: from here on, who posts signals.
  func mayFallAsleep() -> Bool {
    state.withLock { state in
      state.isAsleep = state.commands.isEmpty && state.phase == .running
      return state.isAsleep
    }
  }
}
