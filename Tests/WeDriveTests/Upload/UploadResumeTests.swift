import Foundation
import Synchronization
import Testing
import WeDriveEmulator

@testable import WeDrive

/// The local side: what is remembered, and files that change.
@Suite("An interrupted upload")
struct UploadResumeTests {
  private static let size = 15_000_001
  private static let block = BlockDigests.blockSize

  private struct Case {
    let test: Emulated
    let folder: TemporaryFolder
    var path: String { folder.path("a.bin") }

    func upload(_ options: UploadOptions = UploadOptions(), named name: String? = nil) async throws -> FileID {
      try await test.drive.upload(contentsOf: path, named: name, to: .root(of: test.space), options: options)
    }

    func failure(_ options: UploadOptions = UploadOptions()) async throws -> UploadFailure {
      let error = try await #require(throws: WeDriveError.self) { _ = try await upload(options) }
      guard case .upload(let failure) = error else { throw error }
      return failure
    }

    /// Makes the upload stop after some blocks.
    func interrupt(after blocks: Int, _ options: UploadOptions = UploadOptions()) async throws -> UploadFailure {
      var options = options
      options.callLimit = blocks + 1
      return try await failure(options)
    }

    var parts: Int { test.calls(FileUploadPartRequest.endpoint) }
    var starts: Int { test.calls(FileUploadInitRequest.endpoint) }

    func sha(of id: FileID) async throws -> String? { try await test.drive.fileInfo(fileID: id).fileInfo.sha }
  }

  private func run(_ body: (Case) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    try folder.write(pattern(Self.size), to: "a.bin")
    try await Emulated.run { try await body(Case(test: $0, folder: folder)) }
  }

  @Test("goes on where it ended; what it remembers is private, nameless and gone at the end")
  func goesOn() async throws {
    try await run { it in
      let failure = try await it.interrupt(after: 3)
      #expect(failure.resume?.confirmed == Int64(3 * Self.block) && failure.resume?.size == Int64(Self.size))
      let names = try it.folder.names.filter { $0 != "a.bin" }
      #expect(names.count == 1)
      let name = try #require(names.first)
      #expect(try it.folder.permissions(of: name) == 0o600)
      #expect(!name.contains("a.bin") && name.hasPrefix("."))
      #expect(failure.resume?.statePath == it.folder.path(name))
      let id = try await it.upload()
      #expect(it.parts == 8 && it.starts == 1)
      #expect(try await it.sha(of: id) == BlockDigests(pattern(Self.size)).sha1)
      #expect(try it.folder.names == ["a.bin"])
    }
  }

  @Test("hands out its result while it is still remembered: a crash after that makes no second file")
  func completion() async throws {
    try await run { it in
      let told = Mutex<(ids: [String], journal: (name: String, bytes: [UInt8])?)>(([], nil))
      var options = UploadOptions()
      options.onCompletion = { id in
        told.withLock { told in
          told.ids.append(id)
          guard let name = try? it.folder.names.first(where: { $0 != "a.bin" }) else { return }
          told.journal = (try? it.folder.read(name)).map { (name, $0) }
        }
      }
      let id = try await it.upload(options)
      // As if the process had ended there.
      let (name, bytes) = try #require(told.withLock { $0.journal })
      try it.folder.write(bytes, to: name)
      chmod(it.folder.path(name), 0o600)
      #expect(try await it.upload(options) == id)
      #expect(told.withLock { $0.ids } == [id.rawValue, id.rawValue])
      #expect(it.parts == 8 && it.starts == 1 && it.test.calls(FileUploadFinishRequest.endpoint) == 1)
      #expect(try it.folder.names == ["a.bin"])

      // With one call, too.
      try it.folder.write([1, 2, 3], to: "a.bin")
      let small = try await it.upload(options)
      #expect(told.withLock { $0.ids.last } == small.rawValue)
    }
  }

  @Test("is remembered in a folder that is made, or nowhere, as the caller likes")
  func memory() async throws {
    try await run { it in
      var options = UploadOptions()
      options.memory = .folder(it.folder.path("deep/er/state"))
      _ = try await it.interrupt(after: 3, options)
      #expect(try it.folder.names == ["a.bin", "deep"])
      _ = try await it.upload(options)
      #expect(it.parts == 8)
      var forgetful = UploadOptions()
      forgetful.memory = .nowhere
      try it.folder.write(pattern(Self.size).reversed(), to: "a.bin")
      let failure = try await it.interrupt(after: 3, forgetful)
      #expect(failure.resume == nil)
    }
  }

  @Test("of content in memory goes on, too")
  func inMemory() async throws {
    try await run { it in
      var options = UploadOptions()
      options.memory = .folder(it.folder.path("state"))
      options.callLimit = 4
      let limited = options
      await #expect(throws: WeDriveError.self) {
        try await it.test.drive.upload(pattern(Self.size), named: "m", to: .root(of: it.test.space), options: limited)
      }
      options.callLimit = nil
      try await it.test.drive.upload(pattern(Self.size), named: "m", to: .root(of: it.test.space), options: options)
      #expect(it.parts == 8)
    }
  }

  @Test("to another place, or under another name, is another upload")
  func otherTarget() async throws {
    try await run { it in
      _ = try await it.interrupt(after: 3)
      _ = try await it.upload(named: "b.bin")
      #expect(it.starts == 2 && it.parts == 3 + 8)
    }
  }

  @Test("whose record was copied from another upload, or is of another version, is refused with the reason")
  func foreign() async throws {
    try await run { it in
      let path = try #require(try await it.interrupt(after: 3).resume?.statePath)
      let name = try #require(path.split(separator: "/").last.map(String.init))
      let mine = try it.folder.read(name)
      for bytes in [Array("something else".utf8), UploadRecords.magic + [77, 1, 2, 3]] {
        try Data(bytes).write(to: URL(filePath: path))
        chmod(path, 0o600)
        guard case .stateRefused(let place, let reason) = try await it.failure().cause else {
          Issue.record("not refused")
          return
        }
        #expect(place == path && !reason.isEmpty)
        #expect(try it.folder.read(name) == bytes, "left as it is")
      }
      guard case .contents(let contents) = UploadRecords.decode(mine) else {
        Issue.record("not read")
        return
      }
      var other = contents.header
      other.target = [9, 9, 9]
      try Data(UploadRecords.encode(other)).write(to: URL(filePath: path))
      chmod(path, 0o600)
      guard case .stateRefused(_, let reason) = try await it.failure().cause else {
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
      let path = try #require(try await it.interrupt(after: 5).resume?.statePath)
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
          let path = try #require(try await it.interrupt(after: 2, options).resume?.statePath)
          let bytes = Array(try Data(contentsOf: URL(filePath: path)))
          whole = bytes.count
          let cut = Array(bytes.prefix(length))
          let zeros = [UInt8](repeating: 0, count: hasZeros ? max(0, whole - length) : 0)
          try Data(cut + zeros).write(to: URL(filePath: path))
          chmod(path, 0o600)
          let parts = it.parts
          let id = try await it.upload(options)
          let kept = max(0, (length - (whole - 2 * UploadRecords.recordSize)) / UploadRecords.recordSize)
          #expect(it.parts - parts == 3 - (length < whole - 2 * UploadRecords.recordSize ? 0 : kept), "at \(length)")
          #expect(try await it.sha(of: id) == BlockDigests(content).sha1)
          try await it.test.drive.fileDelete(fileIDs: [id])
        }
        length += isLong ? 1 : 17
      }
      #expect(try it.folder.names == ["a.bin"])
    }
  }

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
      guard case .stateRefused(_, let reason) = try await it.failure(options).cause else {
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
      while it.parts < 2 { try await Task.sleep(for: .milliseconds(10)) }
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

  @Test("cannot be taken up by two at once")
  func twice() async throws {
    try await run { it in
      it.test.emulator.faults.add(.delay(milliseconds: 100), .all("file_upload_part"))
      let first = Task { try await it.upload() }
      while it.parts < 1 { try await Task.sleep(for: .milliseconds(10)) }
      guard case .inUse = try await it.failure().cause else {
        Issue.record("not refused")
        return
      }
      let id = try await first.value
      #expect(try await it.sha(of: id) == BlockDigests(pattern(Self.size)).sha1)
      #expect(it.parts == 8)
    }
  }

  @Test("that cannot be remembered, because the folder cannot be written, says so before any call")
  func unwritable() async throws {
    try await run { it in
      let before = it.test.emulator.journal.count()
      for path in ["/proc/wedrive-state", it.path + "/state"] {
        var options = UploadOptions()
        options.memory = .folder(path)
        guard case .error(.file(let failure)) = try await it.failure(options).cause else {
          Issue.record("not refused")
          return
        }
        #expect(failure.path.hasPrefix(path))
      }
      #expect(it.test.emulator.journal.count() == before)
    }
  }
}
