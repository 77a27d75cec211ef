import WeDriveGenerated
import WeDriveRuntime

/// The content archive: members, spaces and files. Every member of a space is archived, and none has left the corp.
extension EmulatedDrive {
  func archiveMemberList(_ request: ArchiveMemberListRequest) async throws(WeDriveError) -> ArchiveMemberListResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let page = archivedMembers(of: caller, after: request.cursor, limit: pageSize(request.limit, of: request))
      var response = ArchiveMemberListResponse()
      (response.members, response.nextCursor, response.hasMore) = (page.members, page.next, page.hasMore)
      return response
    }
  }

  func documentArchiveMemberList(
    _ request: DocumentArchiveMemberListRequest
  ) async throws(WeDriveError) -> DocumentArchiveMemberListResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let page = archivedMembers(of: caller, after: request.cursor, limit: pageSize(request.limit, of: request))
      var response = DocumentArchiveMemberListResponse()
      (response.members, response.nextCursor, response.hasMore) = (page.members, page.next, page.hasMore)
      return response
    }
  }

  func documentArchiveInfo(
    _ request: DocumentArchiveInfoRequest
  ) async throws(WeDriveError) -> DocumentArchiveInfoResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let members = store.look { state in state.archivedMembers(of: caller.corp) }
      var response = DocumentArchiveInfoResponse()
      response.trial = .ended
      response.scope.userIDs = members
      response.memberCount = UInt32(clamping: members.count)
      return response
    }
  }

  /// One page of the archived members, in the order of their ids; the cursor is the last id of the page before.
  private func archivedMembers(
    of caller: Caller, after cursor: String?, limit: Int
  ) -> (members: [ArchiveMember], next: String, hasMore: Bool) {
    let rest = store.look { state in state.archivedMembers(of: caller.corp).filter { $0.rawValue > cursor ?? "" } }
    let page = rest.prefix(limit)
    let members = page.map { id in
      var member = ArchiveMember(userID: id)
      member.employment = .employed
      return member
    }
    return (members, rest.count > limit ? page.last?.rawValue ?? "" : "", rest.count > limit)
  }

  func archiveSpaceList(_ request: ArchiveSpaceListRequest) async throws(WeDriveError) -> ArchiveSpaceListResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      guard !request.userID.rawValue.isEmpty else { throw .weCom(.invalidUserID) }
      let member = MemberID.person(request.userID)
      let spaces = store.look { state in
        state.spaces.table.rows.values.filter { $0.corp == caller.corp && $0.members[member] != nil }
          .sorted { $0.id.rawValue < $1.id.rawValue }
      }
      var response = ArchiveSpaceListResponse()
      guard request.employment != .resigned else { return response }
      response.spaces = spaces.map { space in
        var result = ArchiveSpace(spaceID: space.id)
        result.spaceName = space.name
        result.isSpaceSuperadmin = space.members[member]?.auth == .spaceAdmin ? 1 : 0
        return result
      }
      return response
    }
  }

  func archiveFileList(_ request: ArchiveFileListRequest) async throws(WeDriveError) -> ArchiveFileListResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      guard !request.userID.rawValue.isEmpty else { throw .weCom(.invalidUserID) }
      let (member, limit) = (MemberID.person(request.userID), pageSize(request.limit, of: request))
      let files = try store.read { (state) throws(ServiceError) in
        guard let space = state.spaces.table[request.spaceID], space.corp == caller.corp else {
          throw .weCom(.spaceNotFound)
        }
        guard space.members[member] != nil else { throw .weCom(.notSpaceMember) }
        return state.archive(of: space.id, after: request.cursor ?? "", limit: limit + 1)
      }
      var response = ArchiveFileListResponse()
      response.hasMore = false
      guard request.employment != .resigned else { return response }
      response.files = files.prefix(limit).map { ArchiveFile($0.entry, path: $0.path) }
      response.hasMore = files.count > limit
      response.nextCursor = files.count > limit ? response.files.last?.fileID.rawValue : ""
      return response
    }
  }

  func archiveFileDownload(
    _ request: ArchiveFileDownloadRequest
  ) async throws(WeDriveError) -> ArchiveFileDownloadResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let link = try await makeLink { (state) throws(ServiceError) in
        try state.archivedFile(request.fileID, for: caller)
      }
      return ArchiveFileDownloadResponse(
        downloadURL: Secret(link.url), cookieName: link.cookieName, cookieValue: Secret(link.cookieValue))
    }
  }
}

/// Work reports, of which the emulator keeps none: every file of the corp is attached to any of them.
extension EmulatedDrive {
  func reportFileDownload(
    _ request: ReportFileDownloadRequest
  ) async throws(WeDriveError) -> ReportFileDownloadResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let link = try await makeLink { (state) throws(ServiceError) in
        try state.archivedFile(request.fileID, for: caller)
      }
      return ReportFileDownloadResponse(
        downloadURL: Secret(link.url), cookieName: link.cookieName, cookieValue: Secret(link.cookieValue))
    }
  }
}

extension ArchiveFile {
  init(_ entry: FileEntry, path: String) {
    self.init(fileID: entry.id)
    fileName = entry.name
    self.path = path
    fileSize = entry.size
    fileType = entry.kind
    docURL = entry.url
  }
}

extension DriveState {
  /// The people who are in a space of the corp, by id.
  fileprivate func archivedMembers(of corp: CorpID) -> [UserID] {
    let spaces = spaces.table.rows.values.filter { $0.corp == corp }
    let people = spaces.flatMap(\.members.list).compactMap { if case .person(let id) = $0.id { id } else { nil } }
    return Set(people).sorted { $0.rawValue < $1.rawValue }
  }

  /// The files of a space, folders left out, in the order of their ids, with their paths.
  fileprivate func archive(of spaceID: SpaceID, after cursor: String, limit: Int) -> [(entry: FileEntry, path: String)]
  {
    let entries = files.table.rows.values.filter {
      $0.spaceID == spaceID && !$0.isDeleted && !$0.isFolder && $0.id.rawValue > cursor
    }
    return entries.sorted { $0.id.rawValue < $1.id.rawValue }.prefix(limit).map { ($0, files.path(of: $0)) }
  }
}

extension FileTree {
  /// The names from the space's root down to the entry.
  fileprivate func path(of entry: FileEntry) -> String {
    ([entry.name] + ancestors(of: entry.parentID).map(\.name)).reversed().joined(separator: "/")
  }
}
