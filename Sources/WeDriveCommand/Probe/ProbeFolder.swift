import WeDrive
import WeDriveTrees

/// The folder of a probe's own, in which its experiments are made. It is removed with all that is in it, however they end.
struct ProbeFolder: Sendable {
  let drive: WeDriveClient
  let space: SpaceID
  /// The folder.
  let top: FolderID
  /// What fetches content.
  let transport: any Transport
  /// Asks a person whether something is so; nil if there is none, or the person does not know.
  let asks: @Sendable (String) async -> Bool?

  /// Makes the folder, has `work` done in it, and removes it.
  ///
  /// - Parameter left: Told the folder's name and id where it could not be removed.
  static func with(
    _ drive: WeDriveClient, in place: FolderPlace, transport: any Transport,
    asks: @escaping @Sendable (String) async -> Bool?, left: (String, WeDriveError) -> Void,
    _ work: (ProbeFolder) async throws -> Void
  ) async throws {
    let name = "wedrive-probe-\(UInt32.random(in: .min ... .max))"
    // Neither making nor removing it is cancelled, so that an interruption leaves nothing behind.
    let id = try await Task {
      try await drive.fileCreate(
        spaceID: place.space, parentID: place.folder, fileType: .folder, fileName: name
      ).fileID
    }.value
    let folder = ProbeFolder(
      drive: drive, space: place.space, top: .folder(id), transport: transport, asks: asks)
    let result: Result<Void, any Error>
    do { result = .success(try await work(folder)) } catch { result = .failure(error) }
    let removal = await Task { () -> WeDriveError? in
      do throws(WeDriveError) { try await drive.fileDelete(fileIDs: [id]) } catch { return error }
      return nil
    }.value
    if let removal { left("\(name) (\(id))", removal) }
    try result.get()
  }

  /// Makes a space, has `work` done with it, and dismisses it, however that ends.
  ///
  /// - Returns: A sentence that names the space, if it could not be dismissed; nil if it is gone.
  func withOtherSpace(_ work: (SpaceID) async throws(WeDriveError) -> Void) async throws(WeDriveError) -> String? {
    // As the folder: neither is cancelled.
    let made = await Task { [drive] () -> Result<SpaceID, WeDriveError> in
      do throws(WeDriveError) {
        return .success(try await drive.spaceCreate(spaceName: "wedrive-probe").spaceID)
      } catch {
        return .failure(error)
      }
    }.value
    let other = try made.get()
    var failure: WeDriveError?
    do throws(WeDriveError) { try await work(other) } catch { failure = error }
    let removal = await Task { [drive] () -> WeDriveError? in
      do throws(WeDriveError) { try await drive.spaceDismiss(spaceID: other) } catch { return error }
      return nil
    }.value
    if let failure { throw failure }
    return removal.map { "The space wedrive-probe (\(other)) could not be dismissed: \($0)." }
  }

  /// Makes a folder.
  func makeFolder(_ name: String, in parent: FolderID? = nil) async throws(WeDriveError) -> FileID {
    try await drive.fileCreate(spaceID: space, parentID: parent ?? top, fileType: .folder, fileName: name).fileID
  }

  /// Uploads a file in one call.
  func upload(_ content: String, _ name: String, in parent: FolderID? = nil) async throws(WeDriveError) -> FileID {
    try await drive.fileUpload(
      FileUploadRequest(
        spaceID: space, parentID: parent ?? top, fileName: name, content: Base64Content(content.utf8))
    ).fileID
  }

  /// What is in a folder, by one call.
  func list(
    _ folder: FolderID? = nil, by order: FileOrder = .nameAscending, start: UInt32 = 0,
    limit: UInt32 = UInt32(Limits.fileListPageSize)
  ) async throws(WeDriveError) -> [FileInfo] {
    try await drive.fileList(
      spaceID: space, parentID: folder ?? top, sortType: order, start: start, limit: limit
    ).fileList.items
  }

  /// An id that looks like one and belongs to nothing.
  func unknownID(_ number: Int = 0) -> FileID { FileID("\(top.rawValue)0\(number)") }

  /// Does something that may be refused for what it asks.
  ///
  /// - Returns: The refusal; nil if it was done.
  /// - Throws: Everything else that goes wrong.
  func refusal(
    of work: () async throws(WeDriveError) -> Void, isExpected: (Refusal) -> Bool = \.isAboutArguments
  ) async throws(WeDriveError) -> Refusal? {
    do throws(WeDriveError) {
      try await work()
      return nil
    } catch {
      guard let refusal = error.refusal, isExpected(refusal) else { throw error }
      return refusal
    }
  }
}
