import Testing

@testable import WeDriveEmulator

@Suite("Many at once")
struct ConcurrencyTests {
  @Test("Hundreds of calls at a time lose nothing and mix nothing up")
  func load() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let ids = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<200 {
          // All of one name: each gets a number of its own.
          group.addTask { try await caller.file("same.txt", "content \(number)", in: space) }
        }
        return try await group.reduce(into: [String]()) { $0.append($1) }
      }
      #expect(Set(ids).count == 200)
      let page = try await caller.done(
        "file_list", ["spaceid": space, "fatherid": space, "sort_type": 1, "start": 0, "limit": 1000])
      let names = Set(page.strings("file_list.item", "file_name"))
      #expect(names == Set(["same.txt"] + (1..<200).map { "same(\($0)).txt" }))
      #expect(emulator.journal.count(of: "file_upload") == 200)

      // Administrators are added from all sides; three get in.
      let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
        for number in 0..<20 {
          group.addTask {
            try await caller.call("space_acl_add", ["spaceid": space, "auth_info": [person("u\(number)", 7)]]).errcode
          }
        }
        return try await group.reduce(into: [Int?]()) { $0.append($1) }
      }
      #expect(codes.filter { $0 == 0 }.count == 3)
      #expect(codes.filter { $0 == 640_053 }.count == 17)
    }
  }

  @Test("Several emulators in one process know nothing of each other")
  func several() async throws {
    try await withEmulator { first, one in
      try await withEmulator { second, two in
        let space = try await one.space()
        try await two.refused("space_info", ["spaceid": space], 640_001)
        first.faults.add(.errcode(-1), .all())
        first.clock.advance(by: .seconds(99_999))
        try await two.done("mng_capacity")
        #expect(second.faults.entries.isEmpty)
      }
    }
  }
}
