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
    var differences = FolderDifferences(path: path, place: place, isLocal: entries != nil)
    var common: [(EntryName, RemoteEntry)] = []
    let remembered = entries == nil ? [:] : digests.remembered(of: path)
    var computed: [TreeState.Digest] = []
    var local = (entries ?? [])[...]
    var remote = remoteByLocalName(listing)[...]
    pairForms(&local, &remote)
    while true {
      let name: EntryName
      switch (local.first, remote.first) {
      case (nil, nil):
        digests.state?.remember(computed, in: path)
        return (differences, common)
      case (let mine?, nil): name = mine.name
      case (nil, let other?): name = other.name
      case (let mine?, let other?): name = min(mine.name, other.name)
      }
      let mine = local.first?.name == name ? local.removeFirst() : nil
      let others = remote.prefix { $0.name == name }.map(\.entry)
      remote = remote.dropFirst(others.count)
      if TreeFilter.isOwn(name), path.isTop {
        if name == EntryName.staging { differences.staging = others.first { $0.kind == .folder } }
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
    _ name: EntryName, _ mine: LocalEntry?, _ other: RemoteEntry?, in folder: Descriptor?,
    _ differences: inout FolderDifferences, _ common: inout [(EntryName, RemoteEntry)],
    _ computed: inout [TreeState.Digest], _ remembered: TreeState.Digest?, _ isCancelled: () -> Bool
  ) {
    let path = differences.path.appending(name)
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
      if let other { differences.onlyRemote.append(other) }
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
        guard let digest = try LocalDigests.compute(name, in: folder, isCancelled: isCancelled) else {
          let failure = FileFailure(
            path: folder.path(of: name.text), operation: "read", reason: "changed while it was read")
          differences.unreadable.append(ItemFailure(path: path, error: .file(failure)))
          return
        }
        file = FolderDifferences.LocalFile(name: name, state: digest.state, sha1: digest.sha1)
      } catch {
        // What vanished between the walk and the read is not there.
        guard error.errno != ENOENT else { return }
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
      differences.same.append(file)
    } else {
      // Before it was changed here, both sides had what is remembered; the file may have changed only at the service since.
      differences.changed.append(
        FolderDifferences.Changed(local: file, remote: other, isLocalOld: valid?.isSynced == true))
    }
  }

  private typealias Named = (name: EntryName, entry: RemoteEntry)

  /// The entries of the service by the names that they have here, sorted by these.
  private func remoteByLocalName(_ listing: FolderListing?) -> [Named] {
    guard let listing else { return [] }
    var names = listing.map { (name: $0.localName, entry: $0) }
    let isSorted = zip(names, names.dropFirst()).allSatisfy { $0.name <= $1.name }
    if !isSorted { names.sort { $0.name < $1.name } }
    return names
  }

  /// Gives an entry of the service the name of the only local one that is the same text in another Unicode form: keyboards
  /// and file systems differ in these, and it would go up again under the other.
  private func pairForms(_ local: inout ArraySlice<LocalEntry>, _ remote: inout ArraySlice<Named>) {
    let isASCII = local.allSatisfy { $0.name.bytes.allSatisfy { $0 < 0x80 } }
    if isASCII || remote.isEmpty { return }
    let mine = Set(local.map(\.name))
    let others = Set(remote.map(\.name))
    var lonely: [String: [EntryName]] = [:]
    for entry in local where !others.contains(entry.name) && entry.name.isText {
      lonely[entry.name.text, default: []].append(entry.name)
    }
    var forms: [String: Int] = [:]
    for named in remote where !mine.contains(named.name) { forms[named.name.text, default: 0] += 1 }
    var hasChanged = false
    for index in remote.indices where !mine.contains(remote[index].name) {
      let text = remote[index].name.text
      guard forms[text] == 1, let names = lonely[text], names.count == 1 else { continue }
      remote[index].name = names[0]
      hasChanged = true
    }
    if hasChanged { remote.sort { $0.name < $1.name } }
  }
}
