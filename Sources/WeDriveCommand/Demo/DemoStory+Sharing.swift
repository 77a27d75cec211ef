import WeDrive

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
      // An app's own space starts with its invitation link switched off: a refusal that everybody meets.
      try expect(refusal.advice != nil, "errcode \(refusal.code) is not known")
      tell.done("space_share", "refused as it should be: \(refusal.code) \(refusal.advice?.meaning ?? "")")
    }
  }
}
