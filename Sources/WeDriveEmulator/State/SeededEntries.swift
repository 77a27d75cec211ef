import WeDriveGenerated
import WeDriveRuntime

/// Entries of a seeded tree, made from their ids.
extension SeededTree {
  /// An entry by its numbers.
  enum Place: Hashable {
    case folder(Int)
    case file(Int, Int)
  }

  var bytes: UInt64 { UInt64(folders * files) * Self.contentSize }

  private static let prefix = "\(space.rawValue)_f."

  private static func id(_ place: Place) -> FileID {
    switch place {
    case .folder(let folder): FileID("\(prefix)\(folder)")
    case .file(let folder, let file): FileID("\(prefix)\(folder).\(file)")
    }
  }

  /// Where an id is from; nil for one that is not of this tree.
  func place(of id: FileID) -> Place? {
    guard id.rawValue.hasPrefix(Self.prefix) else { return nil }
    let numbers = id.rawValue.dropFirst(Self.prefix.count).split(separator: ".", omittingEmptySubsequences: false)
      .map { Int($0) ?? -1 }
    let place: Place
    switch numbers.count {
    case 1: place = .folder(numbers[0])
    case 2: place = .file(numbers[0], numbers[1])
    default: return nil
    }
    guard (0..<folders).contains(numbers[0]), numbers.count == 1 || (0..<files).contains(numbers[1]) else { return nil }
    // An entry has one id: `+1` and `01` are none.
    return Self.id(place) == id ? place : nil
  }

  /// The entry of an id; nil for one that is not of this tree.
  func entry(_ id: FileID) -> FileEntry? { place(of: id).map(entry) }

  private func entry(_ place: Place) -> FileEntry {
    // Long ago and different, so that orders by time have something to do.
    let time: Int64 = 1_700_000_000
    switch place {
    case .folder(let folder):
      return FileEntry(
        id: Self.id(place), spaceID: Self.space, parentID: .root(of: Self.space), name: Self.folderName(folder),
        kind: .folder, size: 0, created: time, modified: time + Int64(folder), sha: "", md5: "", url: nil)
    case .file(let folder, let file):
      let sha = ContentDigest.text(of: Self.content(folder: folder, file: file), .sha1)
      return FileEntry(
        id: Self.id(place), spaceID: Self.space, parentID: .folder(Self.id(.folder(folder))),
        name: Self.fileName(file), kind: .file, size: Self.contentSize, created: time, modified: time + Int64(file),
        sha: sha, md5: "", url: nil)
    }
  }

  /// What is in a file, by its id; nil for anything else.
  func content(of id: FileID) -> [UInt8]? {
    guard case .file(let folder, let file)? = place(of: id) else { return nil }
    return Self.content(folder: folder, file: file)
  }

  /// How many entries a folder of this tree has; nil for another folder.
  func count(of folder: FolderID) -> Int? {
    if folder == .root(of: Self.space) { return folders }
    guard case .folder? = place(of: folder.fileID) else { return nil }
    return files
  }

  /// Entries of a folder of this tree in the order of their names; none of another folder.
  func entries(of folder: FolderID, _ range: Range<Int>? = nil) -> [FileEntry] {
    guard let count = count(of: folder) else { return [] }
    let range = (range ?? 0..<count).clamped(to: 0..<count)
    guard case .folder(let number)? = place(of: folder.fileID) else { return range.map { entry(.folder($0)) } }
    return range.map { entry(.file(number, $0)) }
  }

  /// The entry of a name in a folder of this tree.
  func child(named name: String, of folder: FolderID) -> FileEntry? {
    guard let count = count(of: folder) else { return nil }
    let digits = name.filter { ("0"..."9").contains($0) }
    guard let number = Int(digits), number < count else { return nil }
    return entries(of: folder, number..<number + 1).first { ExactName($0.name) == ExactName(name) }
  }
}
