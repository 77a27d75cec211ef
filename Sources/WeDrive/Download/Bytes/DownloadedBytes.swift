import WeDriveGenerated
import WeDriveRuntime

/// The content of one file as it arrives, in chunks of a few mebibytes.
///
/// A chunk is fetched by a `Range` request of its own while the consumer works on the one before, and not sooner: a slow
/// consumer costs nothing but time, neither memory nor a connection that others wait for. Two chunks are in memory at most.
/// From a server that does not know ranges, all of it is first downloaded to a temporary file.
///
/// The size and the digest are known to be right only at the end: until the sequence has ended without an error, the bytes
/// are not verified, and must not be acted upon as if they were. Each iteration fetches the content anew.
public struct DownloadedBytes: AsyncSequence, Sendable {
  /// A chunk: never empty.
  public typealias Element = [UInt8]
  /// What fetching throws.
  public typealias Failure = WeDriveError

  let client: WeDriveClient
  let source: DownloadSource
  /// What a listing has told about the file; nil: it is asked for.
  let entry: FileInfo?
  let chunkSize: Int

  /// Begins at the first byte.
  public func makeAsyncIterator() -> Iterator {
    Iterator(client: client, source: source, entry: entry, chunkSize: chunkSize)
  }

  /// Fetches the content of one file, chunk by chunk.
  public struct Iterator: AsyncIteratorProtocol {
    private let client: WeDriveClient
    private let source: DownloadSource
    private let entry: FileInfo?
    private let chunkSize: Int
    private var content: ContentIterator?
    private var isOver = false

    init(client: WeDriveClient, source: DownloadSource, entry: FileInfo?, chunkSize: Int) {
      (self.client, self.source, self.entry, self.chunkSize) = (client, source, entry, chunkSize)
    }

    /// The next chunk; nil when all of it has come and is what was announced.
    ///
    /// - Throws: `WeDriveError.integrity`, after the last chunk, if the content was not what the service said.
    public mutating func next() async throws(WeDriveError) -> [UInt8]? {
      guard !isOver else { return nil }
      isOver = true
      let content: ContentIterator
      if let current = self.content {
        content = current
      } else {
        let facts =
          if let entry { try WeDriveClient.facts(in: entry) } else { try await client.facts(about: source) }
        content = ContentIterator(client, source, expecting: facts.content, chunkSize)
        self.content = content
      }
      let chunk = try await content.next()
      isOver = chunk == nil
      return chunk
    }
  }
}

extension WeDriveClient {
  /// The content of a file as a sequence of chunks, for a consumer that wants bytes and no file.
  ///
  /// ```swift
  /// for try await chunk in drive.content(of: .file(id)) { try await output.write(chunk) }
  /// ```
  ///
  /// - Parameters:
  ///   - source: What to download.
  ///   - chunkSize: The length of a chunk in bytes: 64 KiB to 16 MiB. The last one is shorter, and so is one after which a
  ///     connection was lost.
  public func content(of source: DownloadSource, chunkSize: Int = 4 << 20) -> DownloadedBytes {
    DownloadedBytes(client: self, source: source, entry: nil, chunkSize: Self.admissible(chunkSize: chunkSize))
  }

  /// The content of a file that a listing has told about. Its size and digests are known from there, so that the link is all
  /// that is asked for: one call instead of two.
  ///
  /// - Parameters:
  ///   - entry: An ordinary file, as a listing or `fileInfo` gave it.
  ///   - chunkSize: As for ``content(of:chunkSize:)``.
  public func content(of entry: FileInfo, chunkSize: Int = 4 << 20) -> DownloadedBytes {
    DownloadedBytes(
      client: self, source: .file(entry.fileID), entry: entry, chunkSize: Self.admissible(chunkSize: chunkSize))
  }

  private static func admissible(chunkSize: Int) -> Int { min(16 << 20, max(64 << 10, chunkSize)) }
}
