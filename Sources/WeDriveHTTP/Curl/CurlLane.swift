import Synchronization

/// The rest of the process's side of a loop: starts it, hands exchanges over, awaits their outcomes.
final class CurlLane: Sendable {
  let metrics = LoopMetrics()
  private let mailbox = Mailbox()
  private let lane: HTTPRequest.Lane
  private let configuration: CurlTransport.Configuration
  private let library: Result<CurlLibrary, TransportFailure>

  init(
    _ lane: HTTPRequest.Lane, configuration: CurlTransport.Configuration,
    library: Result<CurlLibrary, TransportFailure>
  ) {
    self.lane = lane
    self.configuration = configuration
    self.library = library
  }

  /// Has an exchange carried.
  ///
  /// Its continuation is resumed once: here if the loop did not take it, otherwise by the loop, whose table it is in
  /// until then. A cancellation only ever tells the loop.
  func run(_ exchange: Exchange) async throws(TransportFailure) -> HTTPReply {
    let library = try library.get()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: Exchange.Continuation) in
        let failure = mailbox.post(.start(exchange, continuation)) { wake in
          start(wake: wake, library: library)
        }
        if let failure { continuation.resume(returning: .failure(failure)) }
      }
    } onCancel: {
      exchange.cancel()
      mailbox.postCancellation(of: exchange)
    }
    return try outcome.get()
  }

  /// Tells the loop to end; returns at once.
  func close() { mailbox.close() }

  /// Waits until the loop has ended.
  func waitForEnd() async { await mailbox.waitForEnd() }

  private func start(wake: WakeDescriptor, library: CurlLibrary) -> Bool {
    let context = Transfer.Context(library: library, configuration: configuration, lane: lane)
    let name =
      switch lane {
      case .calls: "wedrive-calls"
      case .bulk: "wedrive-bulk"
      }
    return LoopThread.start(named: name) { [mailbox, metrics] in
      CurlLoop(mailbox: mailbox, wake: wake, metrics: metrics, context: context).run()
    }
  }
}

/// What a loop has and does, to be looked at from outside.
final class LoopMetrics: Sendable {
  /// Easy handles that exist.
  let easyHandles = Atomic<Int>(0)
  /// Multi handles that exist.
  let multiHandles = Atomic<Int>(0)
  /// Times the loop has gone round: it does not while it sleeps.
  let turns = Atomic<Int>(0)
}
