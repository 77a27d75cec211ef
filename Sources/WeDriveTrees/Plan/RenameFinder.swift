/// Finds which files of the destination are files of the source under another name.
enum RenameFinder {
  /// Folders of one side by all that is in them.
  struct Folders {
    /// Relative path, size and SHA-1 of each file, in order; folders have no SHA-1.
    struct Tree: Hashable {
      var entries: [TreePath: Content] = [:]
    }

    private(set) var trees: [TreePath: Tree] = [:]

    /// - Parameters:
    ///   - folders: Folders that are on one side only.
    ///   - files: Files that are on one side only. A folder with one whose SHA-1 is not known is not compared.
    init(
      _ folders: some Sequence<TreePath>, _ files: [(path: TreePath, size: UInt64, sha1: [UInt8]?)],
      where isWhole: (TreePath) -> Bool
    ) {
      let folders = Array(folders)
      for folder in folders where isWhole(folder) { trees[folder] = Tree() }
      func add(_ path: TreePath, _ content: Content?) {
        var above = path.folder
        while let folder = above {
          if let content {
            trees[folder]?.entries[path.relative(to: folder)] = content
          } else {
            trees[folder] = nil
          }
          above = folder.folder
        }
      }
      for folder in folders { add(folder, Content(size: 0, sha1: [])) }
      for file in files { add(file.path, file.sha1.map { Content(size: file.size, sha1: $0) }) }
      // Of empty folders all look alike.
      trees = trees.filter { $0.value.entries.contains { !$0.value.sha1.isEmpty } }
    }
  }

  /// Pairs folders that hold exactly the same, the uppermost first.
  static func find(_ old: Folders, _ new: Folders) -> [(from: TreePath, to: TreePath)] {
    let olds = Dictionary(grouping: old.trees.keys) { old.trees[$0] }
    let news = Dictionary(grouping: new.trees.keys) { new.trees[$0] }
    var pairs: [(from: TreePath, to: TreePath)] = []
    for (to, tree) in new.trees.sorted(by: { $0.key < $1.key }) {
      guard let candidates = olds[tree], candidates.count == 1, news[tree]?.count == 1, let from = candidates.first,
        !pairs.contains(where: { to.isInside($0.to) || from.isInside($0.from) || $0.from.isInside(from) })
      else { continue }
      pairs.append((from, to))
    }
    return pairs
  }

  struct Content: Hashable {
    let size: UInt64
    let sha1: [UInt8]
  }

  /// Pairs what is only at the destination with what is only at the source by content: first by equal name, then by equal
  /// folder; of several that remain none is taken, since any of them may be meant.
  ///
  /// - Parameter extras: What is only at the destination; what has found a source is taken out.
  /// - Returns: The moves, and what is still to be sent.
  static func find(
    _ extras: inout [(path: TreePath, entry: RemoteEntry)], _ sends: [SyncPlan.Send]
  ) -> (moves: [SyncPlan.Move], sends: [SyncPlan.Send]) {
    var bySource: [Content: [Int]] = [:]
    for (index, send) in sends.enumerated() where send.old == nil {
      if let sha1 = send.sha1 { bySource[Content(size: send.size, sha1: sha1), default: []].append(index) }
    }
    var byTarget: [Content: [Int]] = [:]
    for (index, extra) in extras.enumerated() {
      guard let sha1 = extra.entry.sha1 else { continue }
      let content = Content(size: extra.entry.size, sha1: sha1)
      if bySource[content] != nil { byTarget[content, default: []].append(index) }
    }
    var taken: [Int: Int] = [:]
    for (content, targets) in byTarget {
      var (sources, targets) = (bySource[content] ?? [], targets)
      func pair(where isPair: (SyncPlan.Send, TreePath) -> Bool) {
        for source in sources {
          let fitting = targets.filter { isPair(sends[source], extras[$0].path) }
          guard fitting.count == 1, sources.count(where: { isPair(sends[$0], extras[fitting[0]].path) }) == 1 else {
            continue
          }
          taken[source] = fitting[0]
          targets.removeAll { $0 == fitting[0] }
        }
        sources.removeAll { taken[$0] != nil }
      }
      pair { $0.path.name == $1.name }
      pair { $0.path.folder == $1.folder }
      pair { _, _ in true }
    }
    let moves = taken.map { source, target in
      SyncPlan.Move(entry: extras[target].entry, from: extras[target].path, to: sends[source].path, isFolder: false)
    }.sorted { $0.to < $1.to }
    let gone = Set(taken.values)
    extras = extras.enumerated().filter { !gone.contains($0.offset) }.map(\.element)
    return (moves, sends.enumerated().filter { taken[$0.offset] == nil }.map(\.element))
  }
}
