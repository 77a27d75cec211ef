import WeDriveGenerated
import WeDriveRuntime

/// Uploads in one call, up to `Limits.smallUploadSize` bytes.
extension WeDriveClient {
  /// Uploads bytes as a new file.
  ///
  /// A file of that name that is there already stays; the service gives the new one another name.
  ///
  /// - Parameters:
  ///   - content: The whole content, at most `Limits.smallUploadSize` bytes. Empty content is left to the
  ///     service, whose errcode 640022 speaks of it.
  ///   - name: The new file's name: at most 255, where ASCII counts 1 and every other character 2.
  ///   - destination: The folder, the space or the ticket to upload to.
  /// - Returns: The new file's id.
  /// - Throws: `WeDriveError.invalidArgument` before anything is sent if the content or the name is too long;
  ///   `WeDriveError.outcomeUnknown` if the reply was lost after the service may have stored the file. Look whether
  ///   it is there before you upload it again.
  @discardableResult
  public func upload(
    _ content: some Sequence<UInt8>, named name: String, to destination: UploadDestination
  ) async throws(WeDriveError) -> FileID {
    let content = Base64Content(content)
    try SmallFile.check(size: Int64(content.bytes.count))
    let request =
      switch destination {
      case .folder(let folder, let space):
        FileUploadRequest(spaceID: space, parentID: folder, fileName: name, content: content)
      case .root(let space):
        FileUploadRequest(spaceID: space, parentID: .root(of: space), fileName: name, content: content)
      case .ticket(let ticket):
        FileUploadRequest(selectedTicket: ticket, fileName: name, content: content)
      }
    return try await fileUpload(request).fileID
  }

  /// Uploads a local file as a new file.
  ///
  /// - Parameters:
  ///   - path: An ordinary file of at most `Limits.smallUploadSize` bytes.
  ///   - name: The new file's name; nil for the local one.
  ///   - destination: The folder, the space or the ticket to upload to.
  /// - Returns: The new file's id.
  /// - Throws: As ``upload(_:named:to:)``, and `WeDriveError.file` if the file cannot be read, is not an ordinary
  ///   one, or changed while it was read.
  @discardableResult
  public func upload(
    contentsOf path: String, named name: String? = nil, to destination: UploadDestination
  ) async throws(WeDriveError) -> FileID {
    let file = try await BlockingWork.run { () throws(WeDriveError) in try SmallFile(path) }
    let localName = path.split(separator: "/").last.map(String.init) ?? path
    return try await upload(file.content, named: name ?? localName, to: destination)
  }
}
