import WeDriveRuntime

/// What a larger piece of work, such as the synchronisation of a tree, asks of every call that it makes: whether it may
/// begin, and how it ended.
package protocol CallGate: Sendable {
  /// Waits until a call may begin.
  ///
  /// - Throws: What ends the call instead.
  func enter(_ endpoint: Endpoint) async throws(WeDriveError)

  /// Counts an exchange, repetitions included, before it begins.
  ///
  /// - Throws: What ends the call instead.
  func begin(_ endpoint: Endpoint) throws(WeDriveError)

  /// Takes back an exchange of which nothing was sent.
  func withdraw()

  /// Notes how a call that has entered ended.
  ///
  /// - Parameter attempt: How often the service has asked for less since the call was made, this time included.
  /// - Returns: Whether a call that was refused because it was too much at once shall be made again.
  func leave(_ endpoint: Endpoint, after error: WeDriveError?, attempt: Int) -> Bool
}

extension CallGate {
  /// Carries out a call behind the gate. An accounting of the call itself decides about repetitions, if it says so.
  func carryOut<Reply>(
    _ endpoint: Endpoint, accountedBy accounting: CallAccounting?, _ instrumentation: (any ClientInstrumentation)?,
    _ send: (CallAccounting) async throws(WeDriveError) -> Reply
  ) async throws(WeDriveError) -> Reply {
    let gated = CallAccounting(
      reportsThrottling: true,
      willBegin: { () throws(WeDriveError) in
        try accounting?.willBegin()
        try begin(endpoint)
      },
      isPaid: { accounting?.isPaid() ?? false },
      wasNotSent: {
        accounting?.wasNotSent()
        withdraw()
      })
    var attempt = 1
    while true {
      let start = instrumentation.map { _ in ContinuousClock.now }
      try await enter(endpoint)
      // The first time it waits for its turn; later, because the service has asked for less.
      if attempt > 1, let start {
        instrumentation?.note(.waits(.throttled, ContinuousClock.now - start), within: ClientActivity.current)
      }
      do throws(WeDriveError) {
        let reply = try await send(gated)
        _ = leave(endpoint, after: nil, attempt: attempt)
        return reply
      } catch {
        let again = leave(endpoint, after: error, attempt: attempt)
        guard again, accounting?.reportsThrottling != true else { throw error }
        attempt += 1
      }
    }
  }
}
