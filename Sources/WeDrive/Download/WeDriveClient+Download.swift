import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// Downloads to a local file.
///
/// Content goes to a hidden file beside the target, which takes the target's name only when all of it has arrived, has been
/// checked, and is on the disk. What was at the target before stays there until then.
///
/// A lost connection, a server in trouble and a link that is no longer good are dealt with on the way, and the transfer
/// goes on where it was. When the call fails or is cancelled all the same, or the process dies, what has arrived is kept
/// beside the target, and the same call made again goes on from there. Content that turns out to be wrong is removed.
extension WeDriveClient {
  /// Downloads a file by its id, and checks its size and SHA-1 against what the service says about it; its MD5 where there
  /// is no SHA-1.
  ///
  /// - Parameters:
  ///   - fileID: An ordinary file; folders and online documents cannot be downloaded.
  ///   - path: A file, which is replaced if it exists, or a folder, in which the file gets the service's name for it,
  ///     made safe. A symbolic link that is named is followed: the file that it leads to is replaced, and it stays. One that
  ///     has the service's name is itself replaced: the service must not choose what it leads to.
  ///   - options: How to go about it.
  /// - Throws: `WeDriveError.integrity` if the content is not what the service said; `WeDriveError.file` if
  ///   it cannot be written, or the same download is under way already.
  @discardableResult
  public func download(
    fileID: FileID, to path: String, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    try await download(.file(fileID), to: path, options: options)
  }

  /// Downloads the file that a person picked.
  ///
  /// A ticket tells neither the file's name nor its digest: `path` must name a file, and what is checked is only that
  /// as much has arrived as the transfer itself announced. ``/WeDriveTransfers/DownloadedFile/isVerified`` is false. It goes
  /// on after an interruption only where the download server marks the content's state with a strong `ETag`; otherwise it
  /// starts over.
  ///
  /// - Parameters:
  ///   - ticket: One of the tickets that the download picker gave.
  ///   - path: A file, which is replaced if it exists.
  ///   - options: How to go about it.
  @discardableResult
  public func download(
    ticket: DriveDownloadTicket, to path: String, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    try await download(.ticket(ticket), to: path, options: options)
  }

  /// Downloads a file that a listing has told about. Its size and digests are known from there, so that the link is all that
  /// is asked for: one call instead of two.
  ///
  /// - Parameters:
  ///   - entry: An ordinary file, as a listing or `fileInfo` gave it.
  ///   - path: As for ``download(fileID:to:options:)-(_,String,_)``.
  ///   - options: How to go about it.
  /// - Throws: As ``download(fileID:to:options:)-(_,String,_)``; `WeDriveError.integrity` also if the file has changed since it
  ///   was listed.
  @discardableResult
  public func download(
    _ entry: FileInfo, to path: String, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    let facts = try Self.facts(in: entry)
    let target = try await fileWork { () throws(FileFailure) in
      try DownloadPlace(path).target(serverName: facts.name)
    }
    let meter = TransferMeter()
    return try await reportingProgress(of: { meter.reading }, to: options.progress) { () throws(WeDriveError) in
      try await download(.file(entry.fileID), to: target, expecting: facts.content, options: options, meter: meter)
    }
  }

  /// Downloads a file that a listing has told about into an open folder, under a name of its own.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - name: One component of a path; a symbolic link of that name is replaced, never followed.
  package func download(
    _ entry: FileInfo, into folder: Descriptor, named name: String, options: DownloadOptions
  ) async throws(WeDriveError) -> DownloadedFile {
    let facts = try Self.facts(in: entry)
    let target = try await fileWork { () throws(FileFailure) in
      try DownloadTarget(FolderDescriptor(folder), name)
    }
    let meter = TransferMeter()
    return try await reportingProgress(of: { meter.reading }, to: options.progress) { () throws(WeDriveError) in
      try await download(.file(entry.fileID), to: target, expecting: facts.content, options: options, meter: meter)
    }
  }

  static func facts(in entry: FileInfo) throws(WeDriveError) -> DownloadFacts {
    let size = try entry.fileSize.map { size throws(WeDriveError) in try Self.admissible(size) }
    return DownloadFacts(name: entry.fileName, content: ExpectedContent(size: size, sha1: entry.sha, md5: entry.md5))
  }

  /// Downloads a file, by whatever names it. See ``download(fileID:to:options:)-(_,String,_)`` and
  /// ``download(ticket:to:options:)-(_,String,_)``, as which content behind a link is treated.
  @discardableResult
  public func download(
    _ source: DownloadSource, to path: String, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    // First what can fail here, then what costs a call.
    let place = try await fileWork { () throws(FileFailure) in try DownloadPlace(path) }
    let facts = try await facts(about: source)
    let target = try await fileWork { () throws(FileFailure) in try place.target(serverName: facts.name) }
    let meter = TransferMeter()
    return try await reportingProgress(of: { meter.reading }, to: options.progress) { () throws(WeDriveError) in
      try await download(source, to: target, expecting: facts.content, options: options, meter: meter)
    }
  }

  /// What the service tells about content before it is fetched.
  func facts(
    about source: DownloadSource
  ) async throws(WeDriveError) -> DownloadFacts {
    switch source.kind {
    case .file(let id):
      return try Self.facts(in: try await fileInfo(FileInfoRequest(fileID: id)).fileInfo)
    case .ticket(_, let name), .link(_, let name):
      return DownloadFacts(name: name, content: ExpectedContent())
    }
  }

  /// A file's length, if the service can have such a file.
  private static func admissible(_ size: UInt64) throws(WeDriveError) -> Int64 {
    guard size <= UInt64(Limits.uploadSize) else {
      throw .undecodableReply(
        UndecodableReply(
          endpoint: FileInfoRequest.endpoint.name, field: "file_info.file_size",
          reason: "is \(size) bytes, and the service keeps no file of more than \(Limits.uploadSize)"))
    }
    return Int64(size)
  }

  func download(
    _ source: DownloadSource, to target: DownloadTarget, expecting expected: ExpectedContent, options: DownloadOptions,
    meter: TransferMeter
  ) async throws(WeDriveError) -> DownloadedFile {
    let endpoint = FileDownloadRequest.endpoint
    let content = RemoteContent(
      key: source.key, endpoint: endpoint.name, service: endpoint.service, expected: expected,
      maximumSize: Limits.uploadSize
    ) { () throws(WeDriveError) in try await downloadLink(source).content }
    return try await ContentCarrier(
      transport: transport, retry: retry, logger: logger, instrumentation: instrumentation
    ).download(content, to: target, options: options, meter: meter)
  }

  func fileWork<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FileFailure) -> Value
  ) async throws(WeDriveError) -> Value {
    try await ContentCarrier.fileWork(work)
  }
}

/// What the service tells about content before it is fetched.
struct DownloadFacts: Sendable {
  /// The service's name for it; nil where it does not tell.
  let name: String?
  let content: ExpectedContent
}
