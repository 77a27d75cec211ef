import Foundation
import Testing
import WeDriveRuntime

@testable import WeDriveEmulator

@Suite("Uploads in blocks")
struct BlockUploadTests {
  @Test(
    "Every size around a block's border arrives",
    arguments: [1, 2_097_151, 2_097_152, 2_097_153, 4_194_304, 4_194_305])
  func sizes(size: Int) async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let upload = BlockUpload(size: size)
      let start = try await caller.done("file_upload_init", upload.fields("big.bin", space))
      #expect(start["hit_exist"] == "0")
      #expect(start["fileid"] == nil)
      let key = try #require(start["upload_key"])
      // In any order: each part is checked on its own.
      for index in (1...upload.blockSHA.count).reversed() {
        try await caller.done("file_upload_part", upload.part(index, key))
      }
      let file = try #require(try await caller.done("file_upload_finish", ["upload_key": key])["fileid"])
      let info = try await caller.done("file_info", ["fileid": file])
      #expect(info["file_info.file_size"] == "\(size)")
      #expect(info["file_info.sha"] == upload.blockSHA.last)
      let link = try await caller.done("file_download", ["fileid": file])
      #expect(try await Download(link).get(emulator).body == upload.content)
      try await caller.refused("file_upload_finish", ["upload_key": key], 640_048)
      try await caller.refused("file_upload_part", upload.part(1, key), 640_048)
    }
  }

  @Test("A part that is wrong, too short, too long or out of place is refused, and can be sent again")
  func parts() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let upload = BlockUpload(size: 2_097_152 + 10)
      let key = try #require(try await caller.done("file_upload_init", upload.fields("a", space))["upload_key"])
      func part(_ index: Int, _ bytes: [UInt8]) -> [String: any Sendable] {
        ["upload_key": key, "index": index, "file_base64_content": Data(bytes).base64EncodedString()]
      }
      let first = Array(upload.content[..<2_097_152])
      var flipped = first
      flipped[1_000_000] ^= 1
      try await caller.refused("file_upload_part", part(1, flipped), 640_050)
      try await caller.refused("file_upload_part", part(1, Array(first.dropLast())), 640_050)
      try await caller.refused("file_upload_part", part(1, first + [0]), 640_050)
      try await caller.refused("file_upload_part", part(2, first), 640_050)
      // A careless client slices the last block from the end.
      try await caller.refused("file_upload_part", part(2, Array(upload.content.suffix(2_097_152))), 640_050)
      try await caller.refused("file_upload_part", part(1, []), 640_022)
      try await caller.refused("file_upload_part", part(0, first), 640_027)
      try await caller.refused("file_upload_part", part(3, [1]), 640_027)
      try await caller.refused(
        "file_upload_part", ["upload_key": "unknown", "index": 1, "file_base64_content": "YQ=="], 640_027)
      try await caller.refused("file_upload_finish", ["upload_key": key], 640_051)
      try await caller.done("file_upload_part", upload.part(1, key))
      try await caller.done("file_upload_part", upload.part(1, key))
      try await caller.refused("file_upload_finish", ["upload_key": key], 640_051)
      try await caller.done("file_upload_part", upload.part(2, key))
      try await caller.done("file_upload_finish", ["upload_key": key])
    }
  }

  @Test("Digests of finished prefixes, which a careless client sends, are refused at the first part")
  func prefixDigests() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let upload = BlockUpload(size: 2_097_153)
      var fields = upload.fields("a", space)
      fields["block_sha"] = [ContentDigest.text(of: Array(upload.content[..<2_097_152]), .sha1), upload.blockSHA[1]]
      let key = try #require(try await caller.done("file_upload_init", fields)["upload_key"])
      try await caller.refused("file_upload_part", upload.part(1, key), 640_050)
    }
  }

  @Test("What the service has already is there at once, in the same corp only")
  func existing() async throws {
    let apps = [
      EmulatedApp(corpID: "ww1", secret: "a", name: "a"), EmulatedApp(corpID: "ww2", secret: "b", name: "b"),
    ]
    try await withEmulator({ $0.apps.append(contentsOf: apps) }) { emulator, _ in
      let caller = try await TestCaller(emulator, app: apps[0])
      let space = try await caller.space()
      let original = try await caller.file("a", "abc", in: space)
      let upload = BlockUpload(Array("abc".utf8))
      let hit = try await caller.done("file_upload_init", upload.fields("b", space))
      #expect(hit["hit_exist"] == "1")
      #expect(hit["upload_key"] == nil)
      let copy = try #require(hit["fileid"])
      #expect(copy != original)
      try await caller.done("file_delete", ["fileid": [original]])
      let link = try await caller.done("file_download", ["fileid": copy])
      #expect(try await Download(link).get(emulator).text == "abc")

      let stranger = try await TestCaller(emulator, app: apps[1])
      let elsewhere = try await stranger.space()
      #expect(try await stranger.done("file_upload_init", upload.fields("b", elsewhere))["hit_exist"] == "0")
      try await caller.done("file_delete", ["fileid": [copy]])
      #expect(try await caller.done("file_upload_init", upload.fields("b", space))["hit_exist"] == "0")
    }
  }

  @Test("Sizes and digests that cannot be are refused at the start")
  func refusedStarts() async throws {
    try await withEmulator({ $0.limits.capacity = 1 << 50 }) { _, caller in
      let space = try await caller.space()
      func errcode(_ size: UInt64, _ blockSHA: [String]) async throws -> Int? {
        let fields: [String: any Sendable] = [
          "spaceid": space, "fatherid": space, "file_name": "a", "size": size, "block_sha": blockSHA,
        ]
        return try await caller.call("file_upload_init", fields).errcode
      }
      let sha = "a9993e364706816aba3e25717850c26c9cd0d89d"
      #expect(try await errcode(0, []) == 640_027)
      #expect(try await errcode(1, []) == 640_027)
      #expect(try await errcode(1, [sha, sha]) == 640_039)
      #expect(try await errcode(1, ["A9993E364706816ABA3E25717850C26C9CD0D89D"]) == 640_027)
      #expect(try await errcode(1, ["abc"]) == 640_027)
      #expect(try await errcode(20 << 30, Array(repeating: sha, count: 10_240)) == 0)
      #expect(try await errcode(20 << 30 + 1, Array(repeating: sha, count: 10_241)) == 640_047)
    }
    try await withEmulator({ $0.limits.capacity = 5 }) { _, caller in
      let space = try await caller.space()
      try await caller.refused("file_upload_init", BlockUpload(size: 6).fields("a", space), 640_007)
    }
  }

  @Test("An upload key dies of old age, and with the folder it is for")
  func deaths() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let folder = try await caller.folder("f", in: space)
      let upload = BlockUpload(size: 10)
      let key = try #require(try await caller.done("file_upload_init", upload.fields("a", space, folder))["upload_key"])
      try await caller.done("file_upload_part", upload.part(1, key))
      try await caller.done("file_delete", ["fileid": [folder]])
      try await caller.refused("file_upload_finish", ["upload_key": key], 640_003)
      let old = try #require(try await caller.done("file_upload_init", upload.fields("a", space))["upload_key"])
      emulator.clock.advance(by: .seconds(86_401))
      try await TestCaller(emulator).refused("file_upload_part", upload.part(1, old), 640_048)
    }
  }

  @Test("Ten parts at a time, and ten calls to finish: one file")
  func concurrency() async throws {
    try await withEmulator { emulator, caller in
      let space = try await caller.space()
      let upload = BlockUpload(size: 12 * BlockUpload.blockSize + 5)
      let key = try #require(try await caller.done("file_upload_init", upload.fields("a", space))["upload_key"])
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 1...13 {
          group.addTask { try await caller.done("file_upload_part", upload.part(index, key)) }
        }
        try await group.waitForAll()
      }
      let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
        for _ in 0..<10 { group.addTask { try await caller.call("file_upload_finish", ["upload_key": key]).errcode } }
        return try await group.reduce(into: [Int?]()) { $0.append($1) }
      }
      #expect(codes.filter { $0 == 0 }.count == 1)
      #expect(codes.filter { $0 == 640_048 }.count == 9)
      let files = try await caller.done(
        "file_list", ["spaceid": space, "fatherid": space, "sort_type": 1, "start": 0, "limit": 10])
      #expect(files.count("file_list.item") == 1)
      #expect(files["file_list.item.0.sha"] == upload.blockSHA.last)
    }
  }

  @Test("A document takes attachments by the same protocol")
  func attachments() async throws {
    try await withEmulator { _, caller in
      let space = try await caller.space()
      let document = try await caller.done(
        "file_create", ["spaceid": space, "fatherid": space, "file_type": 3, "file_name": "plan"])
      let id = try #require(document["fileid"])
      let upload = BlockUpload(size: 100)
      func fields(_ docid: String) -> [String: any Sendable] {
        ["docid": docid, "file_name": "a.png", "size": 100, "block_sha": upload.blockSHA]
      }
      try await caller.refused("/cgi-bin/wedoc/file_upload_init", fields("nowhere"), 640_002)
      try await caller.refused(
        "/cgi-bin/wedoc/file_upload_init", fields(try await caller.folder("f", in: space)), 640_054)
      let key = try #require(try await caller.done("/cgi-bin/wedoc/file_upload_init", fields(id))["upload_key"])
      // The key of one family is none in the other.
      try await caller.refused("file_upload_part", upload.part(1, key), 640_027)
      try await caller.refused("/cgi-bin/wedoc/file_upload_finish", ["upload_key": key], 640_051)
      try await caller.done("/cgi-bin/wedoc/file_upload_part", upload.part(1, key))
      let done = try await caller.done("/cgi-bin/wedoc/file_upload_finish", ["upload_key": key])
      #expect(done["file_url"]?.hasPrefix("http") == true)
      try await caller.refused("/cgi-bin/wedoc/file_upload_finish", ["upload_key": key], 640_048)
    }
  }
}
