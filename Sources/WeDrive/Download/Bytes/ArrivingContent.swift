import Synchronization
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

/// Where one iteration over a content stands: pieces by range with one fetched ahead, or all of it from a temporary file.
final class ArrivingContent {
  private enum Supply {
    case pieces(PieceAhead?)
    case spooled(SpooledContent)
    case ended
  }

  private let client: WeDriveClient
  private let source: DownloadSource
  private let expected: ExpectedContent
  private let pieceSize: Int
  private let reader: PieceReader
  private let digest: PieceDigest?
  private var supply = Supply.pieces(nil)
  private var offset: Int64 = 0
  /// The length that the transfer itself announced.
  private var announced: Int64?

  init(_ client: WeDriveClient, _ source: DownloadSource, expecting expected: ExpectedContent, _ pieceSize: Int) {
    (self.client, self.source, self.expected, self.pieceSize) = (client, source, expected, pieceSize)
    reader = PieceReader(client, source, expecting: expected, pieceSize: pieceSize)
    digest = PieceDigest(expected)
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

  private func check(_ digest: PieceDigest) async throws(WeDriveError) {
    let found = await BlockingWork.run { digest.texts }
    try ExpectedContent(size: expected.size ?? announced, sha1: expected.sha1, md5: expected.md5).check(
      size: offset, sha1: found.sha1, md5: found.md5, endpoint: FileDownloadRequest.endpoint.name)
  }

  private func nextBytes() async throws(WeDriveError) -> [UInt8]? {
    switch supply {
    case .ended:
      return nil
    case .spooled(let content):
      return try await client.fileWork { [offset, pieceSize] () throws(FileFailure) in
        try content.read(pieceSize, at: offset)
      }
    case .pieces(let ahead):
      let result = await (ahead ?? PieceAhead(reader, at: offset, after: nil)).value
      switch result {
      case .failure(.rangesIgnored), .failure(.unjoinable): return try await spool()
      case .failure(let failure): throw failure.error(endpoint: FileDownloadRequest.endpoint.name)
      case .success(nil): return nil
      case .success(let piece?):
        announced = piece.total ?? announced
        // Without a digest or a tag, pieces of different contents could not be told apart.
        let isAll = expected.size ?? announced == offset + Int64(piece.bytes.count)
        if !isAll, !expected.hasDigest, piece.entityTag == nil { return try await spool() }
        let next = offset + Int64(piece.bytes.count)
        var facts = piece
        facts.bytes = []
        supply = isAll ? .ended : .pieces(PieceAhead(reader, at: next, after: facts))
        return piece.bytes
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

/// A piece that is being fetched. Nobody waits for it any more when it goes away.
private final class PieceAhead: Sendable {
  private let task: Task<Result<Piece?, ArrivalFailure>, Never>

  init(_ reader: PieceReader, at offset: Int64, after before: Piece?) {
    task = Task {
      do throws(ArrivalFailure) {
        return .success(try await reader.piece(at: offset, after: before))
      } catch {
        return .failure(error)
      }
    }
  }

  deinit { task.cancel() }

  var value: Result<Piece?, ArrivalFailure> {
    get async {
      await withTaskCancellationHandler {
        await task.value
      } onCancel: {
        task.cancel()
      }
    }
  }
}

/// The digests of pieces in order.
private final class PieceDigest: Sendable {
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
