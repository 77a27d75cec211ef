import WeDriveGenerated
import WeDriveRuntime

/// Uploads: in one call up to `Limits.smallUploadSize` bytes, in blocks above that, up to `Limits.uploadSize`.
extension WeDriveClient {
  /// Uploads a local file as a new file.
  ///
  /// A file of that name that is there already stays; the service gives the new one another name. An upload that was
  /// interrupted, by whatever, goes on when the same call is made again: in blocks with what is missing; in one call by
  /// looking first whether the file was made. A block that is no longer what it was when its digest was computed is never
  /// sent; and if the service has the content already, nothing is.
  ///
  /// - Parameters:
  ///   - path: An ordinary file that is not empty.
  ///   - name: The new file's name; nil for the local one. At most 255, where ASCII counts 1 and every other character 2.
  ///   - destination: The folder, the space or the ticket to upload to.
  ///   - options: How to go about it.
  /// - Returns: The new file's id.
  /// - Throws: `WeDriveError.file` or `WeDriveError.invalidArgument` before any call if there is no such file, or if it
  ///   cannot be uploaded; `WeDriveError.outcomeUnknown` if the reply to a one-call upload was lost and the file cannot be
  ///   seen: the same call looks again before it uploads, unless the destination is a ticket or the upload is not
  ///   remembered; `WeDriveError.upload` for an upload in blocks, with what is left of it, and where the record of an
  ///   upload is in use or not ours.
  @discardableResult
  public func upload(
    contentsOf path: String, named name: String? = nil, to destination: UploadDestination,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> FileID {
    let name = name ?? path.split(separator: "/").last.map(String.init) ?? path
    let source = try await UploadSource.open(path)
    return try await upload(source, named: name, to: destination, options)
  }

  /// Uploads bytes as a new file.
  ///
  /// - Parameters:
  ///   - content: The whole content, not empty.
  ///   - name: The new file's name.
  ///   - destination: The folder, the space or the ticket to upload to.
  ///   - options: How to go about it.
  /// - Returns: The new file's id.
  /// - Throws: As ``upload(contentsOf:named:to:options:)``.
  @discardableResult
  public func upload(
    _ content: some Sequence<UInt8>, named name: String, to destination: UploadDestination,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> FileID {
    try await upload(UploadSource(Array(content)), named: name, to: destination, options)
  }

  /// Uploads what a stream gives as a new file. It is written to a temporary file first, because the service wants the
  /// digests of everything before anything.
  ///
  /// - Parameters:
  ///   - content: Bytes in pieces of any size, not empty in all.
  ///   - name: The new file's name.
  ///   - destination: The folder, the space or the ticket to upload to.
  ///   - options: How to go about it.
  /// - Returns: The new file's id.
  /// - Throws: As ``upload(contentsOf:named:to:options:)``; `WeDriveError.file` also for what the stream throws.
  @discardableResult
  public func upload<Content: AsyncSequence>(
    spooling content: Content, named name: String, to destination: UploadDestination,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> FileID where Content.Element: Sequence<UInt8> {
    let source = try await UploadSpool.gather(content, named: name, in: options.spoolFolder)
    return try await upload(source, named: name, to: destination, options)
  }

  /// Uploads a local file as an attachment of an online document.
  ///
  /// - Parameters:
  ///   - path: An ordinary file that is not empty.
  ///   - name: The attachment's name; nil for the local one.
  ///   - document: The document.
  ///   - options: How to go about it. There is never a card.
  /// - Returns: The link to the attachment.
  /// - Throws: As ``upload(contentsOf:named:to:options:)``. If the reply to the last call was lost there is no way to look
  ///   whether the attachment was made: then the cause is `WeDriveError.outcomeUnknown`.
  @discardableResult
  public func upload(
    contentsOf path: String, named name: String? = nil, toDocument document: DocID,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> String {
    let name = name ?? path.split(separator: "/").last.map(String.init) ?? path
    let source = try await UploadSource.open(path)
    let start = WedocFileUploadInitRequest(docID: document, fileName: name, size: 0, blockSHAs: [])
    let upload = BlockUpload(
      drive: self, start: start, source: source, options: options, lookUp: { _ in nil }, text: { $0 })
    return try await upload.run()
  }

  private func upload(
    _ source: UploadSource, named name: String, to destination: UploadDestination, _ options: UploadOptions
  ) async throws(WeDriveError) -> FileID {
    if source.size <= Limits.smallUploadSize, options.pushesCard {
      return try await SmallUpload(
        drive: self, source: source, name: name, destination: destination, options: options
      ).run()
    }
    let upload = BlockUpload(
      drive: self, start: destination.blockUpload(named: name, pushesCard: options.pushesCard), source: source,
      options: options,
      lookUp: { drive in
        guard let (space, parent) = destination.place else { return nil }
        let look = UploadLookUp(drive: drive, space: space, parent: parent, name: name)
        return { (digests, since) async throws(WeDriveError) in try await look.find(digests, since: since) }
      }, text: { $0.rawValue })
    return try await upload.run()
  }
}
