import WeDriveRuntime

/// Content that has arrived so far: what is on the disk, and what waits to be written.
struct ReceivedContent: ~Copyable {
  var file: PartialFile
  var digest: ContentDigest
  var buffer: [UInt8] = []
  /// Bytes that have arrived.
  var received: Int64 = 0
  /// What the reply said its length would be.
  var announced: Int64?
  /// Whether the reply said that it is JSON.
  var isJSON = false

  init(file: consuming PartialFile, digest: consuming ContentDigest) {
    self.file = file
    self.digest = digest
    buffer.reserveCapacity(ContentReceiver.bufferSize)
  }

  /// Writes what waits.
  mutating func flush() throws(WeDriveError) {
    do throws(FileFailure) {
      try buffer.withUnsafeBufferPointer { buffer throws(FileFailure) in
        let bytes = UnsafeRawBufferPointer(buffer)
        digest.update(bytes)
        try file.append(bytes)
      }
    } catch {
      throw .file(error)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Checks the content and gives the file its name.
  consuming func finish(
    _ expected: ExpectedContent, _ endpoint: Endpoint, secrets: [String]
  ) throws(WeDriveError) -> DownloadedFile {
    let refusal = file.size == 0 ? Refusal(inContent: buffer, endpoint: endpoint, secrets: secrets) : nil
    if let refusal, isJSON, expected.size == nil { throw .refused(refusal) }
    try flush()
    let size = received
    let sha1 = digest.finalise()
    do throws(WeDriveError) {
      try ExpectedContent(size: expected.size ?? announced, sha1: expected.sha1)
        .check(size: size, sha1: sha1, endpoint: endpoint.name)
    } catch {
      if let refusal { throw .refused(refusal) }
      throw error
    }
    let path = file.path
    do throws(FileFailure) {
      try file.publish()
    } catch {
      throw .file(error)
    }
    return DownloadedFile(path: path, size: size, sha1: sha1, isVerified: expected.sha1 != nil)
  }
}
