import Synchronization
import WeDriveRuntime

/// Takes the content of one file as it arrives: gathers it into large writes, computes its digest, and lets the file
/// appear under its name only when it is what was expected.
///
/// Called on the transport's own thread, where file work may block.
final class ContentReceiver: ReplySink {
  /// Content is written in pieces of this size: libcurl hands it over in pieces of 16 KiB at most.
  static let bufferSize = 1 << 20

  private let endpoint: Endpoint
  private let expected: ExpectedContent
  private let state: Mutex<ReceivedContent?>

  /// - Parameter endpoint: The call that gave the link: errors name it, and its service says how an error reply looks.
  init(_ target: DownloadTarget, expecting expected: ExpectedContent, endpoint: Endpoint) throws(WeDriveError) {
    self.endpoint = endpoint
    self.expected = expected
    guard let digest = ContentDigest(.sha1) else {
      throw .file(FileFailure(path: target.name, operation: "digest", reason: "libcrypto offers no SHA-1 here"))
    }
    let file: PartialFile
    do throws(FileFailure) {
      file = try PartialFile(at: target)
    } catch {
      throw .file(error)
    }
    state = Mutex(ReceivedContent(file: file, digest: digest))
  }

  func begin(_ head: HTTPReplyHead) throws {
    guard head.status == 200 else {
      throw failure("the link answered with HTTP status \(head.status)", status: head.status)
    }
    if let encoding = head["Content-Encoding"], encoding.lowercased() != "identity" {
      throw failure("the content arrived in an encoding that was not asked for", status: head.status)
    }
    let announced = head["Content-Length"].flatMap { Int64($0) }
    // A short reply of another length may be an error in words, which finish() looks for; a long one is just wrong.
    if let size = expected.size, let announced, announced != size, announced > Int64(Self.bufferSize) {
      throw wrongSize(announced, instead: size)
    }
    state.withLock { state in
      state?.announced = announced
      state?.isJSON = head["Content-Type"]?.lowercased().contains("json") ?? false
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws {
    try state.withLock { state throws(WeDriveError) in
      guard state != nil else { return }
      state?.received += Int64(bytes.count)
      if let size = expected.size, let received = state?.received, received > size, received > Int64(Self.bufferSize) {
        throw wrongSize(received, instead: size)
      }
      state?.buffer.append(contentsOf: bytes)
      if let count = state?.buffer.count, count >= Self.bufferSize { try state?.flush() }
    }
  }

  /// Checks what has arrived and lets the file appear under its name. On any failure it does not.
  ///
  /// Blocks: waits for the disk.
  ///
  /// - Parameter secrets: What was sent to get the content, and must not come back in an error.
  func finish(secrets: [String] = []) throws(WeDriveError) -> DownloadedFile {
    try state.withLock { state throws(WeDriveError) in
      guard let content = state.take() else { throw failure("the content was taken already", status: nil) }
      return try content.finish(expected, endpoint, secrets: secrets)
    }
  }

  /// Gives up: the temporary file is removed.
  func discard() {
    state.withLock { $0 = nil }
  }

  private func wrongSize(_ actual: Int64, instead expected: Int64) -> WeDriveError {
    .integrity(
      IntegrityFailure(endpoint: endpoint.name, property: "size", expected: "\(expected)", actual: "\(actual)"))
  }

  private func failure(_ reason: String, status: Int?) -> WeDriveError {
    .undecodableReply(UndecodableReply(endpoint: endpoint.name, reason: reason, status: status))
  }
}
