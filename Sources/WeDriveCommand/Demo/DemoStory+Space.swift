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
