import Testing

@testable import WeDrive
@testable import WeDriveTransfers

@Suite("A download's journal")
struct DownloadJournalTests {
  static let header = DownloadJournal.Header(
    source: [UInt8](repeating: 1, count: 32), target: [UInt8](repeating: 2, count: 32), created: 1_700_000_000,
    size: 20 << 30, sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709", md5: nil, entityTag: "\"tag\"")
  static let records = (1...5).map { number in
    DownloadJournal.Record(offset: Int64(number) << 26, sha1: [UInt8](repeating: UInt8(number), count: 20))
  }

  /// A whole journal, and where each of its records ends.
  static let journal: (bytes: [UInt8], ends: [Int]) = {
    let header = DownloadJournal.encode(Self.header)
    var bytes = header
    var ends = [header.count]
    for record in records {
      bytes += DownloadJournal.encode(record, after: header)
      ends.append(bytes.count)
    }
    return (bytes, ends)
  }()

  @Test("says what was written into it")
  func roundTrip() throws {
    let contents = try #require(DownloadJournal.decode(Self.journal.bytes))
    #expect(contents.header == Self.header)
    #expect(contents.last == Self.records.last)
    #expect(contents.end == Self.journal.bytes.count)
    let bare = DownloadJournal.Header(
      source: [], target: [], created: 0, size: nil, sha1: nil, md5: nil, entityTag: nil)
    #expect(DownloadJournal.decode(DownloadJournal.encode(bare))?.header == bare)
  }

  @Test("is a journal wherever it is cut off: what came before counts")
  func prefixes() {
    for count in 0...Self.journal.bytes.count {
      let contents = DownloadJournal.decode(Array(Self.journal.bytes[..<count]))
      let whole = Self.journal.ends.count { $0 <= count }
      if whole == 0 {
        #expect(contents == nil, "cut at \(count)")
      } else {
        #expect(contents?.last == (whole == 1 ? nil : Self.records[whole - 2]), "cut at \(count)")
        #expect(contents?.end == Self.journal.ends[whole - 1], "cut at \(count)")
      }
    }
  }

  @Test("is believed up to a bit that is wrong, and not beyond")
  func bitFlips() {
    for index in Self.journal.bytes.indices {
      for bit in 0..<8 {
        var bytes = Self.journal.bytes
        bytes[index] ^= 1 << bit
        let contents = DownloadJournal.decode(bytes)
        let whole = Self.journal.ends.count { $0 <= index }
        if whole == 0 {
          #expect(contents == nil, "bit \(bit) of byte \(index)")
        } else {
          #expect(contents?.last == (whole == 1 ? nil : Self.records[whole - 2]), "bit \(bit) of byte \(index)")
        }
      }
    }
  }

  @Test("takes no record of another journal, none that goes back, and none beyond the content")
  func foreignRecords() {
    var other = Self.header
    other.created += 1
    let header = DownloadJournal.encode(Self.header)
    func last(_ bytes: [UInt8]) -> DownloadJournal.Record? { DownloadJournal.decode(header + bytes)?.last }
    func encode(_ offset: Int64, after header: [UInt8]) -> [UInt8] {
      DownloadJournal.encode(DownloadJournal.Record(offset: offset, sha1: [1]), after: header)
    }
    #expect(last(encode(5, after: DownloadJournal.encode(other))) == nil)
    #expect(last(encode(5, after: header) + encode(4, after: header))?.offset == 5)
    #expect(last(encode(5, after: header) + encode(5, after: header) + encode(6, after: header))?.offset == 5)
    #expect(last(encode((20 << 30) + 1, after: header)) == nil)
    #expect(last(encode(0, after: header)) == nil)
    #expect(last(encode(-1, after: header)) == nil)
    #expect(last([UInt8](repeating: 0, count: 1000)) == nil)
  }

  @Test("of another version is none")
  func otherVersion() {
    var bytes = Self.journal.bytes
    bytes[DownloadJournal.magic.count - 1] = 2
    #expect(DownloadJournal.decode(bytes) == nil)
  }

  @Test("has the checksum of zip and Ethernet")
  func checksum() {
    #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
  }
}
