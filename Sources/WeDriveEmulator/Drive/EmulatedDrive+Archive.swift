import WeDriveGenerated
import WeDriveRuntime

/// The content archive: spaces and files by member. The emulator knows nobody who has left the corp.
extension EmulatedDrive {
  func archiveSpaceList(_ request: ArchiveSpaceListRequest) async throws(WeDriveError) -> ArchiveSpaceListResponse {
    try await answer(request) { (caller) throws(Refused) in
      guard !request.userID.rawValue.isEmpty else { throw .badUserID }
      let member = MemberID.person(request.userID.rawValue)
      let spaces = store.look { state in
        state.spaces.table.rows.values.filter { $0.corp == caller.corp && $0.members[member] != nil }
          .sorted { $0.id < $1.id }
      }
      var response = ArchiveSpaceListResponse()
      guard request.employment != .resigned else { return response }
      response.spaces = spaces.map { space in
        var result = ArchiveSpace(spaceID: SpaceID(space.id))
        result.spaceName = space.name
        result.isSpaceSuperadmin = space.members[member]?.auth == Members.administrator ? 1 : 0
        return result
      }
      return response
    }
  }

  func archiveFileList(_ request: ArchiveFileListRequest) async throws(WeDriveError) -> ArchiveFileListResponse {
    try await answer(request) { (caller) throws(Refused) in
      guard !request.userID.rawValue.isEmpty else { throw .badUserID }
      let (member, limit) = (MemberID.person(request.userID.rawValue), Int(request.limit ?? 100))
      let files = try store.read { (state) throws(Refused) in
        guard let space = state.spaces.table[request.spaceID.rawValue], space.corp == caller.corp else {
          throw .spaceNotFound
        }
        guard space.members[member] != nil else { throw .notAMember }
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
    try await answer(request) { (caller) throws(Refused) in
      let link = try await makeLink { (state) throws(Refused) in
        try state.archivedFile(request.fileID.rawValue, for: caller)
      }
      return ArchiveFileDownloadResponse(
        downloadURL: Secret(link.url), cookieName: link.cookieName, cookieValue: Secret(link.cookieValue))
    }
  }
}

extension ArchiveFile {
  init(_ entry: FileEntry, path: String) {
    self.init(fileID: FileID(entry.id))
    fileName = entry.name
    self.path = path
    fileSize = entry.size
    fileType = FileType(rawValue: entry.kind.rawValue)
    docURL = entry.url
  }
}

extension DriveState {
  /// The files of a space, folders left out, in the order of their ids, with their paths.
  fileprivate func archive(of spaceID: String, after cursor: String, limit: Int) -> [(entry: FileEntry, path: String)] {
    let entries = files.table.rows.values.filter {
      $0.spaceID == spaceID && !$0.isDeleted && !$0.isFolder && $0.id > cursor
    }
    return entries.sorted { $0.id < $1.id }.prefix(limit).map { ($0, files.path(of: $0)) }
  }
}

extension FileTree {
  /// The names from the space's root down to the entry.
  fileprivate func path(of entry: FileEntry) -> String {
    var names = [entry.name]
    var current = entry
    while let parent = table[current.parentID] {
      names.insert(parent.name, at: 0)
      current = parent
    }
    return names.joined(separator: "/")
  }
}
