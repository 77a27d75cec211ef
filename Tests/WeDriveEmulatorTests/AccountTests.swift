import Testing

@testable import WeDriveEmulator

@Suite("Accounts and the archive")
struct AccountTests {
  @Test("Seats are given, taken and listed page by page")
  func seats() async throws {
    try await withEmulator({ $0.limits.seats = 5 }) { _, caller in
      let first = try await caller.done("vip/batch_add", ["userid_list": ["c", "a", "b", ""]])
      #expect(first.strings("succ_userid_list") == ["c", "a", "b"])
      #expect(first.strings("fail_userid_list") == [""])
      let second = try await caller.done("vip/batch_add", ["userid_list": ["a", "d", "e", "f"]])
      #expect(second.strings("succ_userid_list") == ["a", "d", "e"])
      #expect(second.strings("fail_userid_list") == ["f"])
      #expect(try await caller.done("mng_pro_info")["use_vip_acct_num"] == "5")
      var users: [String] = []
      var cursor: String?
      repeat {
        var fields: [String: any Sendable] = ["limit": 2]
        if let cursor { fields["cursor"] = cursor }
        let page = try await caller.done("vip/list", fields)
        users += page.strings("userid_list")
        cursor = page["has_more"] == "1" ? page["next_cursor"] : nil
      } while cursor != nil
      #expect(users == ["a", "b", "c", "d", "e"])
      let removed = try await caller.done("vip/batch_del", ["userid_list": ["a", "x"]])
      #expect(removed.strings("succ_userid_list") == ["a"])
      #expect(removed.strings("fail_userid_list") == ["x"])
      try await caller.refused("vip/batch_add", ["userid_list": (0...100).map { "u\($0)" }], 640_027)
      try await caller.refused("vip/batch_add", ["userid_list": [String]()], 640_027)
      try await caller.refused("vip/list", ["limit": 201], 640_027)
    }
  }

  @Test("Capacity and edition are what is configured")
  func edition() async throws {
    try await withEmulator({ $0.limits.capacity = 22_666_689_904_640 }) { _, caller in
      let capacity = try await caller.done("mng_capacity")
      #expect(capacity["total_capacity_for_all"] == "22666689904640")
      let info = try await caller.done("mng_pro_info")
      #expect(info["is_pro"] == "1")
    }
    try await withEmulator({ $0.limits.isPro = false }) { _, caller in
      let info = try await caller.done("mng_pro_info")
      #expect(info["is_pro"] == "0")
      #expect(info["pro_expire_time"] == nil)
    }
  }

  @Test("The archive lists a member's spaces and files with their paths, and gives links")
  func archive() async throws {
    try await withEmulator { emulator, caller in
      let path = "/cgi-bin/security/wedrive/"
      let space = try await caller.space("S", [person("boss", 7), person("clerk", 1)])
      _ = try await caller.space("Other", [person("clerk", 1)])
      let folder = try await caller.folder("f", in: space)
      let inner = try await caller.folder("g", in: space, folder)
      var ids: [String] = []
      for number in 0..<5 { ids.append(try await caller.file("\(number).txt", "\(number)", in: space, inner)) }
      let spaces = try await caller.done(path + "get_auth_space_list", ["userid": "boss"])
      #expect(spaces.count("auth_space_list") == 1)
      #expect(spaces["auth_space_list.0.is_space_superadmin"] == "1")
      #expect(try await caller.done(path + "get_auth_space_list", ["userid": "clerk"]).count("auth_space_list") == 2)
      #expect(
        try await caller.done(path + "get_auth_space_list", ["userid": "boss", "is_resigned": 1])
          .count("auth_space_list") == 0)

      var found: [String] = []
      var cursor = ""
      while true {
        let page = try await caller.done(
          path + "get_auth_file_list", ["userid": "boss", "spaceid": space, "limit": 2, "cursor": cursor])
        found += page.strings("file_list", "fileid")
        #expect(page["file_list.0.path"]?.hasPrefix("f/g/") == true)
        guard page["has_more"] == "1" else { break }
        cursor = try #require(page["next_cursor"])
      }
      #expect(found == ids.sorted())
      try await caller.refused(path + "get_auth_file_list", ["userid": "x", "spaceid": space], 640_005)
      try await caller.refused(path + "get_auth_file_list", ["userid": "boss", "spaceid": "nowhere"], 640_001)
      let link = try await caller.done(path + "download_file", ["fileid": ids[3]])
      #expect(try await Download(link).get(emulator).text == "3")
      try await caller.refused(path + "download_file", ["fileid": folder], 640_029)
    }
  }
}
