import WeDrive
import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Uploads single files of a local tree, and remembers the digests of what was sent.
struct FileSender: Sendable {
  let run: UpRun
  let order: SyncOrder

  /// How many calls a file takes.
  func calls(toSend send: SyncPlan.Send) -> Int {
    SyncPlan.calls(toSend: send.size, pushesCard: order.pushesCard)
  }

  /// Uploads a file.
  ///
  /// - Returns: The new file's id.
  /// - Throws: ``TreeError/changed(path:)`` for a file that changes while it is read: none of the change is sent then.
  func send(_ send: SyncPlan.Send, to place: FolderPlace) async throws(TreeError) -> FileID {
    run.meter.start(send.path, size: send.size)
    do throws(TreeError) {
      let (id, digest) = try await upload(send, to: place)
      if let digest {
        await BlockingWork.run { [state = run.digests.state] in
          state?.remember([digest], in: send.path.folder ?? .top)
        }
      }
      run.meter.end(send.path, isDone: true)
      return id
    } catch {
      run.meter.end(send.path, isDone: false)
      throw error.isAboutChange ? .changed(path: send.path.text) : error
    }
  }

  private func upload(
    _ send: SyncPlan.Send, to place: FolderPlace
  ) async throws(TreeError) -> (FileID, TreeState.Digest?) {
    let destination = UploadDestination.folder(place.folder, in: place.space)
    var options = UploadOptions()
    options.pushesCard = order.pushesCard
    let meter = run.meter
    options.progress = { meter.update(send.path, done: UInt64(max(0, $0.confirmed))) }
    if send.size <= UInt64(Limits.smallUploadSize) {
      let tree = run.local
      guard let (bytes, state) = try await onFiles({ () throws(FileFailure) in try Self.read(send, of: tree) }) else {
        throw .changed(path: send.path.text)
      }
      options.localJournal = .nowhere
      let id = try await uploading(send) { [options] (name) async throws(WeDriveError) in
        try await run.drive.upload(bytes, named: name, to: destination, options: options)
      }
      let sha1 = await BlockingWork.run { Hexadecimal.bytes(ContentDigest.text(of: bytes, .sha1)) ?? [] }
      return (id, Self.digest(send.path.name, sha1, state))
    }
    options.localJournal = run.uploads.map { .folder($0) } ?? .nowhere
    let path = LocalPath(bytes: run.local.location.bytes + [UInt8(ascii: "/")] + send.path.bytes)
    let id = try await uploading(send) { [options] (name) async throws(WeDriveError) in
      try await run.drive.upload(contentsOf: path, named: name, to: destination, options: options)
    }
    guard let sha1 = send.sha1, let state = send.state else { return (id, nil) }
    return (id, Self.digest(send.path.name, sha1, state))
  }

  private static func digest(_ name: EntryName, _ sha1: [UInt8], _ state: FileState) -> TreeState.Digest {
    TreeState.Digest(name: name, state: state, sha1: sha1, hashed: LocalDigests.now, isSynced: true)
  }

  /// A file's content; nil if it was changed while it was read, or is no small file any more. Blocks.
  private static func read(_ send: SyncPlan.Send, of tree: LocalTree) throws(FileFailure) -> ([UInt8], FileState)? {
    let (folder, name) = (try tree.open(send.path.folder ?? .top), send.path.name)
    let file =
      send.followsLink
      ? try LocalTree.openFollowing(name, in: folder) : try LocalTree.open(name, in: folder, O_RDONLY | O_NONBLOCK)
    let before = try file.status()
    guard before.st_mode & S_IFMT == S_IFREG else {
      throw FileFailure(path: file.path, operation: "read", reason: "is not an ordinary file any more")
    }
    guard before.st_size <= Limits.smallUploadSize, before.st_size > 0 else { return nil }
    let bytes = try file.read(Int(before.st_size), at: 0)
    guard bytes.count == Int(before.st_size), FileState(try file.status()) == FileState(before) else { return nil }
    return (bytes, FileState(before))
  }

  private func uploading(
    _ send: SyncPlan.Send, _ work: (String) async throws(WeDriveError) -> FileID
  ) async throws(TreeError) -> FileID {
    try await run.names.with(send.nameThere) { (name) throws(TreeError) in
      do throws(WeDriveError) { return try await work(name) } catch { throw .drive(error) }
    }
  }
}
