#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whole files in one folder, through the system's own calls: Foundation would triple the generator's start-up time.
package struct Folder: Sendable {
  let path: String

  /// The folder at `path`, which need not exist yet.
  package init(_ path: String) { self.path = path }

  /// Whether what is at a path is a folder; nil where nothing is.
  package static func exists(at path: String) -> Bool? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT == S_IFDIR : nil
  }

  private func path(of name: String) -> String { path + "/" + name }

  /// Makes the folder, and those above it, where they are missing.
  package func create() throws(FolderError) {
    var partial = path.hasPrefix("/") ? "" : "."
    for component in path.split(separator: "/") {
      partial += "/" + component
      if mkdir(partial, 0o777) != 0, errno != EEXIST { throw FolderError("create", partial) }
    }
  }

  /// Names of the regular files; none where there is no folder.
  package func names() throws(FolderError) -> [String] {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return [] }
      throw FolderError("open", path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      var status = stat()
      // A link is not followed: what it leads to belongs to others.
      if lstat(path(of: name), &status) == 0, status.st_mode & S_IFMT == S_IFREG { names.append(name) }
    }
    return names
  }

  /// The content of a file; nil where there is none.
  package func content(of name: String) throws(FolderError) -> [UInt8]? {
    let path = path(of: name)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw FolderError("open", path)
    }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count == 0 { return content }
      if count > 0 {
        content += buffer[..<count]
      } else if errno != EINTR {
        throw FolderError("read", path)
      }
    }
  }

  /// Writes a file beside its place and moves it there, so that it never exists in part.
  package func replace(_ name: String, with content: [UInt8]) throws(FolderError) {
    let path = path(of: name)
    let draft = self.path(of: ".\(name).\(getpid())")
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FolderError("create", draft) }
    do {
      try append(content, to: descriptor, path: draft)
    } catch {
      close(descriptor)
      unlink(draft)
      throw error
    }
    guard close(descriptor) == 0, rename(draft, path) == 0 else {
      let error = FolderError("write", path)
      unlink(draft)
      throw error
    }
  }

  private func append(_ content: [UInt8], to descriptor: Int32, path: String) throws(FolderError) {
    var rest = content[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw FolderError("write", path)
      }
    }
  }

  /// Removes a file.
  package func remove(_ name: String) throws(FolderError) {
    guard unlink(path(of: name)) == 0 || errno == ENOENT else { throw FolderError("remove", path(of: name)) }
  }
}

/// A file or folder that could not be read or written.
public struct FolderError: Error, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What was tried, for example `rename`.
  public let operation: String
  /// The system's error number.
  public let code: Int32

  init(_ operation: String, _ path: String) {
    self.operation = operation
    self.path = path
    code = errno
  }

  /// What the system says, for example `Permission denied`.
  public var reason: String { String(cString: strerror(code)) }

  /// In words, for example `cannot open Sources/X.swift: Permission denied`.
  public var description: String { "cannot \(operation) \(path): \(reason)" }
}
