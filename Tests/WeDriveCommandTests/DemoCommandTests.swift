import Foundation
import TestSupport
import Testing

@Suite("wedrive demo")
struct DemoCommandTests {
  @Test("tells its whole story in plain text to a file, and leaves nothing behind")
  func story() async throws {
    let home = try TemporaryFolder()
    let run = try await CommandRun.of(
      ["demo"], environment: ["HOME": home.path, "XDG_CACHE_HOME": home.path("cache"), "TMPDIR": home.path])
    #expect(run.status == 0, "\(run.text)")
    #expect(run.errors == "")
    #expect(!run.output.contains("\u{1B}"))
    for call in [
      "gettoken", "space_create", "file_upload", "file_list", "file_move", "file_share", "file_download",
      "wedriveSelectFileForDownload", "space_dismiss", "get_corp_token", "wedrive_file_change", "WeChat", "Feishu",
    ] {
      #expect(run.output.contains("✔ \(call)"))
    }
    #expect(run.output.contains("✔ budget") || run.output.contains("No redis-server is installed"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path) == [])
  }
}
