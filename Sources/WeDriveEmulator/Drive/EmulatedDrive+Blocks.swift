import WeDriveGenerated
import WeDriveRuntime

// The chunk protocol, which two families share.
extension EmulatedDrive {
  /// Gives a new file the content of a file of this corp that has the same. False if there is none.
  func takeExisting(
    _ blockSHA: [String], _ size: UInt64, as id: FileID, in space: SpaceID? = nil, for caller: Caller
  ) async throws(ServiceError) -> Bool {
    guard behaviour.knownContent != .never else { return false }
    let isOneSpace = behaviour.knownContent == .space
    let content = FileTree.Content(sha: blockSHA.last ?? "", size: size)
    let holders = store.look { state in
      state.files.holders(of: content).filter {
        state.spaces.table[$0.spaceID]?.corp == caller.corp && (!isOneSpace || $0.spaceID == space)
      }
    }
    for holder in holders {
      if try await disk({ try await store.content.link(holder.id, as: id) }) { return true }
    }
    return false
  }

  /// Adds a file whose content is there.
  func addUploaded(_ entry: FileEntry) async throws(ServiceError) {
    let replaced: [FileEntry]
    do throws(ServiceError) {
      replaced = try await store.update { (state) throws(ServiceError) in
        guard state.spaces.table[entry.spaceID] != nil else { throw .weCom(.spaceNotFound) }
        if entry.parentID != .root(of: entry.spaceID) { _ = try state.files.live(entry.parentID.fileID) }
        return try state.files.addUploaded(entry)
      }
    } catch {
      try await disk { try await store.content.remove([entry.id]) }
      throw error
    }
    try await forgetContent(of: replaced)
  }

  func startUpload(
    _ target: UploadSession.Target, _ fileID: FileID, _ name: String, _ size: UInt64, _ blockSHA: [String],
    _ caller: Caller
  ) async throws(ServiceError) -> UploadKey {
    let session = UploadSession(
      key: Mint.uploadKey(), corp: caller.corp, app: caller.app, target: target, name: name, size: size,
      blockSHA: blockSHA, fileID: fileID, started: now, expiry: now.later(by: limits.uploadLife))
    try await store.update { $0.uploads.start(session) }
    return session.key
  }

  /// Takes a part: checks its length and its digests, writes it, and notes that it has come. One that comes again is
  /// written again; it is the same.
  func receive(
    _ key: UploadKey, _ index: Int32, _ content: Base64Content, attachments: Bool, _ caller: Caller
  ) async throws(ServiceError) {
    let (now, index, bytes) = (now, Int(index), content.bytes)
    let session = try store.read { (state) throws(ServiceError) in
      try state.uploads.open(key, for: caller, attachments: attachments, at: now)
    }
    guard index <= session.blockSHA.count else { throw .weCom(.invalidArgument, "index is beyond the last block") }
    guard bytes.count == session.partSize(index) else {
      throw .weCom(.blockMismatch, "part \(index) has \(bytes.count) bytes, \(session.partSize(index)) belong there")
    }
    guard try await disk({ try await store.content.write(part: bytes, index, of: session) }) else {
      throw .weCom(.blockMismatch, "part \(index) does not match its block_sha")
    }
    try await store.update { (state) throws(ServiceError) in
      _ = try state.uploads.open(key, for: caller, attachments: attachments, at: now)
      state.uploads.receive(part: index, of: key)
    }
  }
}

/// Attachments of online documents. A document's `docid` is here its `fileid`.
extension EmulatedDrive {
  func wedocFileUploadInit(
    _ request: WedocFileUploadInitRequest
  ) async throws(WeDriveError) -> WedocFileUploadInitResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      try UploadSessions.check(size: request.size, blockSHA: request.blockSHAs)
      let document = try store.read { (state) throws(ServiceError) in
        try state.file(FileID(request.docID.rawValue), for: caller)
      }
      guard document.isDocument else { throw .weCom(.invalidDocumentType) }
      var response = WedocFileUploadInitResponse()
      let id = Mint.fileID(in: document.spaceID)
      let key = try await startUpload(
        .attachment(documentID: document.id), id, request.fileName, request.size, request.blockSHAs, caller)
      if try await takeExisting(request.blockSHAs, request.size, as: id, for: caller) {
        try await store.update { $0.uploads.finish(existing: key) }
        response.hitExist = true
        response.fileURL = attachmentURL(id)
      } else {
        response.hitExist = false
        response.uploadKey = key
      }
      return response
    }
  }

  func wedocFileUploadPart(
    _ request: WedocFileUploadPartRequest
  ) async throws(WeDriveError) -> WedocFileUploadPartResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      try await receive(request.uploadKey, request.index, request.content, attachments: true, caller)
      return WedocFileUploadPartResponse()
    }
  }

  func wedocFileUploadFinish(
    _ request: WedocFileUploadFinishRequest
  ) async throws(WeDriveError) -> WedocFileUploadFinishResponse {
    try await answer(request) { (caller) throws(ServiceError) in
      let now = now
      let session = try await store.update { (state) throws(ServiceError) in
        let session = try state.uploads.open(request.uploadKey, for: caller, attachments: true, at: now)
        if case .attachment(let documentID) = session.target { _ = try state.file(documentID, for: caller) }
        try state.uploads.finish(session)
        return session
      }
      return WedocFileUploadFinishResponse(fileURL: attachmentURL(session.fileID))
    }
  }

  private func attachmentURL(_ id: FileID) -> String { "\(downloadOrigin)/attachment/\(id)" }
}
