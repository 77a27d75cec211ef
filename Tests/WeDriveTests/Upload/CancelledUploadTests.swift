import TestSupport
import Testing
import WeDrive

/// What is thrown when the task of an upload is cancelled: the same at any size and at any time.
@Suite("A cancelled upload")
struct CancelledUploadTests {
  /// In one call, and in blocks.
  static let sizes = [1, 100_000, 11 << 20]

  @Test(
    "throws upload, with the cause cancelled, or with one that says that the outcome is unknown because of it",
    arguments: sizes)
  func oneSentence(_ size: Int) async throws {
    let content = pattern(size)
    let calls = size > 10 << 20 ? ["file_upload_init", "file_upload_part", "file_upload_finish"] : ["file_upload"]
    // Those that may have made the file.
    let last = ["file_upload", "file_upload_finish"]
    for call in calls {
      try await Emulated.run { test in
        test.emulator.faults.add(.delay(milliseconds: 1_000), .all(call))
        let before = test.emulator.journal.count()
        let task = Task { try await test.drive.upload(content, named: "a", to: .root(of: test.space)) }
        try await eventually("\(call) is under way", within: .seconds(20)) {
          test.emulator.journal.records().dropFirst(before).contains { $0.endpoint == call }
        }
        task.cancel()
        let error = try await #require(throws: WeDriveError.self) { try await task.value }
        guard case .upload(let failure) = error, case .error(let cause) = failure.cause else { throw error }
        switch cause {
        case .cancelled: #expect(!last.contains(call), "\(call): \(error)")
        case .outcomeUnknown(let unknown):
          #expect(unknown.cause == .cancelled && call != "file_upload_part", "\(call): \(error)")
        default: throw error
        }
        #expect("\(error)".contains("cancelled"), "\(error)")
      }
    }
  }

  @Test("that was cancelled before it began makes no call", arguments: sizes)
  func beforehand(_ size: Int) async throws {
    try await Emulated.run { test in
      let before = test.emulator.journal.count()
      let task = Task {
        while !Task.isCancelled { await Task.yield() }
        return try await test.drive.upload(pattern(size), named: "a", to: .root(of: test.space))
      }
      task.cancel()
      let error = try await #require(throws: WeDriveError.self) { try await task.value }
      guard case .upload(let failure) = error, case .error(.cancelled) = failure.cause else { throw error }
      #expect(test.emulator.journal.count() == before)
    }
  }
}
