import CLibcurl

/// The one thread that touches a lane's libcurl handles: it takes mail, performs, harvests what is done, and sleeps.
///
/// Nothing in here is shared: it is made on its thread and dies there.
final class CurlLoop {
  let mailbox: Mailbox
  let wake: WakeDescriptor
  private let metrics: LoopMetrics
  let context: Transfer.Context
  /// Most transfers at a time.
  private let capacity: Int

  var multi: UnsafeMutableRawPointer?
  private var pool: EasyHandlePool
  private let sockets = OpenSockets()
  /// Whom a connection was lost to, or was not made to: the next one is new, and to an address that is looked up anew.
  private var suspects: Set<RequestURL.Origin> = []
  var waiting = PendingQueue()
  /// Transfers under way, by handle.
  var running: [UnsafeMutableRawPointer: Transfer] = [:]
  /// Transfers that have ended for their tasks, and that libcurl cannot let go of before a name is resolved.
  private var abandoned: [UnsafeMutableRawPointer: Transfer] = [:]

  init(mailbox: Mailbox, wake: WakeDescriptor, metrics: LoopMetrics, context: Transfer.Context) {
    self.mailbox = mailbox
    self.wake = wake
    self.metrics = metrics
    self.context = context
    capacity = context.configuration.connections(for: context.lane)
    pool = EasyHandlePool(metrics: metrics)
  }

  /// Runs until the mailbox is closed.
  func run() {
    while true {
      metrics.turns.add(1, ordering: .relaxed)
      let (messages, isClosing) = mailbox.take()
      for message in messages { handle(message) }
      if isClosing { return end() }
      keepDeadlines()
      admitWaiting()
      perform()
      if !admitWaiting() { sleep() }
    }
  }

  // MARK: - Mail

  private func handle(_ message: Mailbox.Message) {
    switch message {
    case .start(let exchange, let continuation):
      let entry = PendingQueue.Entry(exchange: exchange, continuation: continuation)
      if exchange.isCancelled {
        refuse(entry, .cancelled, "the task was cancelled")
      } else {
        waiting.append(entry)
      }
    case .cancel(let exchange):
      if let entry = waiting.remove(exchange) {
        refuse(entry, .cancelled, "the task was cancelled")
      } else if let transfer = running.values.first(where: { $0.exchange === exchange }) {
        finish(transfer, .failure(transfer.interrupted(.cancelled)))
      }
    // Otherwise it has ended, or its start comes later and will be seen to be cancelled.
    }
  }

  private func refuse(_ entry: PendingQueue.Entry, _ code: TransportFailure.Code, _ reason: String) {
    entry.continuation.resume(returning: .failure(TransportFailure(code, progress: .notSent, reason: reason)))
  }

  private func keepDeadlines() {
    guard !running.isEmpty || !waiting.isEmpty else { return }
    let now = ContinuousClock.now
    for entry in waiting.removeExpired(at: now) {
      refuse(entry, .timedOut, "the time was up before a connection was free")
    }
    for transfer in running.values {
      if let expiry = transfer.expiry, expiry <= now { finish(transfer, .failure(transfer.interrupted(.timedOut))) }
    }
  }

  // MARK: - Transfers

  /// Starts as many of those that wait as there is room for; false if there was none to start.
  @discardableResult
  private func admitWaiting() -> Bool {
    var started = false
    while running.count < capacity, running.count + abandoned.count < 4 * capacity, let entry = waiting.popFirst() {
      guard let handle = pool.take() else {
        refuse(entry, .other, "no memory for another transfer")
        continue
      }
      started = true
      start(Transfer(entry, handle: handle, context: context, sockets: sockets))
    }
    return started
  }

  /// Starts a transfer's next hop on a handle that is clean.
  private func start(_ transfer: Transfer) {
    guard let multi = multiHandle() else {
      return release(transfer, .failure(transfer.interrupted(.other)))
    }
    if let flaw = transfer.proxy?.flaw {
      return release(transfer, .failure(TransportFailure(.invalidRequest, progress: transfer.progress, reason: flaw)))
    }
    if suspects.remove(transfer.url.origin) != nil { transfer.wantsFreshConnection = true }
    guard transfer.configure() == CURLE_OK, curl_multi_add_handle(multi, transfer.handle.easy) == CURLM_OK else {
      return release(transfer, .failure(transfer.interrupted(.other)))
    }
    running[transfer.handle.easy] = transfer
  }

  private func perform() {
    guard let multi, isWorking else { return }
    var count: Int32 = 0
    guard curl_multi_perform(multi, &count) == CURLM_OK else { return reset() }
    var easy: UnsafeMutableRawPointer?
    var code = CURLE_OK
    while wedrive_curl_multi_next_done(multi, &easy, &code) != 0 {
      guard let easy else { continue }
      if let transfer = abandoned[easy] { discard(transfer) }
      guard let transfer = running[easy] else { continue }
      if let target = transfer.redirection, transfer.canFollow(after: code) {
        remove(transfer)
        transfer.releaseHeaders()
        curl_easy_reset(easy)
        transfer.follow(target)
        start(transfer)
      } else if transfer.foundUnreadBytes, !transfer.isOver {
        remove(transfer)
        transfer.releaseHeaders()
        curl_easy_reset(easy)
        transfer.startAfresh()
        start(transfer)
      } else {
        finish(transfer, transfer.outcome(code))
      }
    }
  }

  var isWorking: Bool { !running.isEmpty || !abandoned.isEmpty }

  private func finish(_ transfer: Transfer, _ outcome: Exchange.Outcome) {
    transfer.hasEnded = true
    if case .failure(let failure) = outcome, failure.code.isTransient { suspect(transfer.url.origin) }
    guard !transfer.cannotBeRemoved else { return abandon(transfer, outcome) }
    remove(transfer)
    release(transfer, outcome)
  }

  private func suspect(_ origin: RequestURL.Origin) {
    // A client talks to a few hosts; one that talks to very many does not remember all of them.
    if suspects.count >= 256 { suspects.removeAll() }
    suspects.insert(origin)
  }

  /// Gives the outcome at once, and leaves the handle to libcurl until the name is resolved. Then there will be no
  /// socket for it.
  private func abandon(_ transfer: Transfer, _ outcome: Exchange.Outcome) {
    running[transfer.handle.easy] = nil
    abandoned[transfer.handle.easy] = transfer
    transfer.continuation.resume(returning: outcome)
  }

  private func discard(_ transfer: Transfer) {
    if let multi { curl_multi_remove_handle(multi, transfer.handle.easy) }
    abandoned[transfer.handle.easy] = nil
    transfer.releaseHeaders()
    pool.give(transfer.handle)
  }

  private func remove(_ transfer: Transfer) {
    if let multi { curl_multi_remove_handle(multi, transfer.handle.easy) }
    running[transfer.handle.easy] = nil
  }

  /// Gives back what a transfer had, and its outcome: the one place where a started exchange ends.
  private func release(_ transfer: Transfer, _ outcome: Exchange.Outcome) {
    transfer.releaseHeaders()
    pool.give(transfer.handle)
    transfer.continuation.resume(returning: outcome)
  }

  /// libcurl itself does not work any more, for want of memory for example: begin anew.
  func reset() {
    endTransfers(.other)
    closeConnections()
  }

  private func endTransfers(_ code: TransportFailure.Code) {
    for transfer in running.values { finish(transfer, .failure(transfer.interrupted(code))) }
    for transfer in abandoned.values { discard(transfer) }
  }

  // MARK: - Handles

  private func multiHandle() -> UnsafeMutableRawPointer? {
    if let multi { return multi }
    guard let made = curl_multi_init() else { return nil }
    metrics.multiHandles.add(1, ordering: .relaxed)
    _ = wedrive_curl_multi_set_long(made, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    _ = wedrive_curl_multi_set_long(made, CURLMOPT_MAX_HOST_CONNECTIONS, capacity + 2)
    _ = wedrive_curl_multi_set_long(made, CURLMOPT_MAXCONNECTS, capacity)
    multi = made
    return made
  }

  /// Closes all connections. Easy handles go before the multi handle that knew them.
  func closeConnections() {
    pool.drain()
    guard let multi else { return }
    curl_multi_cleanup(multi)
    metrics.multiHandles.subtract(1, ordering: .relaxed)
    self.multi = nil
  }

  private func end() {
    for entry in waiting.removeAll() { refuse(entry, .shutDown, "the transport was shut down") }
    endTransfers(.shutDown)
    closeConnections()
    mailbox.end()
  }
}
