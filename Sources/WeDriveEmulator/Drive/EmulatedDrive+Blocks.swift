import WeDriveGenerated
import WeDriveRuntime

// The chunk protocol, which two families share.
extension EmulatedDrive {
  func checkBlocks(_ size: UInt64, _ blockSHA: [String]) throws(ServiceError) {
    try UploadSessions.check(size: size, blockSHA: blockSHA)
  }

  /// A part that is too long is not the part that was announced. Whether one is too short shows with its session.
  func checkPartSize(_ content: Base64Content) throws(ServiceError) {
    guard content.bytes.count <= BlockDigests.blockSize else { throw .badPart.because("more than 2 MiB") }
  }

  /// Gives a new file the content of a file of this corp that has the same. False if there is none.
  func takeExisting(
    _ blockSHA: [String], _ size: UInt64, as id: String, for caller: Caller
  ) async throws(ServiceError) -> Bool {
    let content = FileTree.Content(sha: blockSHA.last ?? "", size: size)
    let holders = store.look { state in
      state.files.holders(of: content).filter { state.spaces.table[$0.spaceID]?.corp == caller.corp }
    }
    for holder in holders {
      if try await disk({ try await store.content.link(holder.id, as: id) }) { return true }
    }
    return false
  }

  /// Adds a file whose content is there.
  func addUploaded(_ entry: FileEntry) async throws(ServiceError) {
    do throws(ServiceError) {
      try await store.update { (state) throws(ServiceError) in
        guard state.spaces.table[entry.spaceID] != nil else { throw .spaceNotFound }
        if entry.parentID != entry.spaceID { _ = try state.files.live(entry.parentID) }
        try state.files.add(entry)
      }
    } catch {
      try await disk { try await store.content.remove([entry.id]) }
      throw error
    }
  }

  func startUpload(
    _ target: UploadSession.Target, _ fileID: String, _ name: String, _ size: UInt64, _ blockSHA: [String],
    _ caller: Caller
  ) async throws(ServiceError) -> UploadKey {
    let session = UploadSession(
      key: RandomName.make(bytes: 32), corp: caller.corp, app: caller.app, target: target, name: name, size: size,
      blockSHA: blockSHA, fileID: fileID, started: now, expiry: now.later(by: limits.uploadLife))
    try await store.update { $0.uploads.start(session) }
    return UploadKey(session.key)
  }

  /// Takes a part: checks its length and its digests, writes it, and notes that it has come. One that comes again is
  /// written again; it is the same.
  func receive(
    _ key: UploadKey, _ index: Int32, _ content: Base64Content, attachments: Bool, _ caller: Caller
  ) async throws(ServiceError) {
    let (now, index, bytes) = (now, Int(index), content.bytes)
    let session = try store.read { (state) throws(ServiceError) in
      try state.uploads.open(key.rawValue, for: caller, attachments: attachments, at: now)
    }
    guard index <= session.blockSHA.count else { throw .badParameter.because("index is beyond the last block") }
    guard bytes.count == session.partSize(index) else {
      throw .badPart.because("part \(index) has \(bytes.count) bytes, \(session.partSize(index)) belong there")
    }
    guard try await disk({ try await store.content.write(part: bytes, index, of: session) }) else {
      throw .badPart.because("part \(index) does not match its block_sha")
    }
    try await store.update { (state) throws(ServiceError) in
      _ = try state.uploads.open(key.rawValue, for: caller, attachments: attachments, at: now)
      state.uploads.receive(part: index, of: key.rawValue)
    }
  }
}
