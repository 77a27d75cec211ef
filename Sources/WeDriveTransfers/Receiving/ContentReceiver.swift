import Synchronization
import WeDriveHTTP
import WeDriveRuntime

/// Takes the content of one file as it arrives, over as many exchanges as it needs: gathers it into large writes, computes
/// its digest, notes what is safe on the disk, and lets the file appear under its name only when it is what was expected.
///
/// Called on the transport's own thread, where file work may block; what waits for the disk is done elsewhere.
final class ContentReceiver: ReplySink {
  /// Content is written in chunks of this size: libcurl hands it over in chunks of 16 KiB at most.
  static let bufferSize = 1 << 20

  private struct State: ~Copyable {
    var content: ReceivedContent
    var schedule: CheckpointSchedule
    /// What the exchange under way was asked for; nil: all of it.
    var asked: AskedPart?
    /// How many of the next bytes are here already.
    var surplus: Int64 = 0
    /// Where the part that follows ends; nil for all of the content.
    var end: Int64?
    /// Whether all of the content was sent where a part was asked for, and it is not known that it is all of it.
    var isDoubtful = false
    /// Whether the server's replies to requests for parts have turned out to be of no use.
    var asksForAll = false
    /// A checkpoint that failed: what the disk has lost, no later one would notice.
    var failure: FileFailure?
  }

  private let file: PartialFile
  private let endpoint: String
  private let service: Service?
  private let expected: ExpectedContent
  private let identity: DownloadIdentity
  private let meter: TransferMeter
  private let state: Mutex<State>

  /// - Parameters:
  ///   - endpoint: The name of the call that gave the link, for errors.
  ///   - service: Whose errcodes may come in place of the content; nil: no service's.
  init(
    _ file: PartialFile, of identity: DownloadIdentity, expecting expected: ExpectedContent, endpoint: String,
    errcodesOf service: Service?, meter: TransferMeter = TransferMeter(),
    checkpointInterval: Int64 = DownloadOptions().checkpointInterval
  ) throws(WeDriveError) {
    guard let content = ReceivedContent(needsMD5: expected.needsMD5) else {
      throw .file(FileFailure(path: file.path, operation: "digest", reason: "libcrypto offers no SHA-1 or MD5 here"))
    }
    self.file = file
    self.endpoint = endpoint
    self.service = service
    self.expected = expected
    self.identity = identity
    self.meter = meter
    state = Mutex(State(content: content, schedule: CheckpointSchedule(interval: checkpointInterval)))
  }

  // MARK: - Before an exchange

  /// Takes over what an earlier attempt kept, if it is of the same content and still what it was. Blocks: reads all of it.
  ///
  /// - Parameter isCancelled: Looked at now and then.
  func restore(unless isCancelled: () -> Bool) throws(TransferFailure) {
    try fileWork { state throws(FileFailure) in
      guard let kept = try file.kept(), let last = kept.last, identity.allows(kept.header, for: expected) else {
        return
      }
      var room = [UInt8](repeating: 0, count: Self.bufferSize)
      while state.content.written < last.offset, !isCancelled() {
        let wanted = Int(min(Int64(room.count), last.offset - state.content.written))
        guard try file.read(into: &room, at: state.content.written) >= wanted else { break }
        state.content.restore(wanted == room.count ? room : Array(room[..<wanted]))
      }
      guard state.content.record == last else { return state.content.forget() }
      state.content.restore(kept.header)
      try file.truncate()
    }
    state.withLock { state in
      if state.content.startsOver { return }
      meter.set(received: state.content.size, confirmed: file.durableSize, total: size(of: state.content))
    }
  }

  /// What to ask for: the part that is missing, and under which condition; nil: all of it.
  ///
  /// Parts are joined only where it can be told that they are of one state of the content: by a digest of all of it, or by
  /// the server's strong tag.
  func nextRequest() -> AskedPart? {
    state.withLock { state in
      let mayContinue =
        !state.asksForAll && !state.content.startsOver && state.content.size > 0
        && (expected.hasDigest || state.content.entityTag != nil)
      state.asked =
        mayContinue
        ? AskedPart(
          offset: state.content.size, size: size(of: state.content),
          entityTag: expected.hasDigest ? nil : state.content.entityTag) : nil
      if !mayContinue { state.content.reset() }
      return state.asked
    }
  }

  /// Whether all of it is here already.
  var isComplete: Bool {
    state.withLock { state in
      !state.content.startsOver && state.content.size > 0 && state.content.size == size(of: state.content)
    }
  }

  /// Bytes that are here.
  var received: Int64 { state.withLock { $0.content.startsOver ? 0 : $0.content.size } }

  /// Makes the next request ask for all of it.
  ///
  /// - Parameter asksForAll: Whether all that come after it do so as well.
  func startOver(asksForAll: Bool) {
    state.withLock { state in
      state.content.reset()
      state.asksForAll = state.asksForAll || asksForAll
    }
  }

  // MARK: - During an exchange

  func begin(_ head: HTTPReplyHead) throws {
    try state.withLock { state throws(TransferFailure) in
      let start = try ReplyStart(head, to: state.asked, endpoint: endpoint)
      (state.surplus, state.end, state.isDoubtful) = (0, nil, false)
      switch start {
      case .whole(let announced):
        state.isDoubtful = state.asked.map { $0.size == nil || $0.size != announced } ?? false
        // A short reply of another length may be an error in words, which finish() looks for; a long one is just wrong.
        if let announced, announced > Int64(Self.bufferSize) {
          if state.isDoubtful { throw notAll }
          if let size = expected.size, announced != size {
            throw .final(.wrongContent("size", "\(announced)", insteadOf: "\(size)", endpoint))
          }
        }
        state.content.beginWhole(announcing: announced, head)
      case .part(let surplus, let end, let size):
        (state.surplus, state.end) = (surplus, end)
        state.content.beginPart(announcing: size)
      }
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) throws {
    let isDoubtful = try fileWork { state throws(FileFailure) in
      let known = min(Int64(bytes.count), state.surplus)
      state.surplus -= known
      state.content.append(UnsafeRawBufferPointer(rebasing: bytes[Int(known)...]))
      guard state.content.buffer.count >= Self.bufferSize, !state.isDoubtful else { return state.isDoubtful }
      guard !isTooLong(state) else { return false }
      try flush(&state)
      return false
    }
    try state.withLock { state throws(TransferFailure) in
      let isCertain = !state.content.startsOver || state.content.buffer.count >= Self.bufferSize
      if isCertain, isDoubtful { throw notAll }
      if isCertain, isTooLong(state) {
        if state.end != nil {
          // Nothing of it may be trusted to be where it says it is.
          state.content.dropBuffer()
          throw .unjoinable(
            .undecodableReply(
              UndecodableReply(endpoint: endpoint, reason: "brings more of the content than it says", status: 206)),
            isChanged: false)
        }
        if let size = size(of: state.content) {
          throw .final(.wrongContent("size", "\(state.content.size)", insteadOf: "\(size)", endpoint))
        }
      }
      meter.set(received: state.content.size, confirmed: file.durableSize, total: size(of: state.content))
    }
  }

  /// All of the content was announced where a part was asked for, and it has not the length of the content.
  private var notAll: TransferFailure {
    .unjoinable(
      .undecodableReply(
        UndecodableReply(
          endpoint: endpoint, reason: "says that it brings all of the content, and has not its length", status: 200)),
      isChanged: false)
  }

  // MARK: - After an exchange

  /// Checks what has arrived and lets the file appear under its name. On any failure it does not.
  ///
  /// Blocks: waits for the disk.
  ///
  /// - Parameter secrets: What was sent to get the content, and must not come back in an error.
  func finish(secrets: [String] = []) throws(TransferFailure) -> DownloadedFile {
    let isJoined = try state.withLock { state throws(TransferFailure) in
      try checkSize(state.content, isDoubtful: state.isDoubtful, secrets: secrets)
      return state.content.isJoined && !state.content.startsOver
    }
    return try fileWork { state throws(FileFailure) -> Result<DownloadedFile, WeDriveError> in
      try flush(&state)
      let content = (size: state.content.size, sha1: state.content.sha1Text, md5: state.content.md5Text)
      do throws(WeDriveError) {
        try expected.check(size: content.size, sha1: content.sha1, md5: content.md5, endpoint: endpoint)
      } catch {
        return .failure(error)
      }
      try file.publish()
      meter.set(received: content.size, confirmed: content.size, total: content.size)
      return .success(
        DownloadedFile(path: file.path, size: content.size, sha1: content.sha1, isVerified: expected.hasDigest))
    }.mapError { isJoined ? TransferFailure.unjoinable($0, isChanged: true) : .final($0) }.get()
  }

  /// An errcode in place of the content, or content that ended early, before a byte of it is written.
  private func checkSize(
    _ content: borrowing ReceivedContent, isDoubtful: Bool, secrets: [String]
  ) throws(TransferFailure) {
    let refusal = content.startsOver ? refusal(in: content.buffer, secrets: secrets) : nil
    if let refusal, content.isJSON, expected.size == nil { throw .refusedInWords(refusal) }
    if content.startsOver, isDoubtful {
      throw refusal.map { .refusedInWords($0) } ?? notAll
    }
    guard let size = size(of: content), size != content.size else {
      // A refusal of the very same length is told from the content by the digest.
      if let refusal, let sha1 = expected.sha1, content.bufferSHA1Text != sha1 { throw .refusedInWords(refusal) }
      return
    }
    if let refusal { throw .refusedInWords(refusal) }
    // Content that ended before its end, where it did not say itself that it would.
    if !content.startsOver, content.size < size, content.announced != content.size {
      throw .lost(
        TransportFailure(.truncated, progress: .replied, reason: "a part of the content ended before the content did"))
    }
    throw .final(.wrongContent("size", "\(content.size)", insteadOf: "\(size)", endpoint))
  }

  /// Makes what has arrived safe, so that another exchange, or another attempt, can go on from there. Blocks.
  func suspend() {
    let record: DownloadJournal.Record? = state.withLock { state in
      if state.content.startsOver, state.isDoubtful || !isWorthKeeping(state.content) {
        state.content.dropBuffer()
      } else {
        // What could not be written is asked for again.
        do { try state.content.flush(to: file, header(state.content)) } catch { state.content.dropBuffer() }
      }
      return state.content.startsOver ? nil : state.content.record
    }
    if let record { try? file.checkpoint(record, of: file.generation) }
    meter.set(received: received, confirmed: file.durableSize, total: nil)
  }

  /// Ends without a file. What is kept is left for another attempt, unless it is worth nothing; the meter shows what is.
  func end(keeping: Bool) {
    let kept = keeping ? file.durableSize : 0
    if kept > 0 { file.release() } else { file.discard() }
    meter.set(received: kept, confirmed: kept, total: nil)
  }

  // MARK: - Parts

  /// What a service says in place of the content, if it is one that does.
  private func refusal(in bytes: [UInt8], secrets: [String]) -> Refusal? {
    service.flatMap { Refusal(inContent: bytes, endpoint: endpoint, service: $0, secrets: secrets) }
  }

  private func size(of content: borrowing ReceivedContent) -> Int64? { expected.size ?? content.announced }

  private func isTooLong(_ state: borrowing State) -> Bool {
    state.content.size > min(state.end ?? .max, size(of: state.content) ?? .max)
  }

  /// Whether the beginning of a reply is known to be the content's, and more than what is in the file.
  private func isWorthKeeping(_ content: borrowing ReceivedContent) -> Bool {
    guard content.buffer.count > content.written, !content.isJSON else { return false }
    return expected.size.map { $0 == content.announced } ?? (content.entityTag != nil)
  }

  private func header(_ content: borrowing ReceivedContent) -> DownloadJournal.Header {
    identity.header(for: expected, announced: content.announced, entityTag: content.entityTag)
  }

  private func flush(_ state: inout State) throws(FileFailure) {
    if let failure = state.failure { throw failure }
    try state.content.flush(to: file, header(state.content))
    if state.schedule.isDue(at: state.content.written) { checkpoint(state.content.record) }
  }

  /// On another thread: waiting for the disk would hold up all other transfers.
  private func checkpoint(_ record: DownloadJournal.Record) {
    let generation = file.generation
    Task.detached { [self] in
      await BlockingWork.run { [self] in
        var failed: FileFailure?
        do throws(FileFailure) { try file.checkpoint(record, of: generation) } catch { failed = error }
        state.withLock { state in
          state.failure = state.failure ?? failed
          state.schedule.end()
        }
      }
    }
  }

  private func fileWork<Value: Sendable>(
    _ work: (inout State) throws(FileFailure) -> Value
  ) throws(TransferFailure) -> Value {
    try state.withLock { state throws(TransferFailure) in
      do throws(FileFailure) {
        return try work(&state)
      } catch {
        throw .final(.file(error))
      }
    }
  }
}
