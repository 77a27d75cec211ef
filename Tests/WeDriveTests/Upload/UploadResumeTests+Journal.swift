import Foundation
import TestSupport
import Testing
import WeDriveEmulator

@testable import WeDrive
@testable import WeDriveTransfers

/// Records that are foreign, damaged or cut off.
extension UploadResumeTests {
  @Test("whose record was copied from another upload, or is of another version, is refused with the reason")
  func foreign() async throws {
    try await run { it in
      let path = try #require(try await it.interrupt(after: 3).resume?.journalPath)
      let name = try #require(path.split(separator: "/").last.map(String.init))
      let mine = try it.folder.read(name)
      for bytes in [Array("something else".utf8), UploadJournalFormat.magic + [77, 1, 2, 3]] {
        try Data(bytes).write(to: URL(filePath: path))
        chmod(path, 0o600)
        guard case .journalRefused(let place, let reason) = try await it.failure().cause else {
          Issue.record("not refused")
          return
        }
        #expect(place == path && !reason.isEmpty)
        #expect(try it.folder.read(name) == bytes, "left as it is")
      }
      guard case .contents(let contents) = UploadJournalFormat.decode(mine) else {
        Issue.record("not read")
        return
      }
      var other = contents.header
      other.target = [9, 9, 9]
      try Data(UploadJournalFormat.encode(other)).write(to: URL(filePath: path))
      chmod(path, 0o600)
      guard case .journalRefused(_, let reason) = try await it.failure().cause else {
        Issue.record("not refused")
        return
      }
      #expect(reason.contains("another place"))
    }
  }

  @Test(
    "whose record is cut off or damaged anywhere ends with the right content", arguments: [0, 5, 60, 150, 230, 250])
  func damaged(at place: Int) async throws {
    try await run { it in
      let path = try #require(try await it.interrupt(after: 5).resume?.journalPath)
      var bytes = Array(try Data(contentsOf: URL(filePath: path)))
      if place < bytes.count, place >= 8 { bytes[place] ^= 16 }
      if place < 8 { bytes.removeLast(bytes.count - place) }
      try Data(bytes).write(to: URL(filePath: path))
      chmod(path, 0o600)
      let id = try await it.upload()
      #expect(try await it.sha(of: id) == BlockDigests(pattern(Self.size)).sha1)
      #expect(it.parts <= 5 + 8)
    }
  }

  @Test("comes to its end from every beginning of its record, also with zeros behind it, as a loss of power leaves it")
  func everyPrefix() async throws {
    let content = pattern(2 * Self.block + 5)
    let isLong = ProcessInfo.processInfo.environment["WEDRIVE_LONG_TESTS"] == "1"
    try await run { it in
      try it.folder.write(content, to: "a.bin")
      var options = UploadOptions()
      options.pushesCard = false
      var length = 0
      var whole = 1
      while length <= whole {
        for hasZeros in [false, true] {
          let path = try #require(try await it.interrupt(after: 2, options).resume?.journalPath)
          let bytes = Array(try Data(contentsOf: URL(filePath: path)))
          whole = bytes.count
          let cut = Array(bytes.prefix(length))
          let zeros = [UInt8](repeating: 0, count: hasZeros ? max(0, whole - length) : 0)
          try Data(cut + zeros).write(to: URL(filePath: path))
          chmod(path, 0o600)
          let parts = it.parts
          let id = try await it.upload(options)
          let kept = max(0, (length - (whole - 2 * UploadJournalFormat.recordSize)) / UploadJournalFormat.recordSize)
          #expect(
            it.parts - parts == 3 - (length < whole - 2 * UploadJournalFormat.recordSize ? 0 : kept), "at \(length)")
          #expect(try await it.sha(of: id) == BlockDigests(content).sha1)
          try await it.test.drive.fileDelete(fileIDs: [id])
        }
        length += isLong ? 1 : 17
      }
      #expect(try it.folder.names == ["a.bin"])
    }
  }
}
