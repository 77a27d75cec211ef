import WeDriveHTTP
import WeDriveRuntime
import WeDriveTransfers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the journal of one upload is on this machine. Its name is a hash, from which nothing can be read.
struct UploadJournalLocation: Sendable {
  let folder: LocalPath
  let name: String

  /// Nil if the upload is not remembered.
  ///
  /// - Parameters:
  ///   - target: SHA-256 of where the content goes.
  ///   - source: What is uploaded.
  init?(_ journal: UploadOptions.LocalJournal, target: [UInt8], source: UploadSource) {
    let subject: String
    if let path = source.path {
      let path = Self.absolute(path)
      // No text that is a path begins so: those are absolute where it matters.
      subject = "file " + (path.isText ? path.text : "bytes " + Hexadecimal.text(path.bytes))
    } else {
      subject = "content of \(source.size) bytes"
    }
    guard let hash = ContentDigest.of(Hexadecimal.text(target) + " " + subject, .sha256) else { return nil }
    let stem = Hexadecimal.text(hash.prefix(20))
    switch journal {
    case .nowhere: return nil
    case .besideFile:
      guard let path = source.path else { return nil }
      folder = path.folder
      name = ".\(stem).wedrive-upload"
    case .folder(let folder):
      self.folder = LocalPath(folder)
      name = "\(stem).wedrive-upload"
    }
  }

  /// Where content goes, as a SHA-256 of the call that takes or announces it, without the content.
  static func target<Request: APIRequest>(of request: Request) throws(WeDriveError) -> [UInt8] {
    let document = try WireJSON.encode(request, endpoint: Request.endpoint.name)
    return ContentDigest.of(String(decoding: document, as: UTF8.self) + Request.endpoint.path, .sha256) ?? []
  }

  /// Opens the journal of an upload, and makes the folder for it if that is ours; nil if the upload is not remembered.
  static func open(
    _ journal: UploadOptions.LocalJournal, target: [UInt8], source: UploadSource
  ) async throws(UploadFailure.Cause) -> LocalUploadJournal? {
    guard let location = UploadJournalLocation(journal, target: target, source: source) else { return nil }
    return try await BlockingWork.run { () throws(UploadFailure.Cause) in
      if case .folder(let folder) = journal { make(folder) }
      return try LocalUploadJournal(folder: location.folder, name: location.name)
    }
  }

  /// Makes a folder and those above it, for this user alone. That it could not be made shows when it is opened.
  private static func make(_ folder: String) {
    var path = folder.hasPrefix("/") ? "" : "."
    for part in folder.split(separator: "/") {
      path += "/" + part
      mkdir(path, 0o700)
    }
  }

  /// The same path from the root on, however it is written and wherever it is used from.
  private static func absolute(_ path: LocalPath) -> LocalPath {
    guard let resolved = path.folder.withCString({ realpath($0, nil) }) else { return path }
    defer { free(resolved) }
    let folder = UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))
    return LocalPath(bytes: Array(folder) + [UInt8(ascii: "/")] + path.name.bytes)
  }
}
