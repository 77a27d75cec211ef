import WeDriveGenerated

// Between the state's values and the API's.

extension Member {
  /// A member as a call gives one. Without a permission, it is one to download.
  init(_ info: AuthInfo) throws(ServiceError) {
    self.init(
      id: try MemberID(info.type, info.userID, info.departmentID), auth: info.auth ?? .download)
  }
}

extension MemberID {
  init(_ type: MemberType, _ userID: UserID?, _ departmentID: DepartmentID?) throws(ServiceError) {
    switch type {
    case .person:
      guard let userID, !userID.rawValue.isEmpty else { throw .weCom(.invalidUserID) }
      self = .person(userID)
    case .department:
      guard let departmentID else { throw .weCom(.invalidDepartmentID) }
      self = .department(departmentID)
    default: throw .weCom(.invalidArgument, "type is neither a person nor a department")
    }
  }

  init(_ reference: MemberReference) throws(ServiceError) {
    try self.init(reference.type, reference.userID, reference.departmentID)
  }
}

extension [AuthInfo] {
  func members() throws(ServiceError) -> [Member] {
    var members: [Member] = []
    for info in self { members.append(try Member(info)) }
    return members
  }

  init(_ members: Members) { self = members.list.map(AuthInfo.init) }
}

extension [MemberReference] {
  func ids() throws(ServiceError) -> [MemberID] {
    var ids: [MemberID] = []
    for reference in self { ids.append(try MemberID(reference)) }
    return ids
  }
}

extension AuthInfo {
  init(_ member: Member) {
    switch member.id {
    case .person(let name): self = .user(name, member.auth)
    case .department(let number): self = .department(number, member.auth)
    }
  }
}

extension SpaceInfo {
  init(_ space: Space, withSettings: Bool) {
    self.init(spaceID: space.id)
    spaceName = space.name
    members.authInfo = [AuthInfo](space.members)
    spaceSubType = space.subType
    if withSettings { secureSetting = SpaceSecurity(space.settings) }
  }
}

extension SpaceSecurity {
  init(_ settings: SpaceSettings) {
    self.init()
    enableWatermark = settings.enableWatermark
    addMemberOnlyAdmin = settings.addMemberOnlyAdmin
    enableShareURL = settings.enableShareURL
    shareURLNoApprove = settings.shareURLNoApprove
    shareURLDefaultPermission = settings.shareURLNoApproveDefaultAuth
    enableShareExternal = settings.enableShareExternal
    enableShareExternalAdmin = settings.enableShareExternalAdmin
    enableSpaceAddExternalMember = settings.enableSpaceAddExternalMember
    enableSpaceAddExternalMemberAdmin = settings.enableSpaceAddExternalMemberAdmin
    enableConfidentialMode = settings.enableConfidentialMode
    defaultFileScope = settings.defaultFileScope
    createFileOnlyAdmin = settings.createFileOnlyAdmin
  }
}

extension FileInfo {
  init(_ entry: FileEntry) {
    self.init(fileID: entry.id, fileName: entry.name)
    fileType = entry.kind
    spaceID = entry.spaceID
    parentID = entry.parentID
    fileSize = entry.size
    creationTime = UInt64(max(0, entry.created))
    modificationTime = UInt64(max(0, entry.modified))
    fileStatus = entry.isDeleted ? .deleted : .normal
    if entry.isOrdinaryFile {
      sha = entry.sha
      md5 = entry.md5
    }
    url = entry.url
  }
}

extension FileList {
  init(_ entries: [FileEntry]) {
    self.init()
    items = entries.map(FileInfo.init)
  }
}
