import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("An upload in one call")
struct UploadTests {
  @Test("arrives as it is, whatever its size", arguments: [1, 2, 3, 65_537, 10 << 20])
  func sizes(_ size: Int) async throws {
    try await Emulated.run { test in
      let content = pattern(size)
      let id = try await test.drive.upload(content, named: "a.bin", to: .root(of: test.space))
      let info = try await test.drive.fileInfo(fileID: id).fileInfo
      #expect(info.fileSize == UInt64(size))
      #expect(info.sha == sha1(content))
      #expect(info.parentID == test.root)
      let folder = try TemporaryFolder()
      let file = try await test.drive.download(fileID: id, to: folder.path("b.bin"))
      #expect(file.isVerified)
      #expect(try folder.read("b.bin") == content)
    }
  }

  @Test("goes to a folder, or to where a ticket says")
  func destinations() async throws {
    try await Emulated.run { test in
      let folder = try await test.drive.fileCreate(
        spaceID: test.space, parentID: test.root, fileType: .folder, fileName: "Folder"
      ).fileID
      let first = try await test.drive.upload([1], named: "a", to: .folder(.folder(folder), in: test.space))
      #expect(try await test.drive.fileInfo(fileID: first).fileInfo.parentID == .folder(folder))
      let ticket = try await test.emulator.mintUploadTicket(spaceID: test.space, parentID: .folder(folder))
      let second = try await test.drive.upload([2], named: "b", to: .ticket(ticket))
      #expect(try await test.drive.fileInfo(fileID: second).fileInfo.parentID == .folder(folder))
    }
  }

  @Test("takes a local file and its name")
  func localFile() async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      try folder.write(pattern(70_000), to: "报告.bin")
      let id = try await test.drive.upload(contentsOf: folder.path("报告.bin"), to: .root(of: test.space))
      let info = try await test.drive.fileInfo(fileID: id).fileInfo
      #expect(info.fileName == "报告.bin")
      #expect(info.sha == sha1(pattern(70_000)))
      let other = try await test.drive.upload(
        contentsOf: folder.path("报告.bin"), named: "other", to: .root(of: test.space))
      #expect(try await test.drive.fileInfo(fileID: other).fileInfo.fileName == "other")
    }
  }

  @Test("is refused before any call when it is empty, too large or has too long a name")
  func limits() async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      for (name, size) in [("empty", 0), ("large", 20 << 30 + 1), ("medium", 10 << 20 + 1)] {
        try #require(FileManager.default.createFile(atPath: folder.path(name), contents: nil))
        try #require(truncate(folder.path(name), size) == 0)
      }
      let long = String(repeating: "汉", count: 128)
      var cardless = UploadOptions()
      cardless.pushesCard = false
      let quiet = cardless
      let place = UploadDestination.root(of: test.space)
      let before = test.emulator.journal.count()
      let attempts: [() async throws -> Void] = [
        { try await test.drive.upload(contentsOf: folder.path("empty"), to: place) },
        { try await test.drive.upload([], named: "a", to: place) },
        { try await test.drive.upload([], named: "a", to: place, options: quiet) },
        { try await test.drive.upload(contentsOf: folder.path("large"), to: place) },
        { try await test.drive.upload([1], named: long, to: place) },
        { try await test.drive.upload(contentsOf: folder.path("medium"), named: long, to: place) },
        { try await test.drive.upload(contentsOf: folder.path("large"), toDocument: "d") },
      ]
      for attempt in attempts {
        let error = try await #require(throws: WeDriveError.self) { try await attempt() }
        guard case .invalidArgument(let argument) = error else { throw error }
        #expect(!argument.owner.isEmpty || argument.reason.contains("WeDrive"))
      }
      #expect(test.emulator.journal.count() == before)
      #expect(try folder.names == ["empty", "large", "medium"])
    }
  }

  @Test("is refused before any call when there is no ordinary file")
  func notAFile() async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      try #require(mkfifo(folder.path("pipe"), 0o600) == 0)
      for path in [folder.path, folder.path("pipe"), folder.path("nothing"), "/dev/zero", ""] {
        let error = try await #require(throws: WeDriveError.self) {
          try await test.drive.upload(contentsOf: path, to: .root(of: test.space))
        }
        guard case .file(let failure) = error else { throw error }
        #expect(failure.path == path)
      }
      #expect(test.calls(FileUploadRequest.endpoint) == 0)
    }
  }

  @Test("is sent once when its reply is lost, and looked for")
  func lostReply() async throws {
    try await Emulated.run { test in
      test.emulator.faults.add(.closeAfterActing, FaultSelection("file_upload"))
      let id = try await test.drive.upload(pattern(2_000_000), named: "a", to: .root(of: test.space))
      #expect(test.calls(FileUploadRequest.endpoint) == 1)
      #expect(try await test.files() == [id: "a"])
    }
  }

  @Test("is sent once when the file cannot be seen, and its outcome is said to be unknown", arguments: [false, true])
  func lostRequest(isRemembered: Bool) async throws {
    let folder = try TemporaryFolder()
    try await Emulated.run { test in
      test.emulator.faults.add(.closeBeforeActing, FaultSelection("file_upload"))
      var options = UploadOptions()
      if isRemembered { options.localJournal = .folder(folder.path("uploads")) }
      let chosen = options
      func upload() async throws(WeDriveError) -> FileID {
        try await test.drive.upload(pattern(2_000_000), named: "a", to: .root(of: test.space), options: chosen)
      }
      let error = try await #require(throws: WeDriveError.self) { try await upload() }
      guard case .upload(let failure) = error, case .error(.outcomeUnknown(let outcome)) = failure.cause else {
        throw error
      }
      #expect(outcome.endpoint == "file_upload")
      #expect(failure.resume?.size == (isRemembered ? 2_000_000 : nil))
      #expect(error.description.contains("looks for the file before it uploads") == isRemembered)
      #expect(test.calls(FileUploadRequest.endpoint) == 1)
      #expect(try await test.files().isEmpty)
      // Again: looked for where that is remembered, not found, sent.
      let lists = test.calls(FileListRequest.endpoint)
      let id = try await upload()
      #expect(test.calls(FileListRequest.endpoint) == lists + (isRemembered ? 1 : 0))
      #expect(try await test.files() == [id: "a"])
    }
  }

  @Test("whose task was cancelled after it was made is found by the same call, and never made twice")
  func cancelled() async throws {
    let folder = try TemporaryFolder()
    try await Emulated.run { test in
      test.emulator.faults.add(.drip(bytes: 1, everyMilliseconds: 1_000), FaultSelection("file_upload"))
      var options = UploadOptions()
      options.localJournal = .folder(folder.path("uploads"))
      let chosen = options
      func upload(_ content: [UInt8]) async throws -> FileID {
        try await test.drive.upload(content, named: "a", to: .root(of: test.space), options: chosen)
      }
      let content = pattern(100_000)
      let first = Task { try await upload(content) }
      try await eventually("the file is made") { try await !test.files().isEmpty }
      first.cancel()
      let error = try await #require(throws: WeDriveError.self) { try await first.value }
      guard case .upload(let failure) = error, case .error(let cause) = failure.cause else { throw error }
      switch cause {
      case .cancelled, .outcomeUnknown: #expect(failure.resume?.size == 100_000)
      default: throw error
      }
      let id = try await upload(content)
      #expect(test.calls(FileUploadRequest.endpoint) == 1)
      #expect(try await test.files() == [id: "a"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("uploads")).isEmpty)
      // That one is over: the next is another one.
      #expect(try await upload(content) != id)
    }
  }

  @Test("goes without a memory where there is no place to write to")
  func readOnlyFolder() async throws {
    try await Emulated.run { test in
      var options = UploadOptions()
      options.localJournal = .folder("/proc/nothing/here")
      let id = try await test.drive.upload([1], named: "a", to: .root(of: test.space), options: options)
      #expect(try await test.files() == [id: "a"])
    }
  }
}
