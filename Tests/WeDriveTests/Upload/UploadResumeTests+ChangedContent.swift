import Foundation
import TestSupport
import Testing
import WeDriveEmulator

@testable import WeDrive

/// Files that change between two calls, and under way.
extension UploadResumeTests {
  @Test("of a file that was touched goes on; of one that was edited starts over, or is refused if the caller says so")
  func changedMeanwhile() async throws {
    try await run { it in
      _ = try await it.interrupt(after: 3)
      try it.folder.write(pattern(Self.size), to: "a.bin")
      _ = try await it.interrupt(after: 2)
      #expect(it.starts == 1 && it.parts == 3 + 3, "a call for the start is not needed")
      var edited = pattern(Self.size)
      edited[10] ^= 1
      try it.folder.write(edited, to: "a.bin")
      var options = UploadOptions()
      options.changedContent = .refuse
      guard case .journalRefused(_, let reason) = try await it.failure(options).cause else {
        Issue.record("not refused")
        return
      }
      #expect(reason.contains("changed"))
      let id = try await it.upload()
      #expect(it.starts == 2)
      #expect(try await it.sha(of: id) == BlockDigests(edited).sha1)
    }
  }

  enum Edit: CaseIterable { case sameSizeAndTime, grown, shrunk, replaced, removed }

  @Test("whose file changes between two blocks stops there, before a wrong byte is sent", arguments: Edit.allCases)
  func changedUnderWay(_ edit: Edit) async throws {
    try await run { it in
      it.test.emulator.faults.add(.delay(milliseconds: 300), .all("file_upload_part"))
      var options = UploadOptions()
      options.concurrency = 1
      let chosen = options
      let task = Task { try await it.failure(chosen) }
      try await eventually("two blocks arrive") { it.parts >= 2 }
      try change(it.path, edit)
      let failure = try await task.value
      guard case .sourceChanged(let block) = failure.cause else { throw failure }
      #expect(block > 2 && block <= 8)
      #expect(it.test.calls(FileUploadFinishRequest.endpoint) == 0)
      #expect(it.parts < 8 && failure.resume != nil)
      let refused = it.test.emulator.journal.records(of: "file_upload_part").filter { $0.errcode ?? 0 != 0 }
      #expect(refused.isEmpty, "nothing wrong was sent")
    }
  }

  private func change(_ path: String, _ edit: Edit) throws {
    switch edit {
    case .sameSizeAndTime:
      var before = stat()
      try #require(stat(path, &before) == 0)
      let file = try FileHandle(forUpdating: URL(filePath: path))
      for block in 3..<7 {
        try file.seek(toOffset: UInt64(block * Self.block + 77))
        try file.write(contentsOf: Data([255]))
      }
      try file.close()
      var times = [before.st_atim, before.st_mtim]
      try #require(utimensat(AT_FDCWD, path, &times, 0) == 0)
    case .grown:
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.seekToEnd()
      try file.write(contentsOf: Data([1]))
      try file.close()
    case .shrunk: try #require(truncate(path, off_t(5 * Self.block)) == 0)
    case .replaced: try Data(pattern(Self.size)).write(to: URL(filePath: path), options: .atomic)
    case .removed: try #require(unlink(path) == 0)
    }
  }
}
