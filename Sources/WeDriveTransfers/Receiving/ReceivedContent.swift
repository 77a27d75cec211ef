import WeDriveHTTP
import WeDriveRuntime

/// Content that has arrived so far: what is in the file, and what waits to be written.
struct ReceivedContent: ~Copyable {
  /// What a server said about a state of the content.
  struct Announcement {
    /// The whole length.
    var size: Int64?
    /// The tag by which the server knows this state of the content; nil for none that is good for continuing.
    var entityTag: String?
    /// Whether the reply said that it is JSON.
    var isJSON = false
  }

  private var digests: TrailingDigests
  private let needsMD5: Bool
  /// How much is in the file, and in the digests.
  private(set) var written: Int64 = 0
  /// What came after it.
  private(set) var buffer: [UInt8] = []
  /// Whether the reply under way brings the content from its first byte: then what is in the file goes away with the first
  /// write, and not before it is certain that the reply is the content.
  private(set) var startsOver = true
  /// What was said about what is in the file.
  private var kept = Announcement()
  /// What was said by the reply under way, if that brings the content from its first byte.
  private var arriving = Announcement()
  /// Whether what is in the file came by more than one exchange, so that it may be of more than one state of the content.
  private(set) var isJoined = false

  /// Nothing yet. Nil where libcrypto does not offer what is needed.
  init?(needsMD5: Bool) {
    guard let digests = TrailingDigests(needsMD5: needsMD5) else { return nil }
    self.digests = digests
    self.needsMD5 = needsMD5
    buffer.reserveCapacity(ContentReceiver.bufferSize)
  }

  private var announcement: Announcement { startsOver ? arriving : kept }
  /// What the transfer said the whole length is.
  var announced: Int64? { announcement.size }
  /// The tag of what is here.
  var entityTag: String? { announcement.entityTag }
  /// Whether the reply under way said that it is JSON.
  var isJSON: Bool { startsOver && arriving.isJSON }
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
  mutating func restore(_ bytes: [UInt8]) {
    (startsOver, isJoined) = (false, true)
    digests.digest(bytes)
    written += Int64(bytes.count)
  }

  /// Takes over what an earlier attempt knew.
  mutating func restore(_ header: DownloadJournal.Header) {
    kept = Announcement(size: header.size, entityTag: header.entityTag)
  }

  mutating func beginWhole(announcing size: Int64?, _ head: HTTPReplyHead) {
    startsOver = true
    buffer.removeAll(keepingCapacity: true)
    arriving = Announcement(
      size: size, entityTag: head.strongEntityTag,
      isJSON: head["Content-Type"]?.lowercased().contains("json") ?? false)
  }

  mutating func beginPart(announcing size: Int64) {
    isJoined = true
    kept.size = kept.size ?? size
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) { buffer.append(contentsOf: bytes) }

  /// Forgets what came since the last write, and what was said about it.
  mutating func dropBuffer() {
    buffer.removeAll(keepingCapacity: true)
    if written > 0 { startsOver = false }
  }

  /// Waits for content from its first byte. What is in the file stays until that is certain to have come.
  mutating func reset() {
    buffer.removeAll(keepingCapacity: true)
    startsOver = true
  }

  /// Forgets also what is in the file: it is not what it was.
  mutating func forget() {
    reset()
    written = 0
  }

  /// Writes what waits; where the content starts over, into an empty file.
  mutating func flush(to file: PartialFile, _ header: DownloadJournal.Header) throws(FileFailure) {
    if startsOver {
      guard let fresh = TrailingDigests(needsMD5: needsMD5) else { return }
      try file.startOver(header)
      digests = fresh
      written = 0
      (startsOver, isJoined, kept) = (false, false, arriving)
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

/// When to make sure that what has arrived is on the disk: now and then, and never twice at once.
struct CheckpointSchedule {
  /// It is done after so long, however little has arrived.
  static let time: Duration = .seconds(5)

  /// It is done after so many bytes.
  let interval: Int64

  private var offset: Int64 = 0
  private var begin = ContinuousClock.now
  private var isUnderWay = false

  init(interval: Int64) { self.interval = interval }

  /// Whether it is time, with so many bytes written; then it is taken to begin.
  mutating func isDue(at written: Int64, now: ContinuousClock.Instant = .now) -> Bool {
    // A transfer that started over counts from its start.
    if written < offset { offset = 0 }
    guard !isUnderWay, written - offset >= interval || now - begin >= Self.time else { return false }
    (offset, begin, isUnderWay) = (written, now, true)
    return true
  }

  mutating func end() { isUnderWay = false }
}
