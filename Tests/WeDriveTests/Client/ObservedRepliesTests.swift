import Testing
import WeDrive
import WeDriveEmulator

@Suite("Observed replies")
struct ObservedRepliesTests {
  @Test("of a service that is as documented show nothing")
  func nothing() async throws {
    let tally = DriftTally()
    try await Emulated.run(configure: { $0.observer = tally.record }) { test in
      let file = try await test.drive.upload([1, 2], named: "a", to: .root(of: test.space))
      _ = try await test.drive.fileInfo(fileID: file)
      for try await _ in test.drive.fileListItems(spaceID: test.space, parentID: test.root, sortType: .sizeAscending) {}
      _ = try await test.drive.spaceInfo(spaceID: test.space)
      _ = try await test.drive.getFilePermission(fileID: file)
      #expect(tally.report.counts.isEmpty, "\(tally.report.counts)")
    }
  }

  @Test("show fields, values, types and errcodes that the catalog does not know, and change no result")
  func drift() async throws {
    let tally = DriftTally()
    try await Emulated.run(configure: { $0.observer = tally.record }) { test in
      let file = try await test.drive.upload([1, 2], named: "a", to: .root(of: test.space))
      test.emulator.faults.add(.undocumentedFields, FaultSelection("file_info", count: 2))
      for _ in 0..<2 { #expect(try await test.drive.fileInfo(fileID: file).fileInfo.fileName == "a") }
      let odd = #"{"errcode":0,"file_info":{"fileid":"f","file_name":"a","file_type":99}}"#
      test.emulator.faults.add(.reply(odd), FaultSelection("file_info"))
      #expect(try await test.drive.fileInfo(fileID: file).fileInfo.fileType.rawValue == 99)
      test.emulator.faults.add(.errcode(640_999), FaultSelection("file_info"))
      await #expect(throws: WeDriveError.self) { try await test.drive.fileInfo(fileID: file) }
      let name = Fault.undocumentedField
      #expect(
        tally.report.counts == [
          DriftObservation(endpoint: "file_info", kind: .unknownField, path: name): 2,
          DriftObservation(endpoint: "file_info", kind: .unknownField, path: "file_info.\(name)"): 2,
          DriftObservation(endpoint: "file_info", kind: .unknownValue, path: "file_info.file_type"): 1,
          DriftObservation(endpoint: "file_info", kind: .unknownErrcode, errcode: 640_999): 1,
        ])
    }
  }
}
