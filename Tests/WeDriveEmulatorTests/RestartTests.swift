import Foundation
import Testing

@testable import WeDriveEmulator

@Suite("State on disk")
struct RestartTests {
  private func root() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("emulator-test-\(UUID().uuidString)").path
  }

  private func start(_ root: String) async throws -> Emulator {
    var configuration = EmulatorConfiguration()
    configuration.root = root
    return try await Emulator.start(configuration)
  }

  private func content(_ root: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: root + "/content"))
  }

  @Test("A restarted emulator goes on where the last one was, in the middle of an upload too")
  func restart() async throws {
    let root = root()
    defer { try? FileManager.default.removeItem(atPath: root) }
    var emulator = try await start(root)
    var caller = try await TestCaller(emulator)
    let space = try await caller.space("Kept", [person("boss", 7)])
    let folder = try await caller.folder("f", in: space)
    let file = try await caller.file("a.txt", "kept content", in: space, folder)
    let gone = try await caller.file("b.txt", "gone", in: space, folder)
    try await caller.done("file_delete", ["fileid": [gone]])
    try await caller.done("vip/batch_add", ["userid_list": ["u"]])
    let upload = BlockUpload(size: 2 * BlockUpload.blockSize + 1)
    let key = try #require(try await caller.done("file_upload_init", upload.fields("big", space))["upload_key"])
    try await caller.done("file_upload_part", upload.part(2, key))
    let ticket = try await emulator.mintDownloadTicket(fileID: .init(file)).rawValue
    await emulator.stop()

    emulator = try await start(root)
    // The old token still works.
    caller = TestCaller(emulator, token: caller.token)
    let info = try await caller.done("new_space_info", ["spaceid": space])
    #expect(info["space_info.space_name"] == "Kept")
    #expect(info["space_info.auth_list.auth_info.0.userid"] == "boss")
    #expect(try await caller.done("file_info", ["fileid": file])["file_info.fatherid"] == folder)
    #expect(try await caller.done("file_info", ["fileid": gone])["file_info.file_status"] == "2")
    #expect(try await caller.done("vip/list").strings("userid_list") == ["u"])
    let link = try await caller.done("file_download", ["selected_ticket": ticket])
    #expect(try await Download(link).get(emulator).text == "kept content")
    try await caller.refused("file_upload_finish", ["upload_key": key], 640_051)
    try await caller.done("file_upload_part", upload.part(1, key))
    try await caller.done("file_upload_part", upload.part(3, key))
    let big = try #require(try await caller.done("file_upload_finish", ["upload_key": key])["fileid"])
    let bigLink = try await caller.done("file_download", ["fileid": big])
    #expect(try await Download(bigLink).get(emulator).body == upload.content)
    // Names are taken as before, and content is found as before.
    #expect(try await caller.done("file_upload_init", upload.fields("again", space))["hit_exist"] == "1")
    await emulator.stop()
  }

  @Test("A line that was cut off is dropped, and content that no file has is swept away")
  func torn() async throws {
    let root = root()
    defer { try? FileManager.default.removeItem(atPath: root) }
    var emulator = try await start(root)
    var caller = try await TestCaller(emulator)
    let space = try await caller.space()
    let file = try await caller.file("a.txt", "a", in: space)
    await emulator.stop()
    let state = URL(fileURLWithPath: root + "/state.jsonl")
    let whole = try Data(contentsOf: state)
    try (whole + Data(#"{"table":"spaces","id":"s","ro"#.utf8)).write(to: state)
    try Data("orphan".utf8).write(to: URL(fileURLWithPath: root + "/content/orphan"))

    emulator = try await start(root)
    caller = try await TestCaller(emulator)
    #expect(try await caller.done("file_info", ["fileid": file])["file_info.file_name"] == "a.txt")
    #expect(try content(root) == [file])
    try await caller.done("space_rename", ["spaceid": space, "space_name": "after"])
    await emulator.stop()
    emulator = try await start(root)
    caller = try await TestCaller(emulator)
    #expect(try await caller.done("space_info", ["spaceid": space])["space_info.space_name"] == "after")
    await emulator.stop()
  }

  @Test("Content leaves the disk with its file")
  func deletion() async throws {
    let root = root()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let emulator = try await start(root)
    let caller = try await TestCaller(emulator)
    let space = try await caller.space()
    let folder = try await caller.folder("f", in: space)
    let (a, b) = (try await caller.file("a", "a", in: space, folder), try await caller.file("b", "b", in: space))
    let c = try await caller.file("c", "c", in: space)
    #expect(try content(root) == [a, b, c])
    try await caller.done("file_delete", ["fileid": [folder]])
    #expect(try content(root) == [b, c])
    try await caller.done("file_rename", ["fileid": c, "new_name": "d"])
    try await caller.done("space_dismiss", ["spaceid": space])
    #expect(try content(root) == [])
    await emulator.stop()
    #expect(FileManager.default.fileExists(atPath: root))
  }

  @Test(
    "Figures that no emulator has written are said at the start, and end nothing",
    arguments: [
      ("files", #""size":[0-9]+"#, #""size":18446744073709551615"#),
      ("files", #""size":[0-9]+"#, #""size":21474836481"#),
      ("uploads", #""size":[0-9]+"#, #""size":18446744073709551615"#),
      ("uploads", #""size":[0-9]+"#, #""size":0"#), ("uploads", #""blockSHA":\[[^]]*\]"#, #""blockSHA":[]"#),
      ("files", #""created":-?[0-9]+"#, #""created":9223372036854775808"#),
    ])
  func impossibleFigures(table: String, pattern: String, figure: String) async throws {
    let root = root()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let emulator = try await start(root)
    let caller = try await TestCaller(emulator)
    let space = try await caller.space()
    _ = try await caller.file("a.txt", "a", in: space)
    let upload = BlockUpload(size: BlockUpload.blockSize + 1)
    try await caller.done("file_upload_init", upload.fields("big", space))
    await emulator.stop()
    let state = URL(fileURLWithPath: root + "/state.jsonl")
    let lines = try String(contentsOf: state, encoding: .utf8).split(separator: "\n")
    let changed = lines.map { line in
      line.contains("\"table\":\"\(table)\"")
        ? line.replacingOccurrences(of: pattern, with: figure, options: .regularExpression) : String(line)
    }
    try #require(changed != lines.map(String.init))
    try Data((changed.joined(separator: "\n") + "\n").utf8).write(to: state)
    await #expect(throws: EmulatorFailure.self) { try await start(root) }
  }

  @Test("Lives without end, and tokens that never expire in the state file, overflow nothing")
  func endlessLives() async throws {
    let root = root()
    defer { try? FileManager.default.removeItem(atPath: root) }
    var configuration = EmulatorConfiguration()
    configuration.root = root
    let endless: Duration = .seconds(Int64.max)
    (configuration.limits.tokenLife, configuration.limits.linkLife, configuration.limits.uploadLife) = (
      endless, endless, endless
    )
    for _ in 0..<2 {
      let emulator = try await Emulator.start(configuration)
      let caller = try await TestCaller(emulator)
      let file = try await caller.file("a.txt", "a", in: try await caller.space())
      #expect(try await Download(try await caller.done("file_download", ["fileid": file])).get(emulator).text == "a")
      await emulator.stop()
    }
  }

  @Test("A damaged state file and a folder that cannot be used are said at the start")
  func failures() async throws {
    let root = root()
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    try Data("not a line\n".utf8).write(to: URL(fileURLWithPath: root + "/state.jsonl"))
    await #expect(throws: EmulatorFailure.self) { try await start(root) }
    await #expect(throws: EmulatorFailure.self) { try await start(root + "/state.jsonl") }
    try FileManager.default.removeItem(atPath: root)
    let first = try await start(root + "/in/a/folder")
    // It is in use.
    await #expect(throws: EmulatorFailure.self) { try await start(root + "/in/a/folder") }
    await first.stop()
    await (try await start(root + "/in/a/folder")).stop()
    let running = try await Emulator.start()
    var configuration = EmulatorConfiguration()
    configuration.port = running.port
    await #expect(throws: EmulatorFailure.self) { try await Emulator.start(configuration) }
    await running.stop()
  }
}
