import Foundation
import Synchronization
import TestSupport
import Testing
import WeDriveEmulator

@testable import WeDrive

/// The local side: what is remembered, and files that change.
@Suite("An interrupted upload")
struct UploadResumeTests {
  static let size = 15_000_001
  static let block = BlockDigests.blockSize

  struct Case {
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

  func run(_ body: (Case) async throws -> Void) async throws {
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
      #expect(failure.resume?.journalPath == it.folder.path(name))
      let id = try await it.upload()
      #expect(it.parts == 8 && it.starts == 1)
      #expect(try await it.sha(of: id) == BlockDigests(pattern(Self.size)).sha1)
      #expect(try it.folder.names == ["a.bin"])
    }
  }

  @Test("hands out its result while it is still remembered: a crash after that makes no second file")
  func completion() async throws {
    try await run { it in
      let told = Mutex<(results: [UploadResult], journal: (name: String, bytes: [UInt8])?)>(([], nil))
      var options = UploadOptions()
      options.onCompletion = { made in
        told.withLock { told in
          told.results.append(made)
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
      #expect(told.withLock { $0.results } == [.file(id), .file(id)])
      #expect(it.parts == 8 && it.starts == 1 && it.test.calls(FileUploadFinishRequest.endpoint) == 1)
      #expect(try it.folder.names == ["a.bin"])

      // With one call, too.
      try it.folder.write([1, 2, 3], to: "a.bin")
      let small = try await it.upload(options)
      #expect(told.withLock { $0.results.last } == .file(small))
    }
  }

  @Test("is remembered in a folder that is made, or nowhere, as the caller likes")
  func memory() async throws {
    try await run { it in
      var options = UploadOptions()
      options.localJournal = .folder(it.folder.path("deep/er/state"))
      _ = try await it.interrupt(after: 3, options)
      #expect(try it.folder.names == ["a.bin", "deep"])
      _ = try await it.upload(options)
      #expect(it.parts == 8)
      var forgetful = UploadOptions()
      forgetful.localJournal = .nowhere
      try it.folder.write(pattern(Self.size).reversed(), to: "a.bin")
      let failure = try await it.interrupt(after: 3, forgetful)
      #expect(failure.resume == nil)
    }
  }

  @Test("of content in memory goes on, too")
  func inMemory() async throws {
    try await run { it in
      var options = UploadOptions()
      options.localJournal = .folder(it.folder.path("state"))
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

  @Test("cannot be taken up by two at once")
  func twice() async throws {
    try await run { it in
      it.test.emulator.faults.add(.delay(milliseconds: 100), .all("file_upload_part"))
      let first = Task { try await it.upload() }
      try await eventually("a block arrives") { it.parts >= 1 }
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
        options.localJournal = .folder(path)
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
