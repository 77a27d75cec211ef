import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

/// What can go wrong at the service and on the way, each with what has to come of it.
@Suite("An upload in blocks, with faults of the service")
struct UploadFaultTests {
  static let size = 11_000_001
  static let blocks = 6

  func upload(
    _ test: Emulated, _ folder: TemporaryFolder, _ options: UploadOptions = UploadOptions()
  ) async throws -> FileID {
    try await test.drive.upload(contentsOf: folder.path("a.bin"), to: .root(of: test.space), options: options)
  }

  /// Runs a test with a file of six blocks.
  func run(
    emulator: (inout EmulatorConfiguration) -> Void = { _ in },
    configure: (inout WeDriveClient.Configuration) -> Void = { _ in },
    _ body: (Emulated, TemporaryFolder) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    try folder.write(pattern(Self.size), to: "a.bin")
    try await Emulated.run(emulator: emulator, configure: configure) { try await body($0, folder) }
  }

  func failure(_ body: () async throws -> FileID) async throws -> UploadFailure {
    let error = try await #require(throws: WeDriveError.self) { _ = try await body() }
    guard case .upload(let failure) = error else { throw error }
    return failure
  }

  /// There is one file of that content, and this is it.
  func expectOnly(_ id: FileID, _ test: Emulated, _ content: [UInt8] = pattern(size)) async throws {
    var ids: [FileID] = []
    for try await file in test.drive.fileListItems(spaceID: test.space, parentID: test.root, sortType: .nameAscending) {
      ids.append(file.fileID)
      #expect(file.sha == BlockDigests(content).sha1)
    }
    #expect(ids == [id])
  }

  // MARK: - The start

  @Test("An answer that names neither an upload nor a file is an error; one that names the file is the end")
  func answers() async throws {
    try await run { test, folder in
      for reply in [
        #"{"errcode":0,"hit_exist":false}"#, #"{"errcode":0}"#, #"{"errcode":0,"hit_exist":true}"#,
        #"{"errcode":0,"hit_exist":true,"upload_key":"k"}"#, #"{"errcode":0,"hit_exist":false,"upload_key":""}"#,
      ] {
        test.emulator.faults.add(.reply(reply), FaultSelection("file_upload_init"))
        let failure = try await failure { try await upload(test, folder) }
        guard case .error(.undecodableReply(let wrong)) = failure.cause else { throw failure }
        #expect(wrong.endpoint == "file_upload_init" && failure.resume == nil)
      }
      for reply in [
        #"{"errcode":0,"hit_exist":true,"fileid":"f"}"#,
        #"{"errcode":0,"hit_exist":true,"fileid":"f","upload_key":"k"}"#,
      ] {
        test.emulator.faults.add(.reply(reply), FaultSelection("file_upload_init"))
        #expect(try await upload(test, folder) == "f")
      }
      #expect(test.calls(FileUploadPartRequest.endpoint) == 0)
      #expect(try folder.names == ["a.bin"])
    }
  }

  // MARK: - Blocks

  @Test("A block whose reply is lost is sent again, and counted")
  func lostPart() async throws {
    try await run { test, folder in
      test.emulator.faults.add(.closeAfterActing, FaultSelection("file_upload_part", first: 3))
      let id = try await upload(test, folder)
      #expect(test.calls(FileUploadPartRequest.endpoint) == Self.blocks + 1)
      try await expectOnly(id, test)
    }
  }

  @Test("A block that the service finds wrong is reported with its number, and not sent again")
  func refusedBlock() async throws {
    try await run { test, folder in
      var options = UploadOptions()
      options.concurrency = 1
      test.emulator.faults.add(.errcode(640050), FaultSelection("file_upload_part", first: 3))
      let failure = try await failure { try await upload(test, folder, options) }
      guard case .blockRefused(block: 3, let refusal) = failure.cause else { throw failure }
      #expect(refusal.code == 640050)
      #expect(test.calls(FileUploadPartRequest.endpoint) == 3)
      #expect(failure.resume?.confirmed == 2 * Int64(BlockDigests.blockSize))
      let id = try await upload(test, folder, options)
      #expect(test.calls(FileUploadPartRequest.endpoint) == 3 + 4)
      try await expectOnly(id, test)
    }
  }

  @Test("An upload that the service has forgotten is started again, once", arguments: [640027, 640048, 640051])
  func forgotten(code: Int) async throws {
    try await run { test, folder in
      var options = UploadOptions()
      options.concurrency = 1
      test.emulator.faults.add(.errcode(code), FaultSelection("file_upload_part", first: 4))
      let id = try await upload(test, folder, options)
      #expect(test.calls(FileUploadInitRequest.endpoint) == 2)
      #expect(test.calls(FileUploadPartRequest.endpoint) == 4 + Self.blocks)
      try await expectOnly(id, test)
    }
    try await run { test, folder in
      test.emulator.faults.add(.errcode(code), .all("file_upload_part"))
      let failure = try await failure { try await upload(test, folder) }
      guard case .error(.refused(let refusal)) = failure.cause else { throw failure }
      #expect(refusal.code == code && test.calls(FileUploadInitRequest.endpoint) == 2)
    }
  }

  @Test("An upload that expired between two attempts is started again")
  func expired() async throws {
    try await run { test, folder in
      test.emulator.faults.add(.errcode(640007), FaultSelection("file_upload_part", first: 4))
      _ = try await failure { try await upload(test, folder) }
      test.emulator.clock.advance(by: .seconds(200_000))
      let id = try await upload(test, folder)
      #expect(test.calls(FileUploadInitRequest.endpoint) == 2)
      try await expectOnly(id, test)
    }
  }

  @Test("A service that cannot take ten at once gets fewer, and all of it")
  func tooMany() async throws {
    try await run(
      emulator: { $0.limits.concurrentCalls = 2 }, configure: { $0.retry.throttledUnit = .milliseconds(20) }
    ) { test, folder in
      test.emulator.faults.add(.delay(milliseconds: 30), .all("file_upload_part"))
      try folder.write(pattern(40_000_000), to: "a.bin")
      var options = UploadOptions()
      options.concurrency = 10
      let id = try await upload(test, folder, options)
      try await expectOnly(id, test, pattern(40_000_000))
      let refused = test.emulator.journal.records(of: "file_upload_part").filter { $0.errcode == 45033 }
      #expect(!refused.isEmpty && refused.count < 40)
    }
  }

  @Test("A service that asks for less for ever is believed in the end")
  func neverEnough() async throws {
    try await run(configure: {
      $0.retry.throttledUnit = .milliseconds(1)
      $0.retry.longestWait = .milliseconds(5)
    }) { test, folder in
      test.emulator.faults.add(.errcode(45033), .all("file_upload_part"))
      let failure = try await failure { try await upload(test, folder) }
      guard case .error(.refused(let refusal)) = failure.cause else { throw failure }
      #expect(refusal.code == 45033 && test.calls(FileUploadPartRequest.endpoint) < 40)
    }
  }

  // MARK: - Giving up

  @Test("A cap on calls is kept, and what is done counts next time")
  func callLimit() async throws {
    try await run { test, folder in
      var options = UploadOptions()
      options.callLimit = 4
      let before = test.emulator.journal.count()
      let first = try await failure { try await upload(test, folder, options) }
      guard case .callLimit(4) = first.cause else { throw first }
      #expect(first.resume?.confirmed == 3 * Int64(BlockDigests.blockSize))
      // The token is fetched by a call of its own, which is not counted.
      #expect(test.emulator.journal.count() - before == 4)
      let id = try await upload(test, folder, options)
      #expect(test.emulator.journal.count() - before == 8)
      try await expectOnly(id, test)
    }
  }

  @Test("It can be called off at any time, promptly, and goes on from there", arguments: 0..<5)
  func cancelled(step: Int) async throws {
    try await run { test, folder in
      let slow = ["file_upload_init", "file_upload_part", "file_upload_finish"]
      for endpoint in slow { test.emulator.faults.add(.delay(milliseconds: 150), .all(endpoint)) }
      var options = UploadOptions()
      options.concurrency = 2
      let chosen = options
      let task = Task { try await upload(test, folder, chosen) }
      try await Task.sleep(for: .milliseconds(20 + 160 * step))
      let start = ContinuousClock.now
      task.cancel()
      let result = await task.result
      #expect(ContinuousClock.now - start < .milliseconds(400))
      test.emulator.faults.removeAll()
      switch result {
      case .success(let id): try await expectOnly(id, test)
      case .failure(let error as WeDriveError):
        guard case .upload(let failure) = error, case .error(let cause) = failure.cause else { throw error }
        switch cause {
        case .cancelled: break
        case .outcomeUnknown(let outcome): #expect(outcome.endpoint != "file_upload_part")
        default: throw error
        }
        // What was called off may still arrive: the service is given the time to finish it.
        try await Task.sleep(for: .milliseconds(300))
        let id = try await upload(test, folder)
        #expect(test.calls(FileUploadPartRequest.endpoint) <= Self.blocks + 2)
        try await expectOnly(id, test)
        #expect(try folder.names == ["a.bin"])
      case .failure(let error): throw error
      }
    }
  }

  @Test("No secret of an upload is in an error")
  func secrets() async throws {
    try await run { test, folder in
      test.emulator.faults.add(
        .reply(#"{"errcode":0,"upload_key":"planted-upload-key"}"#), FaultSelection("file_upload_init"))
      test.emulator.faults.add(
        .reply(#"{"errcode":640050,"errmsg":"planted-upload-key is wrong"}"#), .all("file_upload_part"))
      let failure = try await failure { try await upload(test, folder) }
      #expect(!"\(failure) \(failure.cause) \(WeDriveError.upload(failure))".contains("planted-upload-key"))
      var dumped = ""
      dump(failure, to: &dumped)
      #expect(!dumped.contains("planted-upload-key"))
      for name in try folder.names { #expect(!name.contains("planted") && !name.contains(test.space.rawValue)) }
    }
  }
}
