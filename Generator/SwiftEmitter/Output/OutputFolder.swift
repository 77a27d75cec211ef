import Catalog
import TerminalOutput

/// The folder of generated files.
///
/// There is no list of what was written: a file belongs to the generator if it begins as generated files do, and a
/// file that does not is never touched, unless a generated one has its name.
public struct OutputFolder: Sendable {
  /// What an update did.
  public struct Changes: Sendable, Equatable {
    /// Names of files that are new or have new content.
    public var written: [String] = []
    /// Names of files that are no longer generated.
    public var removed: [String] = []
    /// How many files were already as they should be.
    public var unchanged = 0

    /// Whether nothing had to be done.
    public var isEmpty: Bool { written.isEmpty && removed.isEmpty }
  }

  /// A file that is not as it should be.
  public struct Difference: Sendable, Equatable {
    /// What is wrong with it.
    public enum Kind: String, Sendable {
      /// It is not there.
      case missing
      /// It has other content.
      case outdated
      /// It is there and is no longer generated.
      case leftOver = "left over"
    }

    /// The name in the folder.
    public let name: String
    /// What is wrong with it.
    public let kind: Kind
    /// From the content that is there to the content that should be, as a unified diff.
    public let diff: String
  }

  private let folder: Folder

  /// The folder at `path`, which need not exist yet.
  public init(path: String) { folder = Folder(path) }

  /// Brings the folder up to date. A file whose content is right already is not written, so that nothing is rebuilt
  /// for it; one that is written never exists in part.
  public func update(with files: [GeneratedFile]) throws(FolderError) -> Changes {
    var changes = Changes()
    try folder.create()
    for file in files { try write(file, over: folder.content(of: file.name), &changes) }
    for name in try leftOver(files) {
      try folder.remove(name)
      changes.removed.append(name)
    }
    return changes
  }

  /// Brings one file up to date if it is there. The folder's other files are not looked at.
  public func updateExisting(_ file: GeneratedFile) throws(FolderError) -> Changes {
    var changes = Changes()
    if let old = try folder.content(of: file.name) { try write(file, over: old, &changes) }
    return changes
  }

  private func write(_ file: GeneratedFile, over old: [UInt8]?, _ changes: inout Changes) throws(FolderError) {
    let content = Array(file.text.utf8)
    if old == content {
      changes.unchanged += 1
    } else {
      try folder.replace(file.name, with: content)
      changes.written.append(file.name)
    }
  }

  /// What an update would change, in the order of names; nothing is written.
  public func check(_ files: [GeneratedFile]) throws(FolderError) -> [Difference] {
    var differences: [Difference] = []
    for file in files {
      if let difference = difference(of: try folder.content(of: file.name), from: file) {
        differences.append(difference)
      }
    }
    for name in try leftOver(files) {
      let old = try folder.content(of: name) ?? []
      differences.append(difference(name, .leftOver, from: String(decoding: old, as: UTF8.self), to: ""))
    }
    return differences.sorted { $0.name < $1.name }
  }

  /// What an update of one file would change, if it is there; nothing is written.
  public func checkExisting(_ file: GeneratedFile) throws(FolderError) -> Difference? {
    try folder.content(of: file.name).flatMap { difference(of: $0, from: file) }
  }

  private func difference(of old: [UInt8]?, from file: GeneratedFile) -> Difference? {
    guard old != Array(file.text.utf8) else { return nil }
    let text = old.map { String(decoding: $0, as: UTF8.self) } ?? ""
    return difference(file.name, old == nil ? .missing : .outdated, from: text, to: file.text)
  }

  private func difference(_ name: String, _ kind: Difference.Kind, from old: String, to new: String) -> Difference {
    let shown = TerminalText.visible(name)
    let diff = LineDiff(from: old, to: new).unified(
      from: kind == .missing ? "/dev/null" : shown, to: kind == .leftOver ? "/dev/null" : shown)
    return Difference(name: name, kind: kind, diff: diff)
  }

  /// Files that the generator wrote once and no longer does.
  private func leftOver(_ files: [GeneratedFile]) throws(FolderError) -> [String] {
    let names = Set(files.map(\.name))
    var result: [String] = []
    for name in try folder.names()
    where !names.contains(name) && [".swift", ".md", ".yaml"].contains(where: name.hasSuffix) {
      if let content = try folder.content(of: name), GeneratedFile.isGenerated(content) { result.append(name) }
    }
    return result.sorted()
  }
}
