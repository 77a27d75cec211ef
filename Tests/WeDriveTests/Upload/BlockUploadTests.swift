import Synchronization
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("An upload in blocks")
struct BlockUploadTests {
  @Test(
    "arrives as it is, whatever its size", arguments: [10 << 20 + 1, 12 << 20 - 1, 12 << 20, 12 << 20 + 1, 13_000_001])
  func sizes(_ size: Int) async throws {
    try await Emulated.run { test in
      let folder = try TemporaryFolder()
      let content = pattern(size)
      try folder.write(content, to: "a.bin")
      let id = try await test.drive.upload(contentsOf: folder.path("a.bin"), to: .root(of: test.space))
      let info = try await test.drive.fileInfo(fileID: id).fileInfo
      #expect(info.fileName == "a.bin" && info.fileSize == UInt64(size) && info.sha == BlockDigests(content).sha1)
      #expect(test.calls(FileUploadPartRequest.endpoint) == BlockDigests.blockCount(of: UInt64(size)))
      #expect(test.calls(FileUploadRequest.endpoint) == 0)
      #expect(try folder.names == ["a.bin"], "nothing is left beside the file")
      let file = try await test.drive.download(fileID: id, to: folder.path("b.bin"))
      #expect(file.isVerified)
      #expect(try folder.read("b.bin") == content)
    }
  }

  @Test("takes bytes in memory, and a stream of pieces of any size")
  func otherContent() async throws {
    try await Emulated.run { test in
      let content = pattern(11_000_001)
      let sha = BlockDigests(content).sha1
      let first = try await test.drive.upload(content, named: "memory", to: .root(of: test.space))
      #expect(try await test.drive.fileInfo(fileID: first).fileInfo.sha == sha)
      var changed = content
      changed[5] ^= 1
      let pieces = changed
      let stream = AsyncStream<ArraySlice<UInt8>> { stream in
        var rest = pieces[...]
        var size = 1
        while !rest.isEmpty {
          stream.yield(rest.prefix(size))
          rest = rest.dropFirst(size)
          size = size * 3 % 700_001 + 1
        }
        stream.finish()
      }
      let second = try await test.drive.upload(spooling: stream, named: "stream", to: .root(of: test.space))
      #expect(try await test.drive.fileInfo(fileID: second).fileInfo.sha == BlockDigests(pieces).sha1)
      let short = AsyncStream<[UInt8]> { stream in
        stream.yield([1, 2, 3])
        stream.finish()
      }
      let third = try await test.drive.upload(spooling: short, named: "short", to: .root(of: test.space))
      #expect(try await test.drive.fileInfo(fileID: third).fileInfo.fileSize == 3)
      #expect(test.calls(FileUploadRequest.endpoint) == 1)
    }
  }

  @Test("of a stream that fails makes no call")
  func failingStream() async throws {
    struct Broken: Error {}
    try await Emulated.run { test in
      let before = test.emulator.journal.count()
      let stream = AsyncThrowingStream<[UInt8], any Error> { $0.finish(throwing: Broken()) }
      let error = try await #require(throws: WeDriveError.self) {
        try await test.drive.upload(spooling: stream, named: "a", to: .root(of: test.space))
      }
      guard case .file = error else { throw error }
      #expect(test.emulator.journal.count() == before)
    }
  }

  @Test("goes to a folder, to a ticket's place, and to a document by the same protocol")
  func destinations() async throws {
    try await Emulated.run { test in
      let content = pattern(11_000_000)
      let folder = try TemporaryFolder()
      try folder.write(content, to: "a")
      let made = try await test.drive.fileCreate(
        spaceID: test.space, parentID: test.root, fileType: .folder, fileName: "Folder"
      ).fileID
      let first = try await test.drive.upload(
        contentsOf: folder.path("a"), to: .folder(.folder(made), in: test.space))
      #expect(try await test.drive.fileInfo(fileID: first).fileInfo.parentID == .folder(made))
      let ticket = try await test.emulator.mintUploadTicket(spaceID: test.space, parentID: .folder(made))
      let second = try await test.drive.upload(content.reversed(), named: "b", to: .ticket(ticket))
      #expect(try await test.drive.fileInfo(fileID: second).fileInfo.parentID == .folder(made))

      let document = try await test.drive.fileCreate(
        spaceID: test.space, parentID: test.root, fileType: .document, fileName: "Document"
      ).fileID
      var other = content
      other[0] ^= 1
      try folder.write(other, to: "a")
      let link = try await test.drive.upload(
        contentsOf: folder.path("a"), toDocument: DocID(document.rawValue))
      #expect(link.hasPrefix("http"))
      #expect(test.calls(WedocFileUploadPartRequest.endpoint) == 6)
    }
  }

  @Test("sends nothing if the service has the content, and can leave out the card for content of any size")
  func instant() async throws {
    try await Emulated.run { test in
      let content = pattern(11_000_000)
      let first = try await test.drive.upload(content, named: "a", to: .root(of: test.space))
      let parts = test.calls(FileUploadPartRequest.endpoint)
      let second = try await test.drive.upload(content, named: "b", to: .root(of: test.space))
      #expect(first != second)
      #expect(test.calls(FileUploadPartRequest.endpoint) == parts)
      #expect(test.calls(FileUploadFinishRequest.endpoint) == 1)
      var options = UploadOptions()
      options.pushesCard = false
      try await test.drive.upload([1, 2, 3], named: "c", to: .root(of: test.space), options: options)
      #expect(test.calls(FileUploadRequest.endpoint) == 0)
      #expect(test.calls(FileUploadPartRequest.endpoint) == parts + 1)
    }
  }

  @Test("tells how far it has come: what is confirmed never becomes less, and in the end it is everything")
  func progress() async throws {
    try await Emulated.run { test in
      test.emulator.faults.add(.delay(milliseconds: 60), .all("file_upload_part"))
      let reports = Mutex<[UploadProgress]>([])
      let times = Mutex<[ContinuousClock.Instant]>([])
      var options = UploadOptions { progress in
        reports.withLock { $0.append(progress) }
        times.withLock { $0.append(.now) }
      }
      options.concurrency = 2
      let size = 20_000_001
      try await test.drive.upload(pattern(size), named: "a", to: .root(of: test.space), options: options)
      let seen = reports.withLock { $0 }
      #expect(seen.map(\.confirmed) == seen.map(\.confirmed).sorted())
      #expect(seen.allSatisfy { $0.total == Int64(size) && $0.confirmed + $0.inFlight <= Int64(size) })
      #expect(seen.allSatisfy { $0.inFlight <= 2 * Int64(BlockDigests.blockSize) })
      let last = try #require(seen.last)
      #expect(last.confirmed == Int64(size) && last.inFlight == 0 && last.phase == .finishing)
      #expect(last.calls == 12)
      #expect(seen.contains { $0.bytesPerSecond ?? 0 > 0 && $0.remaining != nil })
      let instants = times.withLock { $0 }
      for (earlier, later) in zip(instants, instants.dropFirst().dropLast()) {
        #expect(later - earlier >= .milliseconds(95))
      }
    }
  }

  @Test("keeps to the number of blocks at once that was asked for", arguments: [1, 3, 10, 50])
  func concurrency(_ number: Int) async throws {
    try await Emulated.run { test in
      test.emulator.faults.add(.delay(milliseconds: 40), .all("file_upload_part"))
      var options = UploadOptions()
      options.concurrency = number
      try await test.drive.upload(pattern(24_000_000), named: "a", to: .root(of: test.space), options: options)
      #expect(test.emulator.journal.maximumUnderWay <= min(10, number))
      if number < 10 { #expect(test.emulator.journal.maximumUnderWay == number) }
    }
  }
}
