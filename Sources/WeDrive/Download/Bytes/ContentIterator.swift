import Synchronization
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// Where one iteration over a content stands: chunks by range with one fetched ahead, or all of it from a temporary file.
final class ContentIterator {
  private enum Supply {
    case chunks(ChunkAhead?)
    case spooled(SpooledContent)
    case ended
  }

  private let client: WeDriveClient
  private let source: DownloadSource
  private let expected: ExpectedContent
  private let chunkSize: Int
  private let reader: RangeFetcher
  private let digest: ChunkDigest?
  private var supply = Supply.chunks(nil)
  private var offset: Int64 = 0
  /// The length that the transfer itself announced.
  private var announced: Int64?

  init(_ client: WeDriveClient, _ source: DownloadSource, expecting expected: ExpectedContent, _ chunkSize: Int) {
    (self.client, self.source, self.expected, self.chunkSize) = (client, source, expected, chunkSize)
    reader = RangeFetcher(client, source, expecting: expected, chunkSize: chunkSize)
    digest = ChunkDigest(expected)
  }

  func next() async throws(WeDriveError) -> [UInt8]? {
    guard let digest else {
      throw .file(FileFailure(path: "content", operation: "digest", reason: "libcrypto offers no SHA-1 or MD5 here"))
    }
    guard let bytes = try await nextBytes(), !bytes.isEmpty else {
      try await check(digest)
      return nil
    }
    await BlockingWork.run { digest.update(bytes) }
    offset += Int64(bytes.count)
    if let size = expected.size, offset > size {
      throw .wrongContent("size", "\(offset)", insteadOf: "\(size)", FileDownloadRequest.endpoint.name)
    }
    return bytes
  }

  private func check(_ digest: ChunkDigest) async throws(WeDriveError) {
    let found = await BlockingWork.run { digest.texts }
    try ExpectedContent(size: expected.size ?? announced, sha1: expected.sha1, md5: expected.md5).check(
      size: offset, sha1: found.sha1, md5: found.md5, endpoint: FileDownloadRequest.endpoint.name)
  }

  private func nextBytes() async throws(WeDriveError) -> [UInt8]? {
    switch supply {
    case .ended:
      return nil
    case .spooled(let content):
      return try await client.fileWork { [offset, chunkSize] () throws(FileFailure) in
        try content.read(chunkSize, at: offset)
      }
    case .chunks(let ahead):
      let result = await (ahead ?? ChunkAhead(reader, at: offset, after: nil)).value
      switch result {
      case .failure(.rangesIgnored), .failure(.unjoinable): return try await spool()
      case .failure(let failure): throw failure.error(endpoint: FileDownloadRequest.endpoint.name)
      case .success(nil): return nil
      case .success(let chunk?):
        announced = chunk.total ?? announced
        // Without a digest or a tag, chunks of different contents could not be told apart.
        let isAll = expected.size ?? announced == offset + Int64(chunk.bytes.count)
        if !isAll, !expected.hasDigest, chunk.entityTag == nil { return try await spool() }
        let next = offset + Int64(chunk.bytes.count)
        var facts = chunk
        facts.bytes = []
        supply = isAll ? .ended : .chunks(ChunkAhead(reader, at: next, after: facts))
        return chunk.bytes
      }
    }
  }

  /// Goes on from a temporary file that holds all of the content in one state. What was delivered already has to be its
  /// beginning: it cannot be taken back.
  private func spool() async throws(WeDriveError) -> [UInt8]? {
    let content = try await SpooledContent.download(source, expecting: expected, with: client)
    if offset > 0, let digest {
      let begun = await BlockingWork.run { digest.texts.sha1 }
      let found = try await client.fileWork { [offset] () throws(FileFailure) in try content.sha1(ofFirst: offset) }
      guard begun == found else {
        throw .wrongContent(
          "beginning", "that of other content (SHA-1 \(found))",
          insteadOf: "the \(offset) bytes that were delivered before the content changed (SHA-1 \(begun))",
          FileDownloadRequest.endpoint.name)
      }
    }
    supply = .spooled(content)
    return try await nextBytes()
  }
}

/// A chunk that is being fetched. It is cancelled when this goes away.
private final class ChunkAhead: Sendable {
  private let task: Task<Result<Chunk?, TransferFailure>, Never>

  init(_ reader: RangeFetcher, at offset: Int64, after before: Chunk?) {
    task = Task {
      do throws(TransferFailure) {
        return .success(try await reader.chunk(at: offset, after: before))
      } catch {
        return .failure(error)
      }
    }
  }

  deinit { task.cancel() }

  var value: Result<Chunk?, TransferFailure> {
    get async {
      await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }
}

/// The digests of chunks in order.
private final class ChunkDigest: Sendable {
  private struct State: ~Copyable {
    var sha1: ContentDigest
    var md5: ContentDigest
    let needsMD5: Bool
  }

  private let state: Mutex<State>

  init?(_ expected: ExpectedContent) {
    // Where only one is needed, the other may be of any kind that is there.
    guard let sha1 = ContentDigest(.sha1), let md5 = ContentDigest(expected.needsMD5 ? .md5 : .sha1) else { return nil }
    state = Mutex(State(sha1: sha1, md5: md5, needsMD5: expected.needsMD5))
  }

  func update(_ bytes: [UInt8]) {
    state.withLock { state in
      bytes.withUnsafeBytes { bytes in
        state.sha1.update(bytes)
        if state.needsMD5 { state.md5.update(bytes) }
      }
    }
  }

  var texts: (sha1: String, md5: String?) {
    state.withLock { state in
      (Hexadecimal.text(state.sha1.current()), state.needsMD5 ? Hexadecimal.text(state.md5.current()) : nil)
    }
  }
}
