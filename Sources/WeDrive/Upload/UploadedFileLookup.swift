import WeDriveGenerated
import WeDriveRuntime

/// Looks in a folder for a file that an upload may have made.
struct UploadedFileLookup: Sendable {
  let drive: MeteredClient
  let space: SpaceID
  let parent: FolderID
  let name: String

  /// The newest entries are looked at first, and no more than so many.
  private static let maximum = 5_000
  /// How far the service's clock may be behind this machine's, in seconds.
  private static let skew: Int64 = 600

  /// The newest file with this content; one of this name before one of another, since the service renames what is there
  /// already.
  ///
  /// - Parameter since: Only files made after this time count, in seconds since 1970.
  func find(_ digests: BlockDigests, since: Int64?) async throws(WeDriveError) -> FileID? {
    var entries = drive.fileListItems(spaceID: space, parentID: parent, sortType: .modifiedDescending)
      .makeAsyncIterator()
    var other: FileID?
    var looked = 0
    while looked < Self.maximum, let entry = try await entries.next() {
      looked += 1
      guard entry.fileSize == digests.size, entry.sha == digests.sha1 else { continue }
      if let since, let made = entry.creationTime, Int64(clamping: made) < since.clampedDifference(Self.skew) {
        continue
      }
      if entry.fileName == name { return entry.fileID }
      if let stem = name.split(separator: ".").first, entry.fileName.hasPrefix(stem) {
        other = other ?? entry.fileID
      }
    }
    return other
  }
  /// Whether a file is still there and has this content. One that was moved or renamed is; one that was deleted, or whose
  /// content was replaced, is not.
  static func isThere(
    _ file: FileID, with digests: BlockDigests, through drive: MeteredClient
  ) async throws(WeDriveError) -> Bool {
    do throws(WeDriveError) {
      let info = try await drive.fileInfo(fileID: file).fileInfo
      guard info.fileStatus != .deleted else { return false }
      return info.fileSize ?? digests.size == digests.size && (info.sha?.isEmpty != false || info.sha == digests.sha1)
    } catch {
      guard case .refused(let refusal) = error, absent.contains(WeComErrcode(rawValue: refusal.code)) else {
        throw error
      }
      return false
    }
  }

  /// What the service says of a file that is gone.
  private static let absent: Set<WeComErrcode> = [.fileNotFound, .fileDeleted, .invalidFileID]
}
