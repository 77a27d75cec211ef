import Testing
import WeDrive
import WeDriveEmulator

/// Faults at the last call, after which the file may be there.
extension UploadFaultTests {
  @Test("A lost reply to the last call is looked up: the file is there, and is not made twice")
  func lostFinish() async throws {
    try await run { test, folder in
      test.emulator.faults.add(.closeAfterActing, FaultSelection("file_upload_finish"))
      let id = try await upload(test, folder)
      #expect(test.calls(FileUploadFinishRequest.endpoint) == 1)
      try await expectOnly(id, test)
    }
  }

  @Test("A last call that was lost on its way is made again")
  func lostBeforeFinish() async throws {
    try await run { test, folder in
      test.emulator.faults.add(.closeBeforeActing, FaultSelection("file_upload_finish"))
      let id = try await upload(test, folder)
      #expect(test.calls(FileUploadFinishRequest.endpoint) == 2)
      try await expectOnly(id, test)
    }
  }

  @Test("\"Finished already\" is success only if the file is seen")
  func finishedAlready() async throws {
    try await run { test, folder in
      // The first reply is lost, the first look fails, the second call says 640048, the second look finds it.
      test.emulator.faults.add(.closeAfterActing, FaultSelection("file_upload_finish"))
      test.emulator.faults.add(.reply(#"{"errcode":0,"has_more":false}"#), FaultSelection("file_list"))
      let id = try await upload(test, folder)
      #expect(test.calls(FileUploadFinishRequest.endpoint) == 2)
      try await expectOnly(id, test)
    }
    // Never sent before, and yet finished: the service means another upload, which is started anew.
    try await run { test, folder in
      test.emulator.faults.add(.errcode(640048), FaultSelection("file_upload_finish"))
      let id = try await upload(test, folder)
      #expect(test.calls(FileUploadInitRequest.endpoint) == 2)
      try await expectOnly(id, test)
    }
  }

  @Test("With a ticket there is no way to look: the last call is made again, and then its outcome is unknown")
  func lostFinishOfTicket() async throws {
    try await run { test, folder in
      let ticket = try await test.emulator.mintUploadTicket(spaceID: test.space)
      test.emulator.faults.add(.closeAfterActing, FaultSelection("file_upload_finish"))
      let failure = try await failure {
        try await test.drive.upload(contentsOf: folder.path("a.bin"), to: .ticket(ticket))
      }
      guard case .error(.outcomeUnknown(let outcome)) = failure.cause else { throw failure }
      #expect(outcome.endpoint == "file_upload_finish" && failure.resume != nil)
      #expect(test.calls(FileUploadInitRequest.endpoint) == 1, "never a second file")
    }
  }
}
