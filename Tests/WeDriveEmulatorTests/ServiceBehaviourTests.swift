import Testing
import WeDriveGenerated

@testable import WeDriveEmulator

@Suite("Where the documentation is silent, the emulator")
struct ServiceBehaviourTests {
  /// An emulator with settings, and a space in it.
  private func with(
    _ settings: String..., test: (Emulator, TestCaller, _ space: String) async throws -> Void
  ) async throws {
    var behaviour = ServiceBehaviour()
    for setting in settings { try behaviour.set(setting) }
    try await withEmulator({ $0.behaviour = behaviour }) { emulator, caller in
      try await test(emulator, caller, try await caller.space())
    }
  }

  private func names(_ caller: TestCaller, _ space: String, _ folder: String? = nil) async throws -> [String] {
    try await caller.done(
      "file_list", ["spaceid": space, "fatherid": folder ?? space, "sort_type": 1, "start": 0, "limit": 100]
    ).strings("file_list.item", "file_name")
  }

  @Test("has a setting by name for each question, and says what there is where it has none")
  func settings() throws {
    #expect(ServiceBehaviour.settings.count == Set(ServiceBehaviour.settings.map(\.key)).count)
    for setting in ServiceBehaviour.settings {
      for value in setting.values {
        var behaviour = ServiceBehaviour()
        try behaviour.set("\(setting.key)=\(value)")
        #expect(setting.value(in: behaviour) == value)
      }
      let initial = ServiceBehaviour()
      #expect(setting.value(in: initial) == setting.values[0], "the first value is the one in the absence of others")
    }
    var behaviour = ServiceBehaviour()
    for (wrong, word) in [
      ("taken-name=twins", "numbered, twin, refused, replaced"), ("taken-name", "is one of"),
      ("taken=twin", "folder-time"),
      ("batch-limit=0", "none"), ("", "there are"),
    ] {
      let error = #expect(throws: ServiceBehaviour.UnknownSetting.self) { try behaviour.set(wrong) }
      #expect(error?.description.contains(word) == true, "\(wrong): \(error?.description ?? "")")
    }
    #expect(behaviour == ServiceBehaviour())
  }

  @Test("takes an upload to a taken name as it is told, and forgets no twin")
  func takenNames() async throws {
    try await with("taken-name=twin") { _, caller, space in
      let files = [try await caller.file("a", "1", in: space), try await caller.file("a", "2", in: space)]
      #expect(try await names(caller, space) == ["a", "a"])
      try await caller.done("file_delete", ["fileid": [files[0]]])
      #expect(try await names(caller, space) == ["a"])
      try await caller.done("file_rename", ["fileid": files[1], "new_name": "b"])
      #expect(try await names(caller, space) == ["b"])
    }
    try await with("taken-name=refused") { _, caller, space in
      _ = try await caller.file("a", "1", in: space)
      try await caller.refused("file_upload", caller.uploadFields("a", "2", space), 640_027)
      #expect(try await names(caller, space) == ["a"])
    }
    try await with("taken-name=replaced") { _, caller, space in
      let old = try await caller.file("a", "1", in: space)
      _ = try await caller.file("a", "2", in: space)
      #expect(try await names(caller, space) == ["a"])
      #expect(try await caller.done("file_info", ["fileid": old])["file_info.file_status"] == "2")
    }
  }

  @Test("replaces as it is told, with the content that was moved")
  func replacement() async throws {
    try await with("replacement=target-id") { emulator, caller, space in
      let folder = try await caller.folder("f", in: space)
      let old = try await caller.file("a", "old", in: space, folder)
      let new = try await caller.file("a", "newer", in: space)
      let moved = try await caller.done("file_move", ["fatherid": folder, "fileid": [new], "replace": true])
      #expect(moved["file_list.item.0.fileid"] == old && moved["file_list.item.0.file_size"] == "5")
      #expect(try await caller.done("file_info", ["fileid": new])["file_info.file_status"] == "2")
      let reply = try await Download(try await caller.done("file_download", ["fileid": old])).get(emulator)
      #expect(String(decoding: reply.body, as: UTF8.self) == "newer")
    }
    try await with("replacement=ignored") { _, caller, space in
      let folder = try await caller.folder("f", in: space)
      _ = try await caller.file("a", "old", in: space, folder)
      let new = try await caller.file("a", "newer", in: space)
      try await caller.done("file_move", ["fatherid": folder, "fileid": [new], "replace": true])
      #expect(try await names(caller, space, folder) == ["a", "a(1)"])
    }
  }

  @Test("refuses names as it is told, in uploads, new folders and renames")
  func refusedNames() async throws {
    try await with("name-characters=portable", "name-length=bytes") { _, caller, space in
      let file = try await caller.file("fine", "1", in: space)
      for name in ["a:b", "a?", "end.", "end ", "a\u{7}", String(repeating: "汉", count: 100)] {
        try await caller.refused("file_upload", caller.uploadFields(name, "1", space), 640_009)
        try await caller.refused("file_rename", ["fileid": file, "new_name": name], 640_009)
        try await caller.refused(
          "file_create", ["spaceid": space, "fatherid": space, "file_type": 1, "file_name": name], 640_009)
      }
    }
  }

  @Test("does with many ids, and with one that does not exist, what it is told")
  func batches() async throws {
    for (setting, left, errcode) in [("stops-all", 2, 640_002), ("stops-there", 1, 640_002), ("skipped", 0, 0)] {
      try await with("unknown-id=\(setting)", "batch-limit=3") { _, caller, space in
        let files = [try await caller.file("a", "1", in: space), try await caller.file("b", "2", in: space)]
        let reply = try await caller.call("file_delete", ["fileid": [files[0], "nowhere", files[1]]])
        #expect(reply.errcode == errcode)
        #expect(try await names(caller, space).count == left, "\(setting)")
        try await caller.refused("file_delete", ["fileid": ["1", "2", "3", "4"]], 640_027)
      }
    }
  }

  @Test("orders listings, and changes the times of folders, as it is told")
  func listings() throws {
    func tree(_ setting: String) throws -> FileTree {
      var tree = FileTree()
      try tree.behaviour.set(setting)
      for (number, name) in ["b", "A", "a", "B", "c", "C"].enumerated() {
        try tree.add(
          FileEntry(
            id: FileID("\(number)"), spaceID: "s", parentID: "s", name: name, kind: .folder, size: 0, created: 1,
            modified: 1, sha: "", md5: "", url: nil))
      }
      return tree
    }
    var caseless = try tree("listing-order=caseless")
    let page = caseless.page(of: "s", by: .nameAscending, start: 0, limit: 10)
    #expect(page.entries.map(\.name) == ["A", "a", "b", "B", "c", "C"])
    var unstable = try tree("listing-order=unstable")
    let orders = Set(
      (0..<40).map { _ in unstable.page(of: "s", by: .sizeAscending, start: 0, limit: 10).entries.map(\.id) })
    #expect(orders.count > 1)
    var timed = try tree("folder-time=content")
    let inner = FileEntry(
      id: "x", spaceID: "s", parentID: "0", name: "x", kind: .file, size: 1, created: 7, modified: 7, sha: "", md5: "",
      url: nil)
    try timed.add(inner)
    #expect(timed.table["0"]?.modified == 7)
    _ = try timed.delete(["x"], at: 9)
    #expect(timed.table["0"]?.modified == 9)
  }

  @Test("takes content that is known from where it is told")
  func knownContent() async throws {
    for (setting, here, there) in [("anywhere", "1", "1"), ("space", "1", "0"), ("never", "0", "0")] {
      try await with("known-content=\(setting)") { _, caller, space in
        _ = try await caller.file("a", "0123456789", in: space)
        for (place, isTaken) in [(try await caller.space(), there), (space, here)] {
          let fields: [String: any Sendable] = [
            "spaceid": place, "fatherid": place, "file_name": "b", "size": 10,
            "block_sha": ["87acec17cd9dcd20a716cc2cf67417b71c8a7016"],
          ]
          #expect(try await caller.done("file_upload_init", fields)["hit_exist"] == isTaken, "\(setting)")
        }
      }
    }
  }

  @Test("gives parts, tags, cards and free refusals as it is told")
  func links() async throws {
    try await with("link-range=ignored", "upload-card=none") { emulator, caller, space in
      let file = try await caller.file("a", "0123456789", in: space)
      let reply = try await Download(try await caller.done("file_download", ["fileid": file])).get(
        emulator, "Range: bytes=2-4")
      #expect(reply.status == 200 && reply.body.count == 10)
      #expect(emulator.cards.isEmpty)
    }
    try await with("part-tag=missing") { emulator, caller, space in
      let file = try await caller.file("a", "0123456789", in: space)
      let link = Download(try await caller.done("file_download", ["fileid": file]))
      let part = try await link.get(emulator, "Range: bytes=2-4")
      #expect(part.status == 206 && part.header("etag") == nil)
      #expect(try await link.get(emulator).header("etag") != nil)
      #expect(emulator.cards.map(\.rawValue) == [file])
    }
    try await withEmulator {
      $0.limits.monthlyCalls = 3
      $0.behaviour.refusedCalls = .free
    } _: { _, caller in
      for _ in 0..<5 { try await caller.refused("file_info", ["fileid": "nowhere"], 640_002) }
      for _ in 0..<3 { _ = try await caller.space() }
      try await caller.refused("space_create", ["space_name": "one too many"], 640_019)
    }
  }
}
