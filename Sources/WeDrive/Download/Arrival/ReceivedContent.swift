import WeDriveRuntime

/// Content that has arrived so far: what is in the file, and what waits to be written.
struct ReceivedContent: ~Copyable {
  private var digests: TrailingDigests
  private let needsMD5: Bool
  /// How much is in the file, and in the digests.
  private(set) var written: Int64 = 0
  /// What came after it.
  private(set) var buffer: [UInt8] = []
  /// Whether the reply under way brings the content from its first byte: then what is in the file goes away with the first
  /// write, and not before it is certain that the reply is the content.
  private(set) var startsOver = true
  /// What the transfer said the whole length is.
  private(set) var announced: Int64?
  /// The tag by which the server knows this state of the content; nil for none that is good for continuing.
  private(set) var entityTag: String?
  /// Whether the reply said that it is JSON.
  private(set) var isJSON = false

  /// Nothing yet. Nil where libcrypto does not offer what is needed.
  init?(needsMD5: Bool) {
    guard let digests = TrailingDigests(needsMD5: needsMD5) else { return nil }
    self.digests = digests
    self.needsMD5 = needsMD5
    buffer.reserveCapacity(ContentReceiver.bufferSize)
  }

  /// Bytes that are here, if the reply under way ended now.
  var size: Int64 { (startsOver ? 0 : written) + Int64(buffer.count) }
  var sha1Text: String { Hexadecimal.text(digests.sha1) }
  var md5Text: String? { digests.md5.map { Hexadecimal.text($0) } }
  /// The SHA-1 of what waits alone.
  var bufferSHA1Text: String? {
    guard var digest = ContentDigest(.sha1) else { return nil }
    buffer.withUnsafeBytes { digest.update($0) }
    return digest.finalise()
  }
  /// What the journal is told once all that is written is on the disk.
  var record: DownloadJournal.Record { DownloadJournal.Record(offset: written, sha1: digests.sha1) }

  /// Takes part of what an earlier attempt kept.
  mutating func takeKept(_ bytes: [UInt8]) {
    startsOver = false
    digests.digest(bytes)
    written += Int64(bytes.count)
  }

  /// Takes over what an earlier attempt knew.
  mutating func takeKept(_ header: DownloadJournal.Header) {
    announced = header.size
    entityTag = header.entityTag
  }

  mutating func beginWhole(announcing size: Int64?, _ head: HTTPReplyHead) {
    startsOver = true
    buffer.removeAll(keepingCapacity: true)
    announced = size
    entityTag = head.strongEntityTag
    isJSON = head["Content-Type"]?.lowercased().contains("json") ?? false
  }

  mutating func beginContinuation(announcing size: Int64?) {
    announced = announced ?? size
    isJSON = false
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) { buffer.append(contentsOf: bytes) }

  /// Forgets what came since the last write.
  mutating func dropBuffer() {
    buffer.removeAll(keepingCapacity: true)
    if written > 0 { startsOver = false }
  }

  /// Forgets all of it.
  mutating func reset() {
    buffer.removeAll(keepingCapacity: true)
    startsOver = true
  }

  /// Writes what waits; where the content starts over, into an empty file.
  mutating func flush(to file: PartialFile, _ header: DownloadJournal.Header) throws(FileFailure) {
    if startsOver {
      guard let fresh = TrailingDigests(needsMD5: needsMD5) else { return }
      try file.startOver(header)
      digests = fresh
      written = 0
      startsOver = false
    }
    guard !buffer.isEmpty else { return }
    try buffer.withUnsafeBufferPointer { waiting throws(FileFailure) in
      try file.write(UnsafeRawBufferPointer(waiting), at: written)
    }
    written += Int64(buffer.count)
    buffer = digests.take(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
