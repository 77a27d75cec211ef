import Testing

@testable import WeDriveEmulator

@Suite("File permissions")
struct FilePermissionTests {
  @Test("A file's members come and go, and are told")
  func members() async throws {
    try await withEmulator({ $0.limits.membersPerSpace = 2 }) { _, caller in
      let space = try await caller.space("S", [person("boss", 7)])
      let file = try await caller.file("a", "a", in: space)
      try await caller.done("file_acl_add", ["fileid": file, "auth_info": [person("a", 1), person("b", 1)]])
      try await caller.refused("file_acl_add", ["fileid": file, "auth_info": [person("c", 1)]], 640_055)
      try await caller.refused("file_acl_add", ["fileid": file, "auth_info": [person("a", 7)]], 640_020)
      try await caller.refused("file_acl_add", ["fileid": "", "auth_info": [person("a", 1)]], 640_024)
      try await caller.refused("file_acl_add", ["fileid": file, "auth_info": [[String: Int]]()], 640_027)
      try await caller.refused("file_acl_del", ["fileid": file, "auth_info": [person("x")]], 640_056)
      try await caller.done("file_acl_del", ["fileid": file, "auth_info": [person("a")]])
      let told = try await caller.done("get_file_permission", ["fileid": file])
      #expect(told.strings("file_member_list", "userid") == ["b"])
      #expect(told["inherit_father_auth.inherit"] == "1")
      #expect(told.strings("inherit_father_auth.auth_list", "userid") == ["boss"])
    }
  }

  @Test("The link's reach follows the settings")
  func settings() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let file = try await caller.file("a", "a", in: space)
      var told = try await caller.done("get_file_permission", ["fileid": file])
      #expect(told["share_range.enable_corp_internal"] == "0")
      #expect(told["share_range.corp_internal_auth"] == "255")
      try await caller.done("file_setting", ["fileid": file, "auth_scope": 3, "auth": 4])
      told = try await caller.done("get_file_permission", ["fileid": file])
      #expect(told["share_range.enable_corp_external"] == "1")
      #expect(told["share_range.corp_external_auth"] == "4")
      try await caller.refused("file_setting", ["fileid": file, "auth_scope": 6], 640_023)
      try await caller.refused("file_setting", ["fileid": file], 640_023)
      try await caller.refused("file_setting", ["fileid": file, "auth_scope": 4], 640_014)
      try await caller.refused("file_setting", ["fileid": file, "auth_scope": 2, "auth": 7], 640_020)
      try await caller.done("space_acl_add", ["spaceid": space, "auth_info": [person("boss", 7)]])
      try await caller.done("file_setting", ["fileid": file, "auth_scope": 4])
      told = try await caller.done("get_file_permission", ["fileid": file])
      #expect(told["share_range.corp_internal_approve_only_by_admin"] == "1")
      #expect(told["share_range.corp_internal_auth"] == "4")
      let document = try await caller.done(
        "file_create", ["spaceid": space, "fatherid": space, "file_type": 3, "file_name": "d"])
      try await caller.refused(
        "file_setting", ["fileid": try #require(document["fileid"]), "auth_scope": 2, "auth": 4], 640_020)
      #expect(try await caller.done("file_share", ["fileid": file])["share_url"]?.hasPrefix("http") == true)
      try await caller.done("space_setting", ["spaceid": space, "enable_confidential_mode": true])
      try await caller.refused("file_share", ["fileid": file], 640_044)
      try await caller.refused("file_setting", ["fileid": file, "auth_scope": 3], 640_044)
    }
    try await withEmulator({ $0.limits.isPro = false }) { _, caller in
      let file = try await caller.file("a", "a", in: try await caller.space())
      try await caller.refused("file_setting", ["fileid": file, "auth_scope": 2, "auth": 4], 640_015)
    }
  }

  @Test("A watermark is for online documents, and changes only where it is given")
  func watermark() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let file = try await caller.file("a", "a", in: space)
      let reply = try await caller.done(
        "file_create", ["spaceid": space, "fatherid": space, "file_type": 3, "file_name": "d"])
      let document = try #require(reply["fileid"])
      func mark(_ id: String, _ watermark: [String: any Sendable]) -> [String: any Sendable] {
        ["fileid": id, "watermark": watermark]
      }
      try await caller.refused("file_secure_setting", mark(file, ["text": "x"]), 640_054)
      try await caller.done("file_secure_setting", mark(document, ["text": "secret", "margin_type": 2]))
      try await caller.done("file_secure_setting", mark(document, ["show_text": true]))
      try await caller.refused("file_secure_setting", mark(document, ["text": "other", "margin_type": 9]), 640_027)
      let told = try await caller.done("get_file_permission", ["fileid": document])
      #expect(told["watermark.text"] == "secret")
      #expect(told["watermark.margin_type"] == "2")
      #expect(told["watermark.show_text"] == "1")
      #expect(told["watermark.show_visitor_name"] == "0")
    }
  }
}
