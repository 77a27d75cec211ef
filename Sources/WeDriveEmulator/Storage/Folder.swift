import Foundation
import WeDriveRuntime

/// A folder of the local disk. Its methods block.
struct Folder: Sendable {
  let path: String

  /// Makes the folder, private to its owner, and those it is in, as far as they are not there.
  func make() throws(FileFailure) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw failure("make")
    }
    try Folder(path: String(path[..<slash])).make()
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make") }
  }

  /// A folder of this process alone.
  static func temporary() throws(FileFailure) -> Folder {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base.hasSuffix("/") ? String(base.dropLast()) : base)/wedrive-emulator.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileFailure("make a folder in", base, errno: errno) }
    return Folder(path: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Opens a file in it, made if it is not there and is to be written.
  func open(_ name: String, _ flags: Int32) throws(FileFailure) -> Descriptor { try Descriptor(file(name), flags) }

  private func failure(_ operation: String) -> FileFailure { FileFailure(operation, path, errno: errno) }

  /// The names of what is in it.
  func names() throws(FileFailure) -> [String] {
    guard let directory = opendir(path) else { throw failure("list") }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Removes a file; that it is not there is no error.
  func remove(_ name: String) throws(FileFailure) {
    guard unlink(file(name)) == 0 || errno == ENOENT else { throw failure("remove from") }
  }

  /// Gives a file a further name. False if it is not there any more.
  func link(_ name: String, as other: String) throws(FileFailure) -> Bool {
    if systemLink(file(name), file(other)) == 0 { return true }
    if errno == ENOENT { return false }
    throw failure("link in")
  }

  func rename(_ name: String, to other: String) throws(FileFailure) {
    guard systemRename(file(name), file(other)) == 0 else { throw failure("rename in") }
  }

  /// Removes the files in it and the folder itself. Folders inside have to be gone before.
  func removeAll() throws(FileFailure) {
    for name in try names() { try remove(name) }
    guard rmdir(path) == 0 || errno == ENOENT else { throw failure("remove") }
  }
}

private func systemLink(_ from: String, _ to: String) -> Int32 { link(from, to) }
private func systemRename(_ from: String, _ to: String) -> Int32 { rename(from, to) }
