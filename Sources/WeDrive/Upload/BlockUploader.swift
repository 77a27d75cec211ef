import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// Carries one content through the chunk protocol, whichever family of calls it is: start, blocks, finish.
struct BlockUploader<Start: BlockUploadRequest>: Sendable {
  /// Looks whether the service has made what was uploaded. The time is that of the upload's beginning, in seconds since
  /// 1970, where only something newer counts.
  typealias LookUp = @Sendable (BlockDigests, _ since: Int64?) async throws(WeDriveError) -> Start.Result?

  let drive: MeteredClient
  let start: Start
  let content: HashedSource
  let options: UploadOptions
  let journal: (any UploadJournal)?
  /// SHA-256 of where the content goes.
  let target: [UInt8]
  /// Nil where there is no way to look.
  let lookUp: LookUp?
  /// The result as it is told to ``UploadOptions/onCompletion``.
  let outcome: @Sendable (Start.Result) -> UploadResult

  /// An upload that the service has started.
  struct Session: Sendable {
    var key: Start.Key
    /// In seconds since 1970.
    var created: Int64
    var done: Set<Int> = []
    /// Whether the completing call may have been made already.
    var isFinishing = false
    /// Whether another machine may have completed it without a word.
    var mayBeComplete = false
  }

  /// How a part of the way ended.
  enum Step<Value: Sendable>: Sendable {
    case done(Value)
    /// The service does not know the upload any more.
    case expired(Refusal)
  }

  var meter: UploadMeter { drive.meter }
  var digests: BlockDigests { content.digests }

  /// Does all that is left to do.
  func run() async throws(UploadFailure.Cause) -> Start.Result {
    meter.note { $0.phase = .sending }
    var session = try await remembered()
    // Finish, what is missing, and start if there is nothing to go on with.
    let missing = digests.entries.count - (session?.done.count ?? 0)
    let calls = 1 + missing + (session == nil ? 1 : 0)
    meter.note { $0.neededCalls = calls }
    do throws(WeDriveError) {
      try await drive.reserve(calls)
    } catch {
      throw .error(error)
    }
    var hasRestarted = false
    while true {
      let current: Session
      if let session {
        current = session
      } else {
        switch try await begin() {
        case .complete(let result):
          await complete(with: result)
          return result
        case .started(let started): current = started
        }
      }
      switch try await complete(current) {
      case .done(let result):
        await complete(with: result)
        return result
      case .expired(let refusal):
        if await mayBeComplete(current), let found = try await look(since: current.created) {
          await complete(with: found)
          return found
        }
        // Once may be an upload that took too long; twice is something else.
        guard !hasRestarted else { throw .error(.refused(refusal)) }
        hasRestarted = true
        session = nil
      }
    }
  }

  private func complete(_ session: Session) async throws(UploadFailure.Cause) -> Step<Start.Result> {
    if !session.isFinishing || session.done.count < digests.entries.count {
      if case .expired(let refusal) = try await sendParts(of: session) { return .expired(refusal) }
    }
    meter.note { $0.phase = .finishing }
    return try await finish(session)
  }

  // MARK: - The journal

  /// What an earlier attempt left, if it is of this content.
  private func remembered() async throws(UploadFailure.Cause) -> Session? {
    guard let journal, let contents = await journal.remembered() else { return nil }
    let header = contents.header
    guard header.target == target else {
      throw .journalRefused(path: journal.path, reason: "is of an upload to another place")
    }
    guard header.size == digests.size, header.digests == digests.hash else {
      guard options.changedContent == .startOver else {
        throw .journalRefused(
          path: journal.path, reason: "is of an upload of other content: the file has changed since")
      }
      try await journal.forget()
      return nil
    }
    let confirmed = contents.parts.reduce(Int64(0)) { $0 + Int64(digests.range(of: $1).count) }
    meter.note { $0.confirmed = confirmed }
    meter.count(resumed: confirmed)
    return Session(
      key: Start.Key(rawValue: header.key), created: header.created, done: contents.parts,
      isFinishing: contents.isFinishing, mayBeComplete: await journal.mayBeComplete())
  }

  private func mayBeComplete(_ session: Session) async -> Bool {
    if session.mayBeComplete { return true }
    return await journal?.mayBeComplete() ?? false
  }

  private func remember(_ session: Session) async throws(UploadFailure.Cause) {
    let header = UploadJournalFormat.Header(
      target: target, size: digests.size, sha1: digests.sha1 ?? "", digests: digests.hash,
      identity: content.source.identity, created: session.created, key: session.key.rawValue)
    try await journal?.begin(header)
  }

  /// Hands out the result, and only then forgets the upload: in the other order, a process that ends in between would make
  /// the file a second time.
  private func complete(with result: Start.Result) async {
    let made = outcome(result)
    await BlockingWork.run { options.onCompletion?(made) }
    await journal?.complete(made.description)
  }

  // MARK: - Start

  private enum Beginning { case complete(Start.Result), started(Session) }

  private func begin() async throws(UploadFailure.Cause) -> Beginning {
    let created = CallClock.wallClock()
    let reply: Start.Response
    do throws(WeDriveError) {
      reply = try await drive.send(start.announcing(digests))
    } catch {
      // Lost, and yet it may have made the file at once, if the service had the content. What was only started is not
      // visible in the space.
      guard case .outcomeUnknown = error, !Task.isCancelled, let lookUp else { throw UploadFailure.Cause(error) }
      if let found = try? await lookUp(digests, created) { return .complete(found) }
      throw UploadFailure.Cause(error)
    }
    let answer = Start.answer(reply)
    if let result = answer.result, answer.exists || answer.key == nil { return .complete(result) }
    guard !answer.exists, let key = answer.key, !key.rawValue.isEmpty else {
      throw .error(
        .undecodableReply(
          UndecodableReply(endpoint: Start.endpoint.name, reason: "names neither an upload nor a result")))
    }
    let session = Session(key: key, created: created)
    try await remember(session)
    return .started(session)
  }

  // MARK: - Finish

  private func finish(_ session: Session) async throws(UploadFailure.Cause) -> Step<Start.Result> {
    let mayBeComplete = await mayBeComplete(session)
    var isUnknown = session.isFinishing || mayBeComplete
    if isUnknown, let found = try await look(since: session.created) { return .done(found) }
    let source = content.source
    guard await BlockingWork.run({ source.isInPlace() }) else {
      throw .sourceChanged(block: digests.entries.count)
    }
    if !session.isFinishing { try await journal?.append(.finishing) }
    var lost: WeDriveError?
    // A second time only after the first one's reply was lost: an upload can be completed only once.
    for _ in 0..<2 {
      do throws(WeDriveError) {
        return .done(Start.result(of: try await drive.send(Start.finish(session.key))))
      } catch {
        switch error {
        case .outcomeUnknown where !Task.isCancelled:
          isUnknown = true
          lost = error
          if let found = try await look(since: session.created) { return .done(found) }
        case .refused(let refusal) where Start.expired.contains(refusal.code):
          if isUnknown, let found = try await look(since: nil) { return .done(found) }
          // It may be complete, and there is no way to see.
          if isUnknown, lookUp == nil {
            throw .error(
              lost
                ?? .outcomeUnknown(
                  UnknownOutcome(endpoint: refusal.endpoint, cause: .unusableReply, reason: refusal.description)))
          }
          return .expired(refusal)
        default: throw UploadFailure.Cause(error)
        }
      }
    }
    throw UploadFailure.Cause(lost ?? .cancelled(endpoint: Start.Finish.endpoint.name))
  }

  private func look(since: Int64?) async throws(UploadFailure.Cause) -> Start.Result? {
    guard let lookUp else { return nil }
    do throws(WeDriveError) {
      return try await lookUp(digests, since)
    } catch {
      throw UploadFailure.Cause(error)
    }
  }
}

extension UploadFailure.Cause {
  /// The cause behind an error, which may have been given a cause already.
  init(_ error: WeDriveError) {
    if case .upload(let failure) = error { self = failure.cause } else { self = .error(error) }
  }
}
