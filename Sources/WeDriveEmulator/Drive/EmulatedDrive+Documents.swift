import WeDriveGenerated
import WeDriveRuntime

/// Attachments of online documents. A document's `docid` is here its `fileid`.
extension EmulatedDrive {
  func wedocFileUploadInit(
    _ request: WedocFileUploadInitRequest
  ) async throws(WeDriveError) -> WedocFileUploadInitResponse {
    try await answer(request, first: { () throws(ServiceError) in try checkBlocks(request.size, request.blockSHAs) }) {
      (caller) throws(ServiceError) in
      try FileName.check(request.fileName)
      let document = try store.read { (state) throws(ServiceError) in
        try state.file(request.docID.rawValue, for: caller)
      }
      guard document.isDocument else { throw .badDocumentType }
      var response = WedocFileUploadInitResponse()
      let id = newFileID(in: document.spaceID)
      let key = try await startUpload(
        .attachment(documentID: document.id), id, request.fileName, request.size, request.blockSHAs, caller)
      if try await takeExisting(request.blockSHAs, request.size, as: id, for: caller) {
        try await store.update { $0.uploads.finish(existing: key.rawValue) }
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
    try await answer(request, first: { () throws(ServiceError) in try checkPartSize(request.content) }) {
      (caller) throws(ServiceError) in
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
        let session = try state.uploads.open(request.uploadKey.rawValue, for: caller, attachments: true, at: now)
        if case .attachment(let documentID) = session.target { _ = try state.file(documentID, for: caller) }
        try state.uploads.finish(session)
        return session
      }
      return WedocFileUploadFinishResponse(fileURL: attachmentURL(session.fileID))
    }
  }

  private func attachmentURL(_ id: String) -> String { "\(downloadOrigin)/attachment/\(id)" }
}
