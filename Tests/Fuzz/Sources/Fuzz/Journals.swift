@testable import WeDrive
@testable import WeDriveRedis
@testable import WeDriveRuntime
@testable import WeDriveTransfers

/// What lies in files and shared stores, where anything may have written it: as it is, and with checksums that are right, so
/// that what is behind them is read.
struct Journals: FuzzTarget {
  func run(_ input: [UInt8]) {
    downloads(input)
    uploads(input)
    stores(input)
    redis(input)
  }

  // MARK: - Downloads

  private func downloads(_ input: [UInt8]) {
    readDownload(input)
    var reader = InputReader(input)
    let fields = reader.run()
    let head = sealed(DownloadJournal.magic + little(UInt32(fields.count)) + fields)
    readDownload(head + Array(reader.rest))
    let body = Array(reader.rest.prefix(64))
    readDownload(head + body + little(CRC32.of(head.suffix(4) + body)))

    reader = InputReader(input)
    let header = DownloadJournal.Header(
      source: reader.run(), target: reader.run(), created: reader.number(), size: reader.number(), sha1: reader.text(),
      md5: reader.text(), entityTag: reader.text())
    var bytes = DownloadJournal.encode(header)
    let start = bytes
    for _ in 0..<3 {
      bytes += DownloadJournal.encode(.init(offset: reader.number(), sha1: reader.run()), after: start)
    }
    expect(readDownload(bytes) != nil, "a header that was written is not read")
  }

  @discardableResult
  private func readDownload(_ bytes: [UInt8]) -> DownloadJournal.Contents? {
    guard let contents = DownloadJournal.decode(bytes) else { return nil }
    expect(contents.end <= bytes.count, "a record ends behind the journal")
    if let last = contents.last {
      expect(last.offset > 0 && last.offset <= contents.header.size ?? .max, "more is kept than there is")
    }
    return contents
  }

  // MARK: - Uploads

  private func uploads(_ input: [UInt8]) {
    readUpload(input)
    var reader = InputReader(input)
    let fields = reader.run()
    let head = sealed(UploadJournalFormat.magic + [UploadJournalFormat.version] + little(UInt32(fields.count)) + fields)
    let body = Array(reader.rest.prefix(5))
    readUpload(head + body + little(CRC32.of(Array(head.suffix(4)) + body)))

    reader = InputReader(input)
    var header = UploadJournalFormat.Header(
      target: reader.run(), size: UInt64(bitPattern: reader.number()), sha1: reader.text(), digests: reader.run(),
      identity: SourceIdentity(), created: reader.number(), key: reader.text())
    header.identity.modified = reader.number()
    var bytes = UploadJournalFormat.encode(header)
    let seal = Array(bytes.suffix(4))
    for _ in 0..<3 {
      let block = Int(reader.number())
      bytes += UploadJournalFormat.encode(reader.byte() & 1 == 0 ? .part(block) : .changed(block), seal: seal)
    }
    readUpload(bytes)
  }

  private func readUpload(_ bytes: [UInt8]) {
    guard case .contents(let contents) = UploadJournalFormat.decode(bytes) else { return }
    expect(contents.end <= bytes.count, "a record ends behind the journal")
    let blocks = BlockDigests.blockCount(of: contents.header.size)
    expect(contents.parts.allSatisfy { $0 >= 1 && $0 <= max(1, blocks) }, "a block that there is not")
  }

  // MARK: - Stores

  private func stores(_ input: [UInt8]) {
    if let token = TokenRecord.decode(input[...]) {
      expect(TokenRecord.decode(TokenRecord.encode(token)[...]) == token, "a token that is written is another")
    }
    var reader = InputReader(input)
    let (left, lease) = (Duration.milliseconds(reader.number()), Duration.milliseconds(reader.number()))
    for bytes in [input, Array(reader.rest), Array("wedrive-claim 1\n".utf8) + reader.rest] {
      guard var state = ClaimState(bytes, left: left) else { continue }
      _ = state.life
      let owner = ClaimOwner()
      if case .yours(let fence, _) = state.claim(by: owner, lease: lease, unless: WantedValue()) {
        expect(
          state.settle(under: fence, with: .value([1], life: lease), version: .unique()), "a claim was lost at once")
      }
      _ = state.encoded()
    }
    for text in [input, Array("wedrive-allowance-1 ".utf8) + input] {
      guard var state = AllowanceState(text) else { continue }
      let key = SharedKey(kind: "k", [])
      let taken = state.take(
        Int(reader.number()), from: Allowance(key: key, limit: Int(reader.number()), life: left), request: ClaimOwner())
      _ = "\(taken)"
    }
  }

  private func redis(_ input: [UInt8]) {
    var reader = ReplyReader()
    do throws(ReplyReader.Defect) {
      // In pieces, as a connection gives them.
      for piece in stride(from: 0, to: input.count, by: 7) {
        reader.append(input[piece..<min(input.count, piece + 7)])
        while let reply = try reader.next() { _ = reply.number }
      }
    } catch {
      _ = "\(error)"
    }
  }

  // MARK: - Bytes

  private func sealed(_ bytes: [UInt8]) -> [UInt8] { bytes + little(CRC32.of(bytes)) }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
