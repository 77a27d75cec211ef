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

  @Test("gives each file that stays once while others come and go", arguments: FileOrder.allKnown, [2, 7, 40])
  func changes(order: FileOrder, size: UInt32) async throws {
    try await Emulated.run { test in
      var files: [FileID] = []
      for number in 0..<120 {
        let content = [UInt8](repeating: 1, count: 1 + number % 50)
        files.append(try await test.drive.upload(content, named: "f\(number)", to: .root(of: test.space)))
      }
      var staying = Set(files)
      var listed: [FileID] = []
      for try await file in test.drive.fileListItems(
        spaceID: test.space, parentID: test.root, sortType: order, limit: size)
      {
        listed.append(file.fileID)
        // Between any two pages something happens, mostly to what was given already.
        guard listed.count.isMultiple(of: 9), let gone = listed.first(where: staying.contains) else { continue }
        staying.remove(gone)
        if listed.count.isMultiple(of: 2) {
          try await test.drive.fileDelete(fileIDs: [gone])
        } else {
          _ = try await test.drive.fileRename(fileID: gone, newName: "zz\(listed.count)")
        }
        _ = try await test.drive.upload([1], named: "e\(listed.count)", to: .root(of: test.space))
      }
      #expect(Set(listed).count == listed.count)
      #expect(staying.subtracting(listed).isEmpty)
    }
  }
}

extension FileOrder {
  fileprivate static let allKnown: [FileOrder] = (1...6).map(FileOrder.init(rawValue:))
}
