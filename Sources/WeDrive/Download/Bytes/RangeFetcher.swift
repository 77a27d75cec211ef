import Synchronization
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// Fetches chunks of one content by `Range`, over as many links and attempts as it takes.
final class RangeFetcher: Sendable {
  private let client: WeDriveClient
  private let source: DownloadSource
  private let expected: ExpectedContent
  private let chunkSize: Int
  private let link = Mutex<DownloadLink?>(nil)

  init(_ client: WeDriveClient, _ source: DownloadSource, expecting expected: ExpectedContent, chunkSize: Int) {
    (self.client, self.source, self.expected, self.chunkSize) = (client, source, expected, chunkSize)
  }

  /// The next chunk from `offset` on: a byte at least; nil at the end of the content.
  ///
  /// - Parameter before: What the chunk before told about the whole.
  func chunk(at offset: Int64, after before: Chunk?) async throws(TransferFailure) -> Chunk? {
    let size = expected.size ?? before?.total
    if let size, offset >= size { return nil }
    var attempts = DownloadAttempts(policy: client.retry)
    var fetches = 0
    while true {
      do throws(TransferFailure) {
        fetches += 1
        return try await fetch(at: offset, size: size, entityTag: before?.entityTag, resends: fetches - 1)
      } catch {
        let isExpired = link.withLock { $0.map { $0.expiry <= CallClock.wallClock() } ?? false }
        switch attempts.after(error, gained: 0, isExpired: isExpired, random: .random(in: 0..<1)) {
        case .finish: return nil
        // Bytes that were delivered cannot be taken back: the consumer of chunks knows what can be done.
        case .giveUp, .startOver: throw error
        case .renewLink: link.withLock { $0 = nil }
        case .again(let wait):
          client.instrumentation?.note(.waits(error.waitReason, wait), within: ClientActivity.current)
          do { try await Task.sleep(for: wait) } catch {
            throw .final(.cancelled(endpoint: FileDownloadRequest.endpoint.name))
          }
        }
      }
    }
  }

  private func fetch(
    at offset: Int64, size: Int64?, entityTag: String?, resends: Int
  ) async throws(TransferFailure) -> Chunk {
    let link = try await currentLink()
    let room = Int(min(Int64(chunkSize), (size ?? .max) - offset))
    // The digest tells other content at the end; where there is none, only the tag does.
    let part = AskedPart(offset: offset, size: size, entityTag: expected.hasDigest ? nil : entityTag)
    let receiver = ChunkReceiver(
      part, room: max(room, Int(min(size ?? 0, 1 << 16))), endpoint: FileDownloadRequest.endpoint)
    var request = HTTPRequest(.get, url: link.url, isRepeatable: true, timeout: nil, maximumReplySize: .max)
    request.headers = link.content.headers + [HTTPHeader("Range", "bytes=\(offset)-\(offset + Int64(room) - 1)")]
    if let tag = part.entityTag { request.headers.append(HTTPHeader("If-Range", tag)) }
    request.lane = .bulk
    request.redirects = .follow(maximum: 5)
    let exchanges = InstrumentedExchanges(
      by: client.transport, for: FileDownloadRequest.endpoint.name, of: Service.weCom.name,
      instrumentation: client.instrumentation)
    var failure: TransferFailure?
    do throws(TransportFailure) {
      _ = try await exchanges.stream(request, to: receiver, resends: resends)
    } catch {
      failure = TransferFailure(error, to: part, endpoint: FileDownloadRequest.endpoint.name)
    }
    // What came before a connection was lost is as good as any. After anything else it is not wanted.
    if let failure {
      guard case .lost(let lost) = failure, lost.code != .cancelled else { throw failure }
    }
    if let chunk = try receiver.take(afterAll: failure == nil, secrets: link.content.secrets),
      failure == nil || chunk.bytes.count >= DownloadAttempts.gain
    {
      return chunk
    }
    throw failure
      ?? .lost(TransportFailure(.truncated, progress: .replied, reason: "a part of the content arrived empty"))
  }

  private func currentLink() async throws(TransferFailure) -> DownloadLink {
    if let link = link.withLock({ $0 }) { return link }
    do throws(WeDriveError) {
      let fresh = try await client.downloadLink(source)
      link.withLock { $0 = fresh }
      return fresh
    } catch {
      if case .transport(let failure) = error { throw .lost(failure) }
      throw .final(error)
    }
  }
}
