import FeishuDownloads
import WeChatCloud
import WeDrive
import WeDriveEmulator

/// The other systems that the library speaks with, in one line each.
extension DemoStory {
  func visitNeighbours() async throws {
    tell.chapter("The neighbours")
    try await visitWeChat()
    try await visitFeishu()
  }

  private func visitWeChat() async throws {
    var configuration = WeChatClient.Configuration()
    configuration.endpoint = try ServiceAddress(emulator.cloud.baseURL)
    let account = EmulatedCloudConfiguration()
    let cloud = WeChatClient(
      credential: .account(id: account.appID, secret: account.appSecret), environment: account.environment,
      configuration: configuration)
    let id = try await cloud.upload(reportContent, to: "reports/report.bin").fileID
    let missing = CloudFileID("\(id.rawValue).missing")
    let outcomes = try await cloud.download([id, missing], into: folder)
    let file = try outcomes[0].result.get()
    try expect(file.size == reportContent.count, "the file from the cloud has \(file.size) bytes")
    guard case .failure(.refused(let refusal)) = outcomes[1].result else {
      return try expect(false, "a file that is not there was downloaded")
    }
    try await cloud.delete([id])
    tell.done("WeChat", "\(file.size) bytes to cloud storage and back; a file that is not there: \(refusal.message)")
  }

  private func visitFeishu() async throws {
    let url = try await emulator.cloud.publish(Array("for a gadget".utf8), at: "gadget.txt")
    var configuration = FeishuDownloads.Configuration()
    configuration.allowsThisMachine = true
    let downloads = FeishuDownloads(temporaryFolder: folder, userFolder: folder, configuration: configuration)
    let result = await downloads.downloadFile(#"{"url":"\#(url)","filePath":"ttfile://user/gadget.txt"}"#).result
    try expect(result.isSuccess, result.message)
    tell.done("Feishu", result.json)
  }
}
