import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

extension EmulatedDrive {
  func fileUpload(_ request: FileUploadRequest) async throws(WeDriveError) -> FileUploadResponse {
    let bytes = request.content.bytes
    return try await answer(request) { (caller) throws(ServiceError) in
      guard !bytes.isEmpty else { throw .weCom(.invalidBase64) }
      let goal = UploadGoal(request.spaceID, request.parentID, request.selectedTicket)
      let (now, limits) = (now, limits)
      // Looked at before the content is written, and again when it is: the world may change in between.
      let place = try await store.update { (state) throws(ServiceError) in
        let place = try state.place(of: goal, for: caller, at: now, using: false)
        try state.checkRoom(for: UInt64(bytes.count), in: place, caller, limits)
        return place
      }
      let id = Mint.fileID(in: place.spaceID)
      try await disk { try await store.content.write(bytes, to: id) }
      let (sha, md5) = await BlockingWork.run {
        (ContentDigest.text(of: bytes, .sha1), ContentDigest.text(of: bytes, .md5))
      }
      let replaced: [FileEntry]
      do throws(ServiceError) {
        replaced = try await store.update { (state) throws(ServiceError) in
          let place = try state.place(of: goal, for: caller, at: now, using: true)
          try state.checkRoom(for: UInt64(bytes.count), in: place, caller, limits)
          return try state.files.addUploaded(
            FileEntry(
              id: id, spaceID: place.spaceID, parentID: place.folderID, name: request.fileName, kind: .file,
              size: UInt64(bytes.count), created: now, modified: now, sha: sha, md5: md5, url: nil))
        }
      } catch {
        try await disk { try await store.content.remove([id]) }
        throw error
      }
      try await forgetContent(of: replaced)
      if behaviour.uploadCard == .pushed { backend.cards.push(id) }
      tell(.createFile, [id])
      return FileUploadResponse(fileID: id)
    }
  }

  func fileUploadInit(_ request: FileUploadInitRequest) async throws(WeDriveError) -> FileUploadInitResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      try UploadSessions.check(size: request.size, blockSHA: request.blockSHAs)
      let goal = UploadGoal(request.spaceID, request.parentID, request.selectedTicket)
      let (now, limits) = (now, limits)
      let place = try await store.update { (state) throws(ServiceError) in
        let place = try state.place(of: goal, for: caller, at: now, using: true)
        try state.checkRoom(for: request.size, in: place, caller, limits)
        return place
      }
      var response = FileUploadInitResponse()
      let id = Mint.fileID(in: place.spaceID)
      response.hitExist = try await takeExisting(
        request.blockSHAs, request.size, as: id, in: place.spaceID, for: caller)
      if response.hitExist == true {
        try await addUploaded(
          FileEntry(
            id: id, spaceID: place.spaceID, parentID: place.folderID, name: request.fileName, kind: .file,
            size: request.size, created: now, modified: now, sha: request.blockSHAs.last ?? "", md5: "", url: nil))
        response.fileID = id
        tell(.createFile, [id])
      } else {
        response.uploadKey = try await startUpload(
          .file(place), id, request.fileName, request.size, request.blockSHAs, caller)
      }
      if request.skipPushCard != true { backend.cards.push(id) }
      return response
    }
  }

  func fileUploadPart(_ request: FileUploadPartRequest) async throws(WeDriveError) -> FileUploadPartResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      try await receive(request.uploadKey, request.index, request.content, attachments: false, caller)
      return FileUploadPartResponse()
    }
  }

  func fileUploadFinish(_ request: FileUploadFinishRequest) async throws(WeDriveError) -> FileUploadFinishResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let (now, limits) = (now, limits)
      let (id, replaced) = try await store.update { (state) throws(ServiceError) in
        let session = try state.uploads.open(request.uploadKey, for: caller, attachments: false, at: now)
        guard case .file(let target) = session.target else { throw .weCom(.uploadAlreadyFinished) }
        let place = try state.place(spaceID: target.spaceID, folderID: target.folderID, for: caller)
        try state.checkRoom(for: session.size, in: place, caller, limits)
        try state.uploads.finish(session)
        let replaced = try state.files.addUploaded(
          FileEntry(
            id: session.fileID, spaceID: place.spaceID, parentID: place.folderID, name: session.name, kind: .file,
            size: session.size, created: now, modified: now, sha: session.blockSHA.last ?? "", md5: "", url: nil))
        return (session.fileID, replaced)
      }
      try await forgetContent(of: replaced)
      tell(.createFile, [id])
      return FileUploadFinishResponse(fileID: id)
    }
  }
}

/// Where an upload goes, as a request says it.
struct UploadGoal: Sendable {
  let spaceID: SpaceID?
  let folderID: FolderID
  let ticket: DriveFolderTicket?

  init(_ spaceID: SpaceID?, _ folderID: FolderID?, _ ticket: DriveFolderTicket?) {
    self.spaceID = spaceID
    self.folderID = folderID ?? ""
    self.ticket = ticket
  }
}

extension DriveState {
  /// The folder that an upload goes to. A ticket is used up by one when `using` is true.
  mutating func place(
    of goal: UploadGoal, for caller: Caller, at now: Int64, using: Bool
  ) throws(ServiceError) -> FileTree.Place {
    guard let ticket = goal.ticket else {
      return try place(spaceID: goal.spaceID, folderID: goal.folderID, for: caller)
    }
    let place = try tickets.uploadPlace(ticket, for: caller, at: now, using: using)
    guard spaces.table[place.spaceID] != nil else { throw .weCom(.spaceNotFound) }
    if !place.isRoot { _ = try files.live(place.folderID.fileID) }
    return place
  }
}
