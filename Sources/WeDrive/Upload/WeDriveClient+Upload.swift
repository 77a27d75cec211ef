import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// Uploads: in one call up to `Limits.smallUploadSize` bytes, in blocks above that, up to `Limits.uploadSize`.
extension WeDriveClient {
  /// How many calls an upload takes if none has to be repeated: one, or two and one for each block of 2 MiB.
  ///
  /// - Parameters:
  ///   - size: The content's, in bytes.
  ///   - pushesCard: As ``UploadOptions/pushesCard``.
  public static func uploadCalls(forBytes size: Int64, pushesCard: Bool = true) -> Int {
    guard size > Limits.smallUploadSize || !pushesCard else { return 1 }
    return BlockDigests.blockCount(of: UInt64(clamping: size)) + 2
  }

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
  ///   cannot be uploaded. For everything else, whatever the size, `WeDriveError.upload`: its `cause` says why, and its
  ///   `resume` what the same call goes on from, nil where nothing was kept. A cancelled task is the cause
  ///   `.error(.cancelled)`, or `.error(.outcomeUnknown)` if the last call may have taken effect. After `outcomeUnknown`
  ///   with a `resume`, the same call looks for the file before it uploads; without one, as for a ticket, look yourself.
  @discardableResult
  public func upload(
    contentsOf path: String, named name: String? = nil, to destination: UploadDestination,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> FileID {
    try await upload(contentsOf: LocalPath(path), named: name, to: destination, options: options)
  }

  /// The same for a path that need not be UTF-8; without a name of its own, the new file can then have none.
  @discardableResult
  package func upload(
    contentsOf path: LocalPath, named name: String? = nil, to destination: UploadDestination,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> FileID {
    guard name != nil || path.name.isText else {
      throw .invalidArgument(
        InvalidArgument(
          owner: "", field: "",
          reason: "the name of \(path.text) is not UTF-8, which WeDrive's names are: give the new file a name"))
    }
    let source = try await UploadSource.open(path)
    return try await upload(source, named: name ?? path.name.text, to: destination, options)
  }

  /// Uploads bytes as a new file.
  ///
  /// - Parameters:
  ///   - content: The whole content, not empty.
  ///   - name: The new file's name.
  ///   - destination: The folder, the space or the ticket to upload to.
  ///   - options: How to go about it.
  /// - Returns: The new file's id.
  /// - Throws: As ``upload(contentsOf:named:to:options:)-(String,_,_,_)``.
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
  /// - Throws: As ``upload(contentsOf:named:to:options:)-(String,_,_,_)``; `WeDriveError.file` also for what the stream throws.
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
  /// - Throws: As ``upload(contentsOf:named:to:options:)-(String,_,_,_)``. If the reply to the last call was lost there is no way to look
  ///   whether the attachment was made: then the cause is `.error(.outcomeUnknown)`.
  @discardableResult
  public func upload(
    contentsOf path: String, named name: String? = nil, toDocument document: DocID,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> String {
    try await upload(contentsOf: LocalPath(path), named: name, toDocument: document, options: options)
  }

  /// The same for a path that need not be UTF-8.
  @discardableResult
  package func upload(
    contentsOf path: LocalPath, named name: String? = nil, toDocument document: DocID,
    options: UploadOptions = UploadOptions()
  ) async throws(WeDriveError) -> String {
    let name = name ?? path.name.text
    let source = try await UploadSource.open(path)
    try source.checkSize(named: name)
    let start = WedocFileUploadInitRequest(docID: document, fileName: name, size: 0, blockSHAs: [])
    let upload = BlockUpload(
      drive: self, start: start, source: source, options: options, lookUp: { _ in nil }, outcome: { .attachment($0) },
      result: { $0 })
    return try await upload.run()
  }

  private func upload(
    _ source: UploadSource, named name: String, to destination: UploadDestination, _ options: UploadOptions
  ) async throws(WeDriveError) -> FileID {
    try source.checkSize(named: name)
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
        let look = UploadedFileLookup(drive: drive, space: space, parent: parent, name: name)
        return { (digests, since) async throws(WeDriveError) in try await look.find(digests, since: since) }
      },
      isThere: { file, digests, drive async throws(WeDriveError) in
        try await UploadedFileLookup.isThere(file, with: digests, through: drive)
      }, outcome: { .file($0) }, result: { FileID($0) })
    return try await upload.run()
  }
}

extension UploadSource {
  /// Refuses what the service cannot keep, before anything is read or sent.
  ///
  /// - Parameter name: What content without a path is called.
  fileprivate func checkSize(named name: String) throws(WeDriveError) {
    let subject = path?.text ?? name
    if size <= 0 {
      throw .invalidArgument(
        InvalidArgument(owner: "", field: "", reason: "\(subject) is empty, and WeDrive keeps no empty files"))
    }
    if size > Limits.uploadSize {
      throw .invalidArgument(
        InvalidArgument(
          owner: "", field: "",
          reason: "\(subject) has \(size) bytes, and WeDrive takes no file of more than \(Limits.uploadSize)"))
    }
  }
}
