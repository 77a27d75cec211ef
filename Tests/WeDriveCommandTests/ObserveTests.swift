import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("wedrive --observe")
struct ObserveTests {
  private func report(_ path: String) throws -> [DriftObservation: Int] {
    try JSONDecoder().decode(ObservedDrift.self, from: Data(contentsOf: URL(filePath: path))).counts
  }

  @Test("adds what each run saw to the file, of raw calls too, and never a value")
  func file() async throws {
    try await EmulatedService.run { test in
      let folder = try TemporaryFolder()
      let path = folder.path("drift.json")
      let file = try await test.upload([1], named: "confidential")
      test.emulator.faults.add(.undocumentedFields, .all("file_info"))
      let first = try await test.command("info", file.rawValue, "--observe", path)
      #expect(first.status == 0, "\(first.text)")
      let second = try await test.command("--observe", path, "call", "file_info", "fileid=\(file)")
      #expect(second.status == 0, "\(second.text)")
      test.emulator.faults.add(.errcode(640_999), FaultSelection("file_info"))
      let third = try await test.command("info", file.rawValue, "--observe", path)
      #expect(third.status == 1, "\(third.text)")

      let field = Fault.undocumentedField
      #expect(
        try report(path) == [
          DriftObservation(endpoint: "file_info", kind: .unknownField, path: field): 2,
          DriftObservation(endpoint: "file_info", kind: .unknownField, path: "file_info.\(field)"): 2,
          DriftObservation(endpoint: "file_info", kind: .unknownErrcode, errcode: 640_999): 1,
        ])
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(!text.contains("confidential") && !text.contains(file.rawValue))
    }
  }

  @Test("keeps all counts of runs at the same time")
  func several() async throws {
    try await EmulatedService.run { test in
      let folder = try TemporaryFolder()
      let path = folder.path("drift.json")
      let file = try await test.upload([1], named: "a")
      test.emulator.faults.add(.undocumentedFields, .all("file_info"))
      try await withThrowingTaskGroup(of: Int32.self) { group in
        for _ in 0..<4 {
          group.addTask { try await test.command("info", file.rawValue, "--observe", path).status }
        }
        for try await status in group { #expect(status == 0) }
      }
      #expect(Set(try report(path).values) == [4])
    }
  }

  @Test("refuses a file that is something else, before anything is sent")
  func otherFile() async throws {
    try await EmulatedService.run { test in
      let folder = try TemporaryFolder()
      let path = folder.path("notes.txt")
      try Data("my notes".utf8).write(to: URL(filePath: path))
      let calls = test.emulator.journal.records(of: nil).count
      let run = try await test.command("info", "f", "--observe", path)
      #expect(run.status == 64)
      #expect(run.errors.contains("is not a drift report"))
      #expect(test.emulator.journal.records(of: nil).count == calls)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "my notes")
    }
  }
}
