import Testing

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("What an interrupted upload remembers")
struct UploadJournalFormatTests {
  private static let header = UploadJournalFormat.Header(
    target: Array(0..<32), size: 40_000_000, sha1: String(repeating: "a", count: 40), digests: Array(32..<64),
    identity: SourceIdentity(), created: 1_700_000_000, key: "key-of-the-upload")
  private static let records: [UploadJournalFormat.Record] = [.part(1), .part(20), .changed(3), .part(7), .finishing]

  private static let journal: [UInt8] = {
    let head = UploadJournalFormat.encode(header)
    return head + records.flatMap { UploadJournalFormat.encode($0, seal: Array(head.suffix(4))) }
  }()

  @Test("What was written is read")
  func roundTrip() throws {
    guard case .contents(let contents) = UploadJournalFormat.decode(Self.journal) else {
      Issue.record("not read")
      return
    }
    #expect(contents.header == Self.header)
    #expect(contents.parts == [1, 20, 7] && contents.isFinishing && contents.end == Self.journal.count)
  }

  @Test("Every beginning of a journal is a journal, with what was acknowledged by then and nothing else")
  func prefixes() {
    let head = UploadJournalFormat.encode(Self.header).count
    for length in 0..<Self.journal.count {
      switch UploadJournalFormat.decode(Array(Self.journal.prefix(length))) {
      case .empty: #expect(length < head)
      case .foreign(let reason): Issue.record("\(length): \(reason)")
      case .contents(let contents):
        let whole = (length - head) / UploadJournalFormat.recordSize
        #expect(contents.end == head + whole * UploadJournalFormat.recordSize)
        var parts: Set<Int> = []
        for case .part(let block) in Self.records.prefix(whole) { parts.insert(block) }
        #expect(contents.parts == parts && !contents.isFinishing)
      }
    }
  }

  @Test("Every single flipped bit is noticed: nothing is believed that was not written")
  func flips() {
    let truth: Set<Int> = [1, 20, 7]
    for place in Self.journal.indices {
      for bit in 0..<8 {
        var bytes = Self.journal
        bytes[place] ^= 1 << bit
        switch UploadJournalFormat.decode(bytes) {
        case .empty, .foreign: #expect(place < UploadJournalFormat.encode(Self.header).count)
        case .contents(let contents):
          #expect(contents.header == Self.header)
          #expect(contents.parts.isSubset(of: truth) && contents.end <= place)
        }
      }
    }
  }

  @Test("Records of another upload, or blocks that the content does not have, are not believed")
  func foreignRecords() {
    let head = UploadJournalFormat.encode(Self.header)
    for record in [
      UploadJournalFormat.encode(.part(1), seal: [1, 2, 3, 4]),
      UploadJournalFormat.encode(.part(21), seal: Array(head.suffix(4))),
      UploadJournalFormat.encode(.part(0), seal: Array(head.suffix(4))), [UInt8](repeating: 0, count: 9),
    ] {
      guard case .contents(let contents) = UploadJournalFormat.decode(head + record) else {
        Issue.record("not read")
        continue
      }
      #expect(contents.parts.isEmpty && contents.end == head.count)
    }
  }

  @Test("Something else, or another version, is refused with the reason")
  func versions() {
    guard case .foreign(let reason) = UploadJournalFormat.decode(UploadJournalFormat.magic + [99] + [0, 0]) else {
      Issue.record("believed")
      return
    }
    #expect(reason.contains("99"))
    guard case .foreign = UploadJournalFormat.decode(Array("a letter".utf8)) else {
      Issue.record("believed")
      return
    }
  }
}
