import Foundation
import WeDrive
import WeDriveEmulator

/// The beginning: a token, a space and its members.
extension DemoStory {
  func showToken() async throws {
    tell.chapter("An access token")
    let app = EmulatedApp.standard
    let reply = try await drive.getToken(corpID: app.corpID, corpSecret: app.secret)
    tell.done("gettoken", "a token of \(reply.accessToken.rawValue.utf8.count) bytes, good for \(reply.expiresIn) s")
    tell.done("", "from here on the client fetches and renews its own, and never prints it: \(reply.accessToken)")
  }

  func makeSpace() async throws -> SpaceID {
    tell.chapter("A space and its members")
    let space = try await drive.spaceCreate(spaceName: "Backup") { $0.authInfo = [.user("zhangsan", .spaceAdmin)] }
      .spaceID
    tell.done("space_create", "\"Backup\", with zhangsan as administrator")
    try await drive.spaceACLAdd(spaceID: space, authInfo: [.user("lisi", .download), .department(1, .download)])
    tell.done("space_acl_add", "lisi and department 1 may download")
    try await drive.spaceACLDel(spaceID: space, members: [.user("lisi")])
    tell.done("space_acl_del", "lisi may not after all")
    try await drive.spaceRename(spaceID: space, spaceName: "Backups 备份")
    let info = try await drive.newSpaceInfo(spaceID: space).spaceInfo
    try expect(info.spaceName == "Backups 备份", "the space is called \(info.spaceName ?? "nothing")")
    tell.done("space_rename", "now \"\(info.spaceName ?? "")\"")
    return space
  }
}

/// Who may see what.
extension DemoStory {
  func share(_ space: SpaceID, _ report: FileID) async throws {
    tell.chapter("Sharing and permissions")
    try await drive.fileACLAdd(fileID: report, authInfo: [.user("wangwu", .download)])
    tell.done("file_acl_add", "wangwu may download the report")
    try await drive.fileSetting(fileID: report, authScope: .corp) { $0.auth = .preview }
    tell.done("file_setting", "everybody in the corp may look at it through its link")
    let permission = try await drive.getFilePermission(fileID: report)
    let inside = permission.shareRange?.corpInternalAuth
    try expect(inside == .preview, "people in the corp may \(inside.map(String.init(describing:)) ?? "nothing")")
    tell.done("get_file_permission", "in the corp: \(inside ?? .noAccess); members: \(permission.fileMembers.count)")
    let link = try await drive.fileShare(fileID: report).shareURL
    tell.done("file_share", link)
    do {
      let link = try await drive.spaceShare(spaceID: space).spaceShareURL
      tell.done("space_share", link)
    } catch {
      guard case .refused(let refusal) = error else { throw error }
      // An app's own space starts with its invitation link switched off: a refusal that every new app meets.
      try expect(refusal.advice != nil, "errcode \(refusal.code) is not known")
      tell.done("space_share", "refused as it should be: \(refusal.code) \(refusal.advice?.meaning ?? "")")
    }
  }
}

/// What a person picks in WeCom's client, and what a server does with it.
extension DemoStory {
  func pick(_ report: FileID) async throws {
    tell.chapter("A file that a person picks")
    let script = try DriveDownloadPicker(fileCount: 1).javaScript(for: .miniProgram)
    // A page would run the script; the emulator makes the ticket that its person would get.
    let ticket = try await emulator.mintDownloadTicket(fileID: report)
    let posted = #"{"errMsg":"\#(DriveDownloadPicker.name):ok","result":{"selectedTickets":["\#(ticket.rawValue)"]}}"#
    let reply = try DriveDownloadPicker.reply(from: posted)
    let picked = reply.answer?.tickets.first
    guard reply.outcome == .ok, let picked else { throw ErrorReport(.failed, "the demonstration failed: no ticket") }
    let file = try await drive.download(ticket: picked, to: folder + "/picked.bin")
    let content = Array(try Data(contentsOf: URL(filePath: file.path)))
    try expect(content == reportContent, "the picked file is not what was uploaded")
    tell.done(
      DriveDownloadPicker.name,
      "a call of \(script.utf8.count) bytes for the page, and \(file.size) bytes by its ticket")
  }
}
