#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a whole file with plain system calls: starting Foundation up would cost more than the rest of a run.
package enum FileBytes {
  /// Reads a file of a folder. Neither the path nor a symbolic link on it may lead out of the folder: a catalog is read by
  /// programs that print what is wrong with a file, and may come from a stranger.
  static func read(
    _ path: String, within folder: String, maximumBytes: Int
  ) -> Result<[UInt8], CatalogSources.ReadFailure> {
    guard !leaves(path) else { return .failure(.outside) }
    guard let root = resolved(folder), let file = resolved(folder + "/" + path) else { return .failure(failure(errno)) }
    guard file.hasPrefix(root.hasSuffix("/") ? root : root + "/") else { return .failure(.outside) }
    return read(file, maximumBytes: maximumBytes)
  }

  /// Whether a path can lead out of the folder that it is relative to, by its words alone.
  static func leaves(_ path: String) -> Bool {
    path.utf8.first == UInt8(ascii: "/")
      || path.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }

  /// The path without links; nil, with `errno`, where it leads to nothing.
  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  package static func read(_ path: String, maximumBytes: Int) -> Result<[UInt8], CatalogSources.ReadFailure> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(failure(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return .failure(failure(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else { return .failure(.unreadable(reason: "not a regular file")) }
    guard status.st_size <= maximumBytes else { return .failure(.tooLarge) }
    var bytes: [UInt8] = []
    var failed: Int32 = 0
    // One byte more than there should be shows that the file grew meanwhile.
    bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size) + 1) { buffer, count in
      while count < buffer.count, let start = buffer.baseAddress {
        #if canImport(Darwin)
          let got = Darwin.read(descriptor, start + count, buffer.count - count)
        #elseif canImport(Musl)
          let got = Musl.read(descriptor, start + count, buffer.count - count)
        #else
          let got = Glibc.read(descriptor, start + count, buffer.count - count)
        #endif
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failed = errno }
        if got <= 0 { return }
        count += got
      }
    }
    if failed != 0 { return .failure(failure(failed)) }
    if bytes.count > status.st_size { return .failure(.unreadable(reason: "it changed while it was read")) }
    return .success(bytes)
  }

  private static func failure(_ code: Int32) -> CatalogSources.ReadFailure {
    code == ENOENT ? .missing : .unreadable(reason: String(cString: strerror(code)))
  }
}
