import Synchronization
import WeDriveGenerated
import WeDriveRuntime

/// The content of one file as it arrives, in pieces of a few mebibytes.
///
/// A piece is fetched by a `Range` request of its own while the consumer works on the one before, and not sooner: a slow
/// consumer costs nothing but time, neither memory nor a connection that others wait for. Two pieces are in memory at most.
/// From a server that does not know ranges, all of it is first downloaded to a temporary file.
///
/// The size and the digest are known to be right only at the end: until the sequence has ended without an error, the bytes
/// are not verified, and must not be acted upon as if they were. Each iteration fetches the content anew.
public struct DownloadedBytes: AsyncSequence, Sendable {
  /// A piece: never empty.
  public typealias Element = [UInt8]
  /// What fetching throws.
  public typealias Failure = WeDriveError

  let client: WeDriveClient
  let source: DownloadSource
  let pieceSize: Int

  /// Begins at the first byte.
  public func makeAsyncIterator() -> Iterator { Iterator(client: client, source: source, pieceSize: pieceSize) }

  /// Fetches the content of one file, piece by piece.
  public struct Iterator: AsyncIteratorProtocol {
    private let client: WeDriveClient
    private let source: DownloadSource
    private let pieceSize: Int
    private var content: ArrivingContent?
    private var isOver = false

    init(client: WeDriveClient, source: DownloadSource, pieceSize: Int) {
      (self.client, self.source, self.pieceSize) = (client, source, pieceSize)
    }

    /// The next piece; nil when all of it has come and is what was announced.
    ///
    /// - Throws: `WeDriveError.integrity`, after the last piece, if the content was not what the service said.
    public mutating func next() async throws(WeDriveError) -> [UInt8]? {
      guard !isOver else { return nil }
      isOver = true
      let content: ArrivingContent
      if let current = self.content {
        content = current
      } else {
        content = ArrivingContent(client, source, expecting: try await client.facts(about: source).content, pieceSize)
        self.content = content
      }
      let piece = try await content.next()
      isOver = piece == nil
      return piece
    }
  }
}

extension WeDriveClient {
  /// The content of a file as a sequence of pieces, for a consumer that wants bytes and no file.
  ///
  /// ```swift
  /// for try await piece in drive.content(of: .file(id)) { try await output.write(piece) }
  /// ```
  ///
  /// - Parameters:
  ///   - source: What to download.
  ///   - pieceSize: The length of a piece in bytes: 64 KiB to 16 MiB. The last one is shorter, and so is one after which a
  ///     connection was lost.
  public func content(of source: DownloadSource, pieceSize: Int = 4 << 20) -> DownloadedBytes {
    DownloadedBytes(client: self, source: source, pieceSize: min(16 << 20, max(64 << 10, pieceSize)))
  }
}
