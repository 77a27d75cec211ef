import WeDrive
import WeDriveGenerated
import WeDriveRuntime

/// Uploads of streams to paths.
extension DriveTrees {
  /// Uploads what a stream gives as the file of a path. It is spooled first, because the service wants the digests of
  /// everything before anything.
  ///
  /// - Parameters:
  ///   - content: Bytes in pieces of any size, not empty in all.
  ///   - path: The file's path, in a folder that is there.
  ///   - existing: What happens to a file that has the path.
  /// - Returns: The new file.
  public func upload<Content: AsyncSequence>(
    spooling content: Content, to path: DrivePath, existing: SyncOrder.Existing = .replace
  ) async throws(TreeError) -> LocatedEntry where Content.Element: Sequence<UInt8> {
    guard let folder = path.folder, let last = path.names.last else {
      throw .invalid(text: path.description, reason: "has no name for the file: SPACE:/folder/name")
    }
    let place = try await resolver.folder(folder)
    let listing = try await resolver.listing(of: place)
    var name = NameMapping.remote(last)
    if let reason = NameMapping.refusal(of: name) { throw .invalid(text: path.description, reason: reason) }
    let old = try PathResolver.child(last, in: listing, at: path)
    if let old {
      name = old.name
      guard old.kind == .file else { throw .isFolder(path: path.description) }
      guard existing == .replace || existing == .rename else { throw .exists(path: path.description) }
    }
    // As everywhere, what is replaced stays until the new is whole.
    var target = place
    if old != nil, existing == .replace {
      let staging = listing.entries(named: EntryName.staging).first { $0.kind == .folder }?.place(in: place.space)
      target = try await StagingFolder.open(staging, below: place, drive).place
    }
    // A stream is read once only, so that there is no second try with another name.
    var id: FileID
    do throws(WeDriveError) {
      id = try await drive.upload(spooling: content, named: name.text, to: .folder(target.folder, in: target.space))
    } catch {
      throw .drive(error)
    }
    if target != place {
      let file = RemoteOperations.Replacement(id: id, name: name, old: old?.id)
      if let moved = try await RemoteOperations.replace([file], in: place, drive).first { id = moved.fileID }
    }
    await resolver.forget(place)
    let entry = RemoteEntry(id: id, name: name, kind: .file, size: 0, sha1: nil, modified: 0)
    return LocatedEntry(path: path, space: place.space, entry: entry, parent: place)
  }
}
