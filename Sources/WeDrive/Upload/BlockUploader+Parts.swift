import WeDriveRuntime
import WeDriveTransfers

/// Sending blocks, several at once.
extension BlockUploader {
  /// How often in a row the service may ask for less before it is believed.
  private static var patience: Int { 8 }

  private enum PartOutcome: Sendable {
    case taken
    case throttled(WeDriveError)
    case expired(Refusal)
    case failed(UploadFailure.Cause)
  }

  /// Sends what is missing. After a failure no more blocks set out. Those under way arrive, since their calls count
  /// already, unless a call failed or the task was cancelled; what the service has taken by then is remembered.
  func sendParts(of session: Session) async throws(UploadFailure.Cause) -> Step<Void> {
    let schedule = PartSchedule(
      count: digests.entries.count, done: session.done, maximum: options.admissibleConcurrency)
    let result = await withTaskGroup(of: (Int, PartOutcome).self) { group in
      await sendParts(of: session, schedule, in: &group)
    }
    return try result.get()
  }

  private func sendParts(
    of session: Session, _ schedule: PartSchedule, in group: inout TaskGroup<(Int, PartOutcome)>
  ) async -> Result<Step<Void>, UploadFailure.Cause> {
    var schedule = schedule
    var ending: Result<Step<Void>, UploadFailure.Cause>?
    while true {
      while ending == nil, let block = schedule.take() {
        meter.note { $0.inFlight += Int64(digests.range(of: block).count) }
        group.addTask { (block, await send(block, of: session)) }
      }
      guard let (block, outcome) = await group.next() else { break }
      let size = Int64(digests.range(of: block).count)
      meter.note { $0.inFlight -= size }
      switch outcome {
      case .taken:
        schedule.confirm(block)
        meter.count(sent: size)
        do throws(UploadFailure.Cause) {
          // Before another takes its place: so no more blocks than are under way are ever sent twice.
          try await journal?.append(.part(block))
          meter.note { $0.confirmed += size }
        } catch {
          ending = ending ?? .failure(error)
        }
      case .throttled(let error):
        let before = schedule.complaints
        schedule.slowDown(block)
        if schedule.complaints > Self.patience { ending = ending ?? .failure(UploadFailure.Cause(error)) }
        if ending == nil, schedule.complaints > before {
          do throws(UploadFailure.Cause) {
            try await rest(schedule.complaints, after: error)
          } catch {
            ending = .failure(error)
          }
        }
      case .expired(let refusal): ending = ending ?? .success(.expired(refusal))
      case .failed(let cause): ending = ending ?? .failure(cause)
      }
      if case .failure(.error) = ending { group.cancelAll() }
    }
    if case .failure(.sourceChanged(let block)) = ending {
      // A note for a person who looks: the next attempt computes the digests again in any case.
      try? await journal?.append(.changed(block))
    }
    return ending ?? .success(.done(()))
  }

  private func send(_ block: Int, of session: Session) async -> PartOutcome {
    do throws(UploadFailure.Cause) {
      if Task.isCancelled { return .failed(.error(.cancelled(endpoint: Start.Part.endpoint.name))) }
      return await send(try await prepare(block, of: session), block)
    } catch {
      return .failed(error)
    }
  }

  /// Reads and checks a block and makes a call of it: so much of it is in memory while it is under way, and no more.
  private func prepare(
    _ block: Int, of session: Session
  ) async throws(UploadFailure.Cause) -> PreparedCall<Start.Part> {
    let (content, key) = (content, session.key)
    return try await HashedSource.threads.run { () throws(UploadFailure.Cause) -> PreparedCall<Start.Part> in
      let bytes = try content.block(block)
      do throws(WeDriveError) {
        return try PreparedCall(Start.part(key, block: block, content: Base64Content(bytes)))
      } catch {
        throw .error(error)
      }
    }
  }

  private func send(_ part: PreparedCall<Start.Part>, _ block: Int) async -> PartOutcome {
    do throws(WeDriveError) {
      _ = try await drive.send(part, reportingThrottling: true)
      return .taken
    } catch {
      switch error {
      case .refused(let refusal):
        if refusal.advice?.action == .slowDown { return .throttled(error) }
        if Start.expired.contains(refusal.code) { return .expired(refusal) }
        return .failed(.blockRefused(block: block, refusal))
      case .unavailable(let answer) where answer.status == 429: return .throttled(error)
      default: return .failed(UploadFailure.Cause(error))
      }
    }
  }

  /// Waits a while after the service has asked for less, longer each time and at least as long as it says.
  ///
  /// - Throws: `error` if it asks for more than ``RetryPolicy/maximumRetryAfter``; that the task was cancelled.
  private func rest(_ complaints: Int, after error: WeDriveError) async throws(UploadFailure.Cause) {
    var retryAfter: Duration?
    if case .unavailable(let answer) = error { retryAfter = answer.retryAfter }
    let pause = drive.drive.retry.wait(
      after: complaints, backoff: .throttled, retryAfter: retryAfter, random: Double.random(in: 0.5..<1))
    guard let wait = pause else { throw UploadFailure.Cause(error) }
    drive.drive.instrumentation?.note(.waits(.throttled, wait), within: ClientActivity.current)
    do {
      try await Task.sleep(for: wait)
    } catch {
      throw .error(.cancelled(endpoint: Start.Part.endpoint.name))
    }
  }
}
