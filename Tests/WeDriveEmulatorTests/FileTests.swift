import Foundation
import Testing

@testable import WeDriveEmulator

@Suite("Files and folders")
struct FileTests {
  private func list(
    _ caller: TestCaller, _ space: String, _ folder: String? = nil, sort: Int = 1, start: Int = 0, limit: Int = 1000
  ) async throws -> JSON {
    try await caller.call(
      "file_list",
      ["spaceid": space, "fatherid": folder ?? space, "sort_type": sort, "start": start, "limit": limit])
  }

  @Test("Files whose names look alike and have other bytes stand beside each other")
  func namesByBytes() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let names = ["caf\u{E9}", "cafe\u{301}"]
      for name in names { _ = try await caller.file(name, name, in: space) }
      let listed = try await list(caller, space).strings("file_list.item", "file_name").map { Array($0.utf8) }
      #expect(Set(listed) == Set(names.map { Array($0.utf8) }))
    }
  }

  @Test("Folders and documents are made, in the root and in folders")
  func create() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let folder = try await caller.folder("docs", in: space)
      let document = try await caller.done(
        "file_create", ["spaceid": space, "fatherid": folder, "file_type": 3, "file_name": "plan"])
      #expect(document["url"]?.hasPrefix("http") == true)
      let info = try await caller.done("file_info", ["fileid": try #require(document["fileid"])])
      #expect(info["file_info.fatherid"] == folder)
      #expect(info["file_info.file_type"] == "3")
      #expect(info["file_info.file_status"] == "1")
      #expect(info["file_info.url"] == document["url"])
      func errcode(_ fields: [String: any Sendable]) async throws -> Int? {
        var all: [String: any Sendable] = ["spaceid": space, "fatherid": space, "file_type": 1, "file_name": "x"]
        all.merge(fields) { $1 }
        return try await caller.call("file_create", all).errcode
      }
      #expect(try await errcode(["file_name": ""]) == 640_009)
      #expect(try await errcode(["file_name": "", "file_type": 3]) == 640_052)
      #expect(try await errcode(["file_name": String(repeating: "盘", count: 128)]) == 640_009)
      #expect(try await errcode(["file_name": String(repeating: "盘", count: 127) + "a"]) == 0)
      #expect(try await errcode(["file_type": 2]) == 640_054)
      #expect(try await errcode(["fatherid": ""]) == 640_021)
      #expect(try await errcode(["fatherid": try #require(document["fileid"])]) == 640_021)
      #expect(try await errcode(["fatherid": "nowhere"]) == 640_002)
      #expect(try await errcode(["spaceid": "nowhere", "fatherid": "nowhere"]) == 640_001)
    }
  }

  @Test("Pages add up, in every order, and bounds are kept")
  func pages() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      for number in 0..<23 {
        _ = try await caller.file(
          "f\(100 + number).txt", String(repeating: "x", count: 50 - number), in: space)
      }
      var names: [String] = []
      var start = 0
      while true {
        let page = try await list(caller, space, start: start, limit: 10)
        names += page.strings("file_list.item", "file_name")
        start = page["next_start"].flatMap { Int($0) } ?? -1
        if page["has_more"] == "0" { break }
      }
      #expect(names == (0..<23).map { "f\(100 + $0).txt" })
      #expect(start == 23)
      #expect(try await list(caller, space, sort: 2).strings("file_list.item", "file_name") == names.reversed())
      #expect(try await list(caller, space, sort: 3).strings("file_list.item", "file_name") == names.reversed())
      #expect(try await list(caller, space, sort: 4).strings("file_list.item", "file_name") == names)
      #expect(try await list(caller, space, sort: 7).errcode == 640_027)
      #expect(try await list(caller, space, limit: 1001).errcode == 640_027)
      #expect(try await list(caller, space, limit: 0).errcode == 640_027)
      #expect(try await list(caller, space, start: 99).count("file_list.item") == 0)
      #expect(try await list(caller, "").errcode == 640_026)
    }
  }

  @Test("Files are renamed, moved and deleted, with the errcodes that belong there")
  func changes() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let (a, b) = (try await caller.folder("a", in: space), try await caller.folder("b", in: space))
      let file = try await caller.file("x.txt", "one", in: space, a)
      let other = try await caller.file("x.txt", "two", in: space, b)
      #expect(
        try await caller.done("file_rename", ["fileid": file, "new_name": "y.txt"])["file.file_name"] == "y.txt")
      try await caller.refused("file_rename", ["fileid": file, "new_name": ""], 640_009)
      try await caller.refused("file_rename", ["fileid": "", "new_name": "z"], 640_024)
      try await caller.done("file_rename", ["fileid": file, "new_name": "x.txt"])

      let renamed = try await caller.done("file_move", ["fatherid": b, "fileid": [file]])
      #expect(renamed["file_list.item.0.file_name"] == "x(1).txt")
      #expect(renamed["file_list.item.0.fatherid"] == b)
      try await caller.done("file_rename", ["fileid": file, "new_name": "y.txt"])
      try await caller.done("file_move", ["fatherid": space, "fileid": [file]])
      try await caller.done("file_rename", ["fileid": file, "new_name": "x.txt"])
      let replaced = try await caller.done("file_move", ["fatherid": b, "fileid": [file], "replace": true])
      #expect(replaced["file_list.item.0.file_name"] == "x.txt")
      #expect(try await caller.done("file_info", ["fileid": other])["file_info.file_status"] == "2")
      try await caller.refused("file_move", ["fatherid": a, "fileid": [a]], 640_027)
      try await caller.refused("file_move", ["fatherid": a, "fileid": [String]()], 640_024)
      try await caller.refused("file_move", ["fatherid": a, "fileid": [other]], 640_003)

      try await caller.done("file_delete", ["fileid": [b]])
      #expect(try await caller.done("file_info", ["fileid": file])["file_info.file_status"] == "2")
      try await caller.refused("file_delete", ["fileid": [file]], 640_003)
      try await caller.refused("file_delete", ["fileid": ["nowhere"]], 640_002)
      try await caller.refused("file_rename", ["fileid": file, "new_name": "z"], 640_003)
      try await caller.refused("file_download", ["fileid": file], 640_003)
      #expect(try await list(caller, space).strings("file_list.item", "file_name") == ["a"])
    }
  }

  @Test("What is uploaded has its size and digests; exactly one goal is accepted")
  func upload() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let file = try await caller.file("a.txt", "abc", in: space)
      let info = try await caller.done("file_info", ["fileid": file])
      #expect(info["file_info.file_size"] == "3")
      #expect(info["file_info.sha"] == "a9993e364706816aba3e25717850c26c9cd0d89d")
      #expect(info["file_info.md5"] == "900150983cd24fb0d6963f7d28e17f72")
      #expect(info["file_info.spaceid"] == space)
      var fields = caller.uploadFields("a.txt", "abc", space)
      let second = try await caller.done("file_upload", fields)
      let name = try await caller.done("file_info", ["fileid": try #require(second["fileid"])])["file_info.file_name"]
      #expect(name == "a(1).txt")
      fields["selected_ticket"] = "t"
      try await caller.refused("file_upload", fields, 640_027)
      fields["spaceid"] = nil
      try await caller.refused("file_upload", fields, 640_027)
      fields["fatherid"] = nil
      try await caller.refused("file_upload", fields, 640_027)
      fields["selected_ticket"] = nil
      try await caller.refused("file_upload", fields, 640_027)
      try await caller.refused("file_upload", caller.uploadFields("", "abc", space), 640_009)
      try await caller.refused("file_upload", caller.uploadFields("a", "", space), 640_022)
      var broken = caller.uploadFields("a", "abc", space)
      broken["file_base64_content"] = "data:text/plain;base64,YWJj"
      try await caller.refused("file_upload", broken, 640_022)
      #expect(emulator.journal.records(of: "file_upload").count { $0.hasActed } == 2)
    }
  }

  @Test("10 MiB go in one call, one byte more does not")
  func uploadLimit() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let maximum = String(repeating: "x", count: 10 << 20)
      _ = try await caller.file("most", maximum, in: space)
      try await caller.refused("file_upload", caller.uploadFields("more", maximum + "x", space), 640_047)
    }
  }

  @Test("Capacity and the number of entries are limits")
  func room() async throws {
    try await withEmulator({
      $0.limits.capacity = 10
      $0.limits.entriesPerSpace = 3
    }) { _, caller in
      let space = try await caller.space()
      let file = try await caller.file("a", "1234567", in: space)
      try await caller.refused("file_upload", caller.uploadFields("b", "1234", space), 640_007)
      _ = try await caller.file("b", "123", in: space)
      try await caller.done("file_delete", ["fileid": [file]])
      _ = try await caller.file("c", "1234567", in: space)
      _ = try await caller.folder("d", in: space)
      try await caller.refused(
        "file_create", ["spaceid": space, "fatherid": space, "file_type": 1, "file_name": "e"], 640_060)
    }
  }

  @Test("A ticket stands for its folder: 500 uploads, 30 minutes")
  func tickets() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let folder = try await caller.folder("f", in: space)
      let ticket = try await emulator.mintUploadTicket(spaceID: .init(space), parentID: .init(folder)).rawValue
      let fields: [String: any Sendable] = [
        "selected_ticket": ticket, "file_name": "a.txt", "file_base64_content": "YQ==",
      ]
      let file = try #require(try await caller.done("file_upload", fields)["fileid"])
      #expect(try await caller.done("file_info", ["fileid": file])["file_info.fatherid"] == folder)
      let connection = try RawConnection(port: emulator.port)
      let body = String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self)
      for _ in 1..<500 {
        #expect(JSON(bytes: try await caller.raw("file_upload", body, on: connection).body).errcode == 0)
      }
      try await caller.refused("file_upload", fields, 640_027)

      let other = try await emulator.mintUploadTicket(spaceID: .init(space)).rawValue
      emulator.clock.advance(by: .seconds(1801))
      try await caller.refused(
        "file_upload", ["selected_ticket": other, "file_name": "a", "file_base64_content": "YQ=="], 640_027)
    }
  }
}
