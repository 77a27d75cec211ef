import Foundation
import TestSupport
import Testing
import WeDrive
import WeDriveEmulator

@Suite("wedrive wechat")
struct WeChatCommandTests {
  @Test("puts, gets and removes files, and `call` and `endpoints` know the service")
  func roundTrip() async throws {
    try await EmulatedService.run { service in
      let account = EmulatedCloudConfiguration()
      let environment = [
        "WECHAT_ENDPOINT": service.emulator.cloud.baseURL, "WECHAT_APP_ID": account.appID.rawValue,
        "WECHAT_APP_SECRET": account.appSecret.rawValue, "WECHAT_ENV_ID": account.environment.rawValue,
      ]
      let folder = try TemporaryFolder()
      try Data(pattern(100_000)).write(to: URL(filePath: folder.path("a.bin")))
      let put = try await service.command("wechat", "put", folder.path("a.bin"), "dir/b.bin", environment: environment)
      #expect(put.status == 0, "\(put.text)")
      let id = put.output.trimmingCharacters(in: .newlines)
      let get = try await service.command(
        "wechat", "get", id, "cloud://none/x", "--to", folder.path, environment: environment)
      #expect(get.status == 1 && get.errors.contains("STORAGE_FILE_NONEXIST"), "\(get.text)")
      #expect(get.output == folder.path("b.bin") + "\n")
      #expect(try Array(Data(contentsOf: URL(filePath: folder.path("b.bin")))) == pattern(100_000))
      let call = try await service.command(
        "call", "batchdownloadfile", "--json",
        #"{"env":"\#(account.environment)","file_list":[{"fileid":"\#(id)","max_age":60}]}"#, environment: environment)
      #expect(call.status == 0 && call.output.contains("download_url"), "\(call.text)")
      let remove = try await service.command("wechat", "rm", id, environment: environment)
      #expect(remove.status == 0 && remove.text == "", "\(remove.text)")
      let wrong = try await service.command("wechat", "rm", id, "--plain-http", environment: environment)
      #expect(wrong.status == 64)
      let endpoints = try await CommandRun.of(["endpoints", "wechat"])
      #expect(endpoints.output.split(separator: "\n").count == weChatRoutes.count)
    }
  }
}
