import WeDriveGenerated
import WeDriveRuntime

extension EmulatedDrive {
  func fileList(_ request: FileListRequest) async throws(WeDriveError) -> FileListResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      guard request.sortType.isKnown else {
        throw .weCom(.invalidArgument, "sort_type does not exist")
      }
      let page = try await store.update { (state) throws(ServiceError) in
        let place = try state.place(
          spaceID: request.spaceID, folderID: request.parentID, for: caller)
        return state.files.page(of: place.folderID, by: request.sortType, start: request.start, limit: request.limit)
      }
      var response = FileListResponse()
      response.hasMore = page.hasMore
      response.nextStart = page.next
      response.fileList = FileList(page.entries)
      return response
    }
  }

  func fileCreate(_ request: FileCreateRequest) async throws(WeDriveError) -> FileCreateResponse {
    let isFolder = request.fileType == .folder
    return try await answer(request) { (caller) throws(ServiceError) in
      guard Self.creatable.contains(request.fileType) else { throw .weCom(.invalidDocumentType) }
      let (now, limits) = (now, limits)
      let id = Mint.fileID(in: request.spaceID)
      let entry = try await store.update { (state) throws(ServiceError) in
        let place = try state.place(
          spaceID: request.spaceID, folderID: request.parentID, for: caller)
        try state.checkRoom(for: 0, in: place, caller, limits)
        return try state.files.add(
          FileEntry(
            id: id, spaceID: place.spaceID, parentID: place.folderID, name: request.fileName,
            kind: request.fileType, size: 0, created: now, modified: now, sha: "",
            md5: "", url: isFolder ? nil : "\(downloadOrigin)/document/\(id)"))
      }
      var response = FileCreateResponse(fileID: entry.id)
      response.url = entry.url
      tell(.createFile, [response.fileID])
      return response
    }
  }

  func fileRename(_ request: FileRenameRequest) async throws(WeDriveError) -> FileRenameResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let now = now
      let entry = try await store.update { (state) throws(ServiceError) in
        _ = try state.file(request.fileID, for: caller)
        return try state.files.rename(request.fileID, to: request.newName, at: now)
      }
      tell(.renameFile, [request.fileID])
      var response = FileRenameResponse()
      response.file = FileInfo(entry)
      return response
    }
  }

  func fileMove(_ request: FileMoveRequest) async throws(WeDriveError) -> FileMoveResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let (now, limits) = (now, limits)
      let ids = request.fileIDs
      let (result, refusal) = try await store.update { (state) throws(ServiceError) in
        let place = try state.place(spaceID: nil, folderID: request.parentID, for: caller)
        let (ids, refusal) = try state.batch(ids, for: caller)
        try state.checkRoom(for: 0, in: place, caller, limits)
        return (try state.files.move(ids, to: place, replacing: request.replace ?? false, at: now), refusal)
      }
      try await forgetContent(of: result.replaced)
      for file in result.adopted { try await disk { try await store.content.move(file.content, to: file.by) } }
      tell(.moveFile, request.fileIDs)
      if let refusal { throw refusal }
      var response = FileMoveResponse()
      response.fileList = FileList(result.moved)
      return response
    }
  }

  func fileDelete(_ request: FileDeleteRequest) async throws(WeDriveError) -> FileDeleteResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let (now, ids) = (now, request.fileIDs)
      let (gone, refusal) = try await store.update { (state) throws(ServiceError) in
        let (ids, refusal) = try state.batch(ids, for: caller)
        return (try state.files.delete(ids, at: now), refusal)
      }
      try await forgetContent(of: gone)
      tell(.deleteFile, request.fileIDs)
      if let refusal { throw refusal }
      return FileDeleteResponse()
    }
  }

  /// Tells about deleted entries too: their status says so.
  func fileInfo(_ request: FileInfoRequest) async throws(WeDriveError) -> FileInfoResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let entry = try store.read { (state) throws(ServiceError) in
        try state.anyFile(request.fileID, for: caller)
      }
      return FileInfoResponse(fileInfo: FileInfo(entry))
    }
  }

  func fileDownload(_ request: FileDownloadRequest) async throws(WeDriveError) -> FileDownloadResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let now = now
      let link = try await makeLink { (state) throws(ServiceError) in
        if let ticket = request.selectedTicket {
          return try state.files.live(try state.tickets.downloadFile(ticket, for: caller, at: now))
        }
        return try state.file(request.fileID ?? "", for: caller)
      }
      return FileDownloadResponse(
        downloadURL: Secret(link.url), cookieName: link.cookieName, cookieValue: Secret(link.cookieValue))
    }
  }

  /// Makes a download link for an ordinary file.
  func makeLink(
    _ find: @Sendable (DriveState) throws(ServiceError) -> FileEntry
  ) async throws(ServiceError) -> (url: String, cookieName: String, cookieValue: String) {
    let (now, life) = (now, limits.linkLife)
    let (entry, key, link) = try await store.update { (state) throws(ServiceError) in
      let entry = try find(state)
      guard entry.isOrdinaryFile else { throw .weCom(.notDownloadable) }
      let (key, link) = state.links.make(for: entry.id, at: now, life: life)
      return (entry, key, link)
    }
    // What was seeded is on the disk from when it is first asked for.
    if let seed = backend.configuration.seededTree, let content = seed.content(of: entry.id),
      seed.entry(entry.id)?.sha == entry.sha
    {
      try await disk { try await store.content.write(content, to: entry.id) }
    }
    return ("\(downloadOrigin)\(DownloadHandler.path)/\(key)", link.cookieName, link.cookieValue)
  }

  /// Removes from disk what the state does not know any more.
  func forgetContent(of entries: [FileEntry]) async throws(ServiceError) {
    let ids = entries.filter(\.isOrdinaryFile).map(\.id)
    try await disk { try await store.content.remove(ids) }
  }

  /// What can be made without content. That slides can is not confirmed; the catalog leaves it to the service.
  private static var creatable: [FileType] { [.folder, .document, .sheet, .slides] }
}
