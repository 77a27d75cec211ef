import Testing
import WeDrive

@Suite("A listing")
struct ListingTests {
  @Test("gives each of 1,000 files once, with as many calls as there are pages")
  func thousandFiles() async throws {
    try await Emulated.run { test in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<1000 {
          group.addTask { try await test.drive.upload([1], named: "\(number)", to: .root(of: test.space)) }
        }
        try await group.waitForAll()
      }
      #expect(test.calls(GetTokenRequest.endpoint) == 1)
      var names: [String] = []
      for try await file in test.drive.fileListItems(
        spaceID: test.space, parentID: test.root, sortType: .nameAscending, limit: 64)
      {
        names.append(file.fileName)
      }
      #expect(Set(names) == Set((0..<1000).map(String.init)))
      #expect(names.count == 1000)
      #expect(test.calls(FileListRequest.endpoint) == 16)
    }
  }
}
