import WeDriveGenerated
import WeDriveRuntime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Compares one folder here with one at the service: names by their bytes, contents by size and SHA-1.
struct FolderComparison: Sendable {
  let filter: TreeFilter
  let digests: LocalDigests
  /// Whether contents are compared; otherwise what is on both sides counts as the same if its size is.
  var comparesContents = true
  /// Whether the service is the source: then what it cannot keep is no matter.
  var isDown = false
  /// Whether a local file that changes while it is read counts as different, because it is read again when it is sent;
  /// otherwise it counts as unreadable.
  var sendsChanging = false
  /// Whether links are followed, on the way up.
  var followsLinks = false

  /// - Parameters:
  ///   - path: The folder's path from the top.
  ///   - entries: What is in it here; nil if there is no such folder here.
  ///   - folder: The local folder.
  ///   - listing: What is in it at the service; nil if there is no such folder there.
  /// - Returns: The differences, and the folders that are on both sides. Blocks: files are read.
  func compare(
    _ path: TreePath, _ folder: Descriptor?, _ entries: [LocalEntry]?, _ place: FolderPlace?, _ listing: FolderListing?,
    isCancelled: () -> Bool
  ) -> (differences: FolderDifferences, common: [(EntryName, RemoteEntry)]) {
    let listing = listing ?? FolderListing()
    var differences = FolderDifferences(path: path, place: place, isLocal: entries != nil, listing: listing)
    var common: [(EntryName, RemoteEntry)] = []
    let remembered = entries == nil ? [:] : digests.remembered(of: path)
    var computed: [TreeState.Digest] = []
    var local = (entries ?? [])[...]
    var remote = RemoteNames(listing)
    pairForms(local, &remote)
    var next = 0
    while true {
      let name: EntryName
      switch (local.first?.name, next < remote.count ? remote.name(at: next) : nil) {
      case (nil, nil):
        digests.state?.remember(computed, in: path)
        return (differences, common)
      case (let mine?, nil): name = mine
      case (nil, let other?): name = other
      case (let mine?, let other?): name = min(mine, other)
      }
      let mine = local.first?.name == name ? local.removeFirst() : nil
      var others: [(index: Int, entry: RemoteEntry)] = []
      while next < remote.count, remote.name(at: next) == name {
        let index = remote.index(at: next)
        others.append((index, listing[index]))
        next += 1
      }
      if TreeFilter.isOwn(name), path.isTop {
        if name == EntryName.staging { differences.staging = others.first { $0.entry.kind == .folder }?.entry }
        continue
      }
      guard others.count <= 1 else {
        differences.conflicts.append((name, "is the name of \(others.count) entries at the service"))
        continue
      }
      compare(
        name, mine, others.first, in: folder, &differences, &common, &computed, remembered[name], isCancelled)
    }
  }

  private func compare(
    _ name: EntryName, _ mine: LocalEntry?, _ found: (index: Int, entry: RemoteEntry)?, in folder: Descriptor?,
    _ differences: inout FolderDifferences, _ common: inout [(EntryName, RemoteEntry)],
    _ computed: inout [TreeState.Digest], _ remembered: TreeState.Digest?, _ isCancelled: () -> Bool
  ) {
    let (path, other) = (differences.path.appending(name), found?.entry)
    if mine?.kind == .folder || (mine == nil && other?.kind == .folder) {
      guard filter.mayTakeBelow(path) else {
        differences.hasLeftOut = true
        return
      }
      switch (mine, other) {
      case (_?, let other?) where other.kind != .folder:
        differences.conflicts.append((name, "is a folder here and none at the service"))
      case (_?, let other?): common.append((name, other))
      case (_?, nil):
        if !isDown, let reason = NameMapping.refusal(of: NameMapping.remote(name)) {
          differences.refusals.append(NameRefusal(path: path, reason: reason))
        } else {
          differences.foldersOnlyLocal.append(name)
        }
      case (nil, let other?): differences.foldersOnlyRemote.append(other)
      case (nil, nil): break
      }
      return
    }
    if other?.kind == .document {
      differences.documents += 1
      if mine != nil { differences.conflicts.append((name, "is an online document at the service")) }
      return
    }
    if let mine, mine.kind != .file {
      differences.specials.append(name)
      if isDown, other != nil { differences.conflicts.append((name, "is a link or a device here")) }
      return
    }
    if let mine, other?.kind == .folder {
      differences.conflicts.append((mine.name, "is a file here and a folder at the service"))
      return
    }
    let takes =
      mine.map { filter.takes(path, size: $0.state.size, modified: $0.modifiedSeconds) }
      ?? other.map { filter.takes(path, size: $0.size, modified: $0.modified) } ?? false
    guard takes else {
      differences.hasLeftOut = true
      return
    }
    guard let mine else {
      if let found { differences.onlyRemote.append(found.index) }
      return
    }
    if mine.state.size == 0, !isDown {
      differences.empties.append(name)
      // One of the service that has content stays as it is: an empty file cannot take its place.
      return
    }
    var file = FolderDifferences.LocalFile(name: name, state: mine.state)
    guard let other else {
      if isDown {
        differences.onlyLocal.append(file)
      } else if mine.state.size > UInt64(Limits.uploadSize) {
        differences.refusals.append(NameRefusal(path: path, reason: "is larger than \(Limits.uploadSize) bytes"))
      } else if let reason = NameMapping.refusal(of: NameMapping.remote(name)) {
        differences.refusals.append(NameRefusal(path: path, reason: reason))
      } else {
        differences.onlyLocal.append(file)
      }
      return
    }
    let valid = remembered.flatMap { digests.isValid($0, for: mine.state) ? $0 : nil }
    if valid == nil, mine.state.size == other.size, comparesContents, let folder {
      do throws(FileFailure) {
        guard
          let digest = try LocalDigests.compute(name, in: folder, follows: followsLinks, isCancelled: isCancelled)
        else {
          if sendsChanging {
            differences.changed.append(FolderDifferences.Changed(local: file, remote: other, isLocalOld: false))
          } else {
            differences.unreadable.append(ItemFailure(path: path, error: .changed(path: path.text)))
          }
          return
        }
        file = FolderDifferences.LocalFile(name: name, state: digest.state, sha1: digest.sha1)
      } catch {
        guard error.errno != ENOENT else {
          differences.vanished += 1
          return
        }
        differences.unreadable.append(ItemFailure(path: path, error: .file(error)))
        return
      }
    } else {
      file.sha1 = valid?.sha1
    }
    let isSame =
      comparesContents
      ? file.state.size == other.size && file.sha1 != nil && file.sha1 == other.sha1 : file.state.size == other.size
    if let sha1 = file.sha1, valid == nil || (isSame && valid?.isSynced == false) {
      computed.append(
        TreeState.Digest(
          name: name, state: file.state, sha1: sha1, hashed: valid?.hashed ?? LocalDigests.now, isSynced: isSame))
    }
    if isSame {
      differences.same.append(name)
    } else {
      // Before it was changed here, both sides had what is remembered; the file may have changed only at the service since.
      differences.changed.append(
        FolderDifferences.Changed(local: file, remote: other, isLocalOld: valid?.isSynced == true))
    }
  }

  /// Gives an entry of the service the name of the only local one that is the same text in another Unicode form: keyboards
  /// and file systems differ in these, and it would go up again under the other.
  private func pairForms(_ local: ArraySlice<LocalEntry>, _ remote: inout RemoteNames) {
    func isPlain(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { $0 < 0x80 } }
    var lonely: [String: [EntryName]] = [:]
    for entry in local where !isPlain(entry.name.bytes) && entry.name.isText && !remote.contains(entry.name) {
      lonely[entry.name.text, default: []].append(entry.name)
    }
    guard !lonely.isEmpty else { return }
    let mine = Set(local.map(\.name))
    var forms: [String: [Int]] = [:]
    for index in remote.listing.indices where !remote.listing.withName(at: index, { isPlain($0) }) {
      let name = remote.name(of: index)
      if !mine.contains(name), lonely[name.text] != nil { forms[name.text, default: []].append(index) }
    }
    var names: [Int: EntryName] = [:]
    for (text, indices) in forms {
      if indices.count == 1, let alone = lonely[text], alone.count == 1 { names[indices[0]] = alone[0] }
    }
    remote.rename(names)
  }
}
