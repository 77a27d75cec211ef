import Foundation
import TestSupport
import Testing
import WeDriveRuntime

@testable import WeDrive
@testable import WeDriveTransfers

/// Journals are files, which anything may have written: what is well formed in them need not make sense.
@Suite("A journal with figures that make no sense")
struct ExtremeJournalTests {
  static let figures: [Int64] = [.min, .min + 1, -1, 0, 1, 1 << 40, .max - 1, .max]

  @Test("of a download ends in a download, not in a trap", arguments: figures)
  func download(_ figure: Int64) async throws {
    let content = pattern(300_000)
    let folder = try TemporaryFolder()
    let server = try ContentServer(ContentServer.Facts(content)) { _, request, connection in
      try connection.serve(content, request, headers: ["ETag: \"v1\""])
    }
    for field in 0..<3 {
      let target = try DownloadPlace(folder.path("t.bin")).target(serverName: nil)
      let identity = try DownloadIdentity("ticket:t", target: target.name)
      var header = identity.header(for: ExpectedContent(), announced: 300_000, entityTag: "\"v1\"")
      var offset: Int64 = 100_000
      switch field {
      case 0: header.size = figure
      case 1: header.created = figure
      default: offset = figure
      }
      let beginning = Array(content[..<100_000])
      let bytes = DownloadJournal.encode(header)
      let record = DownloadJournal.Record(offset: offset, sha1: Hexadecimal.bytes(sha1(beginning)) ?? [])
      do {
        // Makes the hidden files, with names and permissions that are right.
        let file = try PartialFile(at: target, key: identity.key)
        try file.startOver(header)
        file.release()
      }
      for name in try folder.names {
        let handle = try FileHandle(forWritingTo: URL(filePath: folder.path(name)))
        try handle.truncate(atOffset: 0)
        try handle.write(
          contentsOf: Data(
            name.hasSuffix(".journal") ? bytes + DownloadJournal.encode(record, after: bytes) : beginning))
        try handle.close()
      }
      _ = try await server.download(ticket: "t", to: folder.path("t.bin"))
      #expect(try folder.read("t.bin") == content)
      try FileManager.default.removeItem(atPath: folder.path("t.bin"))
      #expect(try folder.names == [])
    }
  }

  @Test("of an upload ends in what is left of it, not in a trap", arguments: figures)
  func upload(_ figure: Int64) async throws {
    let folder = try TemporaryFolder()
    for field in 0..<3 {
      var header = UploadJournalFormat.Header(
        target: [], size: 5_000_000, sha1: "", digests: [], identity: SourceIdentity(), created: 0, key: "k")
      switch field {
      case 0: header.size = UInt64(bitPattern: figure)
      case 1: header.created = figure
      default: header.identity.modified = figure
      }
      var bytes = UploadJournalFormat.encode(header)
      let seal = Array(bytes.suffix(4))
      for part in [1, 3, Int(UInt32.max)] { bytes += UploadJournalFormat.encode(.part(part), seal: seal) }
      try folder.write(bytes, to: "journal")
      chmod(folder.path("journal"), 0o600)
      let journal = try LocalUploadJournal(folder: LocalPath(folder.path), name: "journal")
      let resume = try #require(await journal.end())
      #expect((0...Int64.max).contains(resume.confirmed) && resume.size >= 0)
    }
  }

  @Test("does not keep the look for a file from being made", arguments: figures)
  func lookUp(_ figure: Int64) async throws {
    try await Emulated.run { test in
      let content = pattern(1_000)
      let id = try await test.drive.upload(content, named: "a", to: .root(of: test.space))
      let drive = MeteredClient(drive: test.drive, meter: UploadMeter(total: 1_000, callLimit: nil))
      let look = UploadedFileLookup(drive: drive, space: test.space, parent: test.root, name: "a")
      let found = try await look.find(BlockDigests(content), since: figure)
      #expect(found == (figure > 1 << 39 ? nil : id))
    }
  }
}
