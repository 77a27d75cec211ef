import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// One download: from a link to a file, over as many exchanges as it takes.
struct Download {
  let content: RemoteContent
  let carrier: ContentCarrier
  let clock: CallClock
  let receiver: ContentReceiver
  /// Whether to forget what an earlier attempt left.
  let startsOver: Bool

  private var endpoint: String { content.endpoint }

  /// Brings the content here. On failure, what has arrived is kept for the next attempt, unless it is known to be wrong.
  ///
  /// - Parameter moved: Counts what is received, and what an earlier attempt left.
  func run(_ moved: inout TransferredBytes) async throws(WeDriveError) -> DownloadedFile {
    do throws(WeDriveError) {
      if !startsOver {
        try await restore()
        moved.resumed = receiver.received
      }
      return try await transfer(&moved)
    } catch {
      var isKept = content.keepsParts
      if case .integrity(let failure) = error, failure.property != "size" { isKept = false }
      await BlockingWork.run { [receiver, isKept] in receiver.end(keeping: isKept) }
      throw error
    }
  }

  private func restore() async throws(WeDriveError) {
    let isCancelled = Atomic<Bool>(false)
    let result: Result<Void, TransferFailure> = await withTaskCancellationHandler {
      await BlockingWork.run { [receiver] in
        Result { () throws(TransferFailure) in
          try receiver.restore { isCancelled.load(ordering: .relaxed) }
        }
      }
    } onCancel: {
      isCancelled.store(true, ordering: .relaxed)
    }
    if case .failure(let failure) = result { throw failure.error(endpoint: endpoint) }
    if Task.isCancelled { throw .cancelled(endpoint: endpoint) }
  }

  private func transfer(_ moved: inout TransferredBytes) async throws(WeDriveError) -> DownloadedFile {
    let exchanges = carrier.exchanges(for: content)
    var fetches = 0
    var attempts = DownloadAttempts(policy: carrier.retry, hasFreshLinks: content.hasFreshLinks)
    var current: ContentLink?
    while true {
      let before = receiver.received
      do throws(TransferFailure) {
        if !receiver.isComplete {
          if current == nil { current = try await freshLink() }
          if let current {
            fetches += 1
            try await fetch(current, by: exchanges, resends: fetches - 1)
          }
        }
        let file = try await finish(current)
        moved.received += max(0, file.size - before)
        return file
      } catch {
        await BlockingWork.run { [receiver] in receiver.suspend() }
        let gained = receiver.received - before
        moved.received += max(0, gained)
        let isExpired = current.map { $0.expiry <= CallClock.wallClock() } ?? false
        let step = attempts.after(error, gained: gained, isExpired: isExpired, random: clock.random())
        carrier.logger.debug(
          "a download's content stopped arriving", metadata: ["next": "\(step)", "gained": "\(gained)"])
        switch step {
        case .giveUp: throw error.error(endpoint: endpoint)
        case .renewLink: current = nil
        case .startOver(let asksForAll): receiver.startOver(asksForAll: asksForAll)
        case .again(let wait):
          carrier.note(waiting: wait, after: error)
          try await sleep(wait)
        case .finish:
          do throws(TransferFailure) { return try await finish(current) } catch {
            throw error.error(endpoint: endpoint)
          }
        }
      }
    }
  }

  private func freshLink() async throws(TransferFailure) -> ContentLink {
    do throws(WeDriveError) {
      return try await content.link()
    } catch {
      if case .transport(let failure) = error { throw .lost(failure) }
      throw .final(error)
    }
  }

  private func fetch(
    _ link: ContentLink, by exchanges: InstrumentedExchanges, resends: Int
  ) async throws(TransferFailure) {
    let part = receiver.nextRequest()
    // The receiver stops content that is longer than expected, and says so better than the transport could.
    let maximum =
      content.expected.size.map { $0.clampedSum(2 * Int64(ContentReceiver.bufferSize)) } ?? content.maximumSize
    var request = HTTPRequest(.get, url: link.url, isRepeatable: true, timeout: nil, maximumReplySize: maximum)
    request.headers = link.headers
    if let part {
      request.headers.append(HTTPHeader("Range", "bytes=\(part.offset)-"))
      if let tag = part.entityTag { request.headers.append(HTTPHeader("If-Range", tag)) }
    }
    request.lane = .bulk
    request.redirects = .follow(maximum: 5)
    do throws(TransportFailure) {
      _ = try await exchanges.stream(request, to: receiver, resends: resends)
    } catch {
      throw TransferFailure(error, to: part, endpoint: endpoint)
    }
  }

  private func finish(_ link: ContentLink?) async throws(TransferFailure) -> DownloadedFile {
    let secrets = link?.secrets ?? []
    return try await BlockingWork.run { [receiver] () throws(TransferFailure) in
      try receiver.finish(secrets: secrets)
    }
  }

  private func sleep(_ wait: Duration) async throws(WeDriveError) {
    do { try await clock.sleep(wait) } catch { throw .cancelled(endpoint: endpoint) }
  }
}

/// Does something with each, so many at once, and gives the results in the order of the items.
package func eachInOrder<Item: Sendable, Value: Sendable>(
  _ items: [Item], atOnce width: Int, _ work: @escaping @Sendable (Item, Int) async -> Value
) async -> [Value] {
  await withTaskGroup(of: (Int, Value).self) { group in
    var results = [Value?](repeating: nil, count: items.count)
    var waiting = items.indices.makeIterator()
    func startNext() {
      guard let index = waiting.next() else { return }
      let item = items[index]
      group.addTask { (index, await work(item, index)) }
    }
    for _ in 0..<width { startNext() }
    while let (index, value) = await group.next() {
      results[index] = value
      startNext()
    }
    return results.compactMap { $0 }
  }
}
