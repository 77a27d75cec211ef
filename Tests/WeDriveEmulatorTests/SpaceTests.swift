import Testing

@testable import WeDriveEmulator

@Suite("Spaces and their members")
struct SpaceTests {
  @Test("A space is made, renamed, told about and dismissed with what is in it")
  func life() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space("Backups", [person("zhangsan", 7), department(5, 1)])
      let file = try await caller.file("a.txt", "a", in: space)
      let info = try await caller.done("space_info", ["spaceid": space])
      #expect(info["space_info.spaceid"] == space)
      #expect(info["space_info.space_name"] == "Backups")
      #expect(info["space_info.auth_list.auth_info.0.userid"] == "zhangsan")
      #expect(info["space_info.auth_list.auth_info.1.departmentid"] == "5")
      #expect(info["space_info.secure_setting.default_file_scope"] == nil)
      try await caller.done("space_rename", ["spaceid": space, "space_name": "Archive"])
      #expect(try await caller.done("new_space_info", ["spaceid": space])["space_info.space_name"] == "Archive")
      try await caller.done("space_dismiss", ["spaceid": space])
      try await caller.refused("space_info", ["spaceid": space], 640_001)
      try await caller.refused("space_dismiss", ["spaceid": space], 640_001)
      try await caller.refused("file_info", ["fileid": file], 640_002)
    }
  }

  @Test("What is wrong with a space has its errcode")
  func errcodes() async throws {
    try await withEmulator({ $0.limits.isPro = false }) { _, caller in
      try await caller.refused("space_create", ["space_name": ""], 640_025)
      try await caller.refused("space_create", [:], 640_025)
      try await caller.refused("space_create", ["space_name": "x", "space_sub_type": 1], 640_027)
      try await caller.refused("space_create", ["space_name": "x", "auth_info": [person("a", 4)]], 640_015)
      try await caller.refused("space_create", ["space_name": "x", "auth_info": [person("a", 2)]], 640_020)
      try await caller.refused(
        "space_create", ["space_name": "x", "auth_info": ["a", "b", "c", "d"].map { person($0, 7) }], 640_053)
      try await caller.refused("space_info", ["spaceid": ""], 640_026)
      try await caller.refused("space_rename", ["spaceid": "nowhere", "space_name": "x"], 640_001)
      let space = try await caller.space()
      try await caller.refused("space_rename", ["spaceid": space, "space_name": ""], 640_025)
    }
  }

  @Test("Members come and go; administrators are three at most and never departments")
  func members() async throws {
    try await withEmulator({ $0.limits.membersPerSpace = 5 }) { _, caller in
      let space = try await caller.space("S", [person("a", 7), person("b", 7)])
      try await caller.refused(
        "space_acl_add", ["spaceid": space, "auth_info": [person("c", 7), person("d", 7)]], 640_053)
      try await caller.done("space_acl_add", ["spaceid": space, "auth_info": [person("c", 7), person("d", 1)]])
      try await caller.refused("space_acl_add", ["spaceid": space, "auth_info": [person("d", 7)]], 640_053)
      try await caller.refused(
        "space_acl_add", ["spaceid": space, "auth_info": [department(1, 7)]], 640_020)
      try await caller.refused("space_acl_add", ["spaceid": space, "auth_info": [person("e", 4)]], 640_020)
      try await caller.refused("space_acl_add", ["spaceid": space, "auth_info": [person("", 1)]], 640_012)
      try await caller.refused(
        "space_acl_add", ["spaceid": space, "auth_info": [["type": 2, "auth": 1] as [String: any Sendable]]], 640_013)
      try await caller.refused(
        "space_acl_add", ["spaceid": space, "auth_info": [person("e", 1), person("f", 1)]], 640_010)
      // A number above 2^32, and one given as a string.
      try await caller.done(
        "space_acl_add",
        [
          "spaceid": space,
          "auth_info": [["type": 2, "departmentid": "5178368698", "auth": 1] as [String: any Sendable]],
        ])
      try await caller.refused(
        "space_acl_del", ["spaceid": space, "auth_info": [person("nobody")]], 640_005)
      try await caller.done(
        "space_acl_del",
        ["spaceid": space, "auth_info": [person("a"), department(5_178_368_698)]])
      let info = try await caller.done("space_info", ["spaceid": space])
      #expect(info.strings("space_info.auth_list.auth_info", "userid") == ["b", "c", "d"])
    }
  }

  @Test("Settings change only where they are given; the write side bans what the read side enables")
  func settings() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      try await caller.done(
        "space_setting",
        ["spaceid": space, "enable_watermark": true, "default_file_scope": 2, "ban_share_external": true])
      try await caller.done("space_setting", ["spaceid": space, "share_url_no_approve_default_auth": 200])
      let info = try await caller.done("new_space_info", ["spaceid": space])
      #expect(info["space_info.secure_setting.enable_watermark"] == "1")
      #expect(info["space_info.secure_setting.default_file_scope"] == "2")
      #expect(info["space_info.secure_setting.enable_share_external"] == "0")
      #expect(info["space_info.secure_setting.share_url_no_approve_default_auth"] == "200")
      try await caller.refused("space_setting", ["spaceid": space, "default_file_scope": 3], 640_027)
      try await caller.refused("space_setting", ["spaceid": space, "share_url_no_approve_default_auth": 7], 640_020)
    }
    try await withEmulator({ $0.limits.isPro = false }) { _, caller in
      let space = try await caller.space()
      try await caller.refused("space_setting", ["spaceid": space, "enable_watermark": true], 640_016)
    }
  }

  @Test("An app's space has no invitation link, unless the emulator is told so")
  func invitations() async throws {
    try await withEmulator { _, caller in
      try await caller.refused("space_share", ["spaceid": try await caller.space()], 640_028)
    }
    try await withEmulator({ $0.hasInvitationLinks = true }) { _, caller in
      let space = try await caller.space()
      #expect(try await caller.done("space_share", ["spaceid": space])["space_share_url"]?.hasPrefix("http") == true)
      try await caller.done("space_setting", ["spaceid": space, "enable_confidential_mode": true])
      try await caller.refused("space_share", ["spaceid": space], 640_044)
    }
  }
}
