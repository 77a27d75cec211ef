import WeDriveRuntime

/// Content that has arrived so far: what is in the file, and what waits to be written.
struct ReceivedContent: ~Copyable {
  private var sha1: ContentDigest
  private var md5: ContentDigest?
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

  private init(sha1: consuming ContentDigest, md5: consuming ContentDigest?) {
    self.sha1 = sha1
    self.md5 = md5
    buffer.reserveCapacity(ContentReceiver.bufferSize)
  }

  /// Nothing yet. Nil where libcrypto does not offer what is needed.
  static func empty(needsMD5: Bool) -> ReceivedContent? {
    guard let sha1 = ContentDigest(.sha1) else { return nil }
    guard needsMD5 else { return ReceivedContent(sha1: sha1, md5: nil) }
    guard let md5 = ContentDigest(.md5) else { return nil }
    return ReceivedContent(sha1: sha1, md5: md5)
  }

  /// Bytes that are here, if the reply under way ended now.
  var size: Int64 { (startsOver ? 0 : written) + Int64(buffer.count) }
  var sha1Text: String { Hexadecimal.text(sha1.current()) }
  var md5Text: String? {
    switch md5 {
    case .some(let digest): Hexadecimal.text(digest.current())
    case .none: nil
    }
  }
  /// The SHA-1 of what waits alone.
  var bufferSHA1Text: String? {
    guard var digest = ContentDigest(.sha1) else { return nil }
    buffer.withUnsafeBytes { digest.update($0) }
    return digest.finalise()
  }
  /// What the journal is told once all that is written is on the disk.
  var record: DownloadJournal.Record { DownloadJournal.Record(offset: written, sha1: sha1.current()) }

  /// Takes part of what an earlier attempt kept.
  mutating func takeKept(_ bytes: UnsafeRawBufferPointer) {
    startsOver = false
    digest(bytes)
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
      guard let fresh = ReceivedContent.empty(needsMD5: md5 != nil) else { return }
      try file.startOver(header)
      takeDigests(of: fresh)
      written = 0
      startsOver = false
    }
    guard !buffer.isEmpty else { return }
    // Out of the way, and back again: its room is used for the next piece.
    var waiting: [UInt8] = []
    swap(&buffer, &waiting)
    defer {
      waiting.removeAll(keepingCapacity: true)
      swap(&buffer, &waiting)
    }
    try waiting.withUnsafeBufferPointer { waiting throws(FileFailure) in
      let bytes = UnsafeRawBufferPointer(waiting)
      try file.write(bytes, at: written)
      digest(bytes)
    }
  }

  private mutating func takeDigests(of fresh: consuming ReceivedContent) {
    sha1 = fresh.sha1
    md5 = fresh.md5
  }

  private mutating func digest(_ bytes: UnsafeRawBufferPointer) {
    sha1.update(bytes)
    md5?.update(bytes)
    written += Int64(bytes.count)
  }
}
