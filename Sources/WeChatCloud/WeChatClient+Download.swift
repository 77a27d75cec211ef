import Synchronization
import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

/// Downloads to local files, with the care that `WeDriveClient` takes: content appears under its name only when all of
/// it has arrived, and the same call made again goes on where it was, as the storage marks content with a strong `ETag`.
extension WeChatClient {
  /// Downloads a file.
  ///
  /// - Parameters:
  ///   - fileID: The file.
  ///   - path: A file, which is replaced if it exists, or a folder, in which the file gets the last part of its own path.
  ///   - options: How to go about it.
  @discardableResult
  public func download(
    fileID: CloudFileID, to path: String, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> DownloadedFile {
    let place = try await ContentCarrier.fileWork { () throws(FileFailure) in try DownloadPlace(path) }
    let target = try await ContentCarrier.fileWork { () throws(FileFailure) in
      try place.target(serverName: Self.name(of: fileID))
    }
    let meter = TransferMeter()
    return try await reportingProgress(of: { meter.reading }, to: options.progress) { () throws(WeDriveError) in
      try await carrier.download(content(of: fileID, firstLink: nil), to: target, options: options, meter: meter)
    }
  }

  /// Downloads any number of files into a folder, a few at a time.
  ///
  /// Each gets the last part of its own path for a name, made safe; names that would be one file are told apart by a
  /// number. Links are fetched for all of them first, in as few calls as it takes. What fails does not stop the others.
  ///
  /// - Parameters:
  ///   - files: What to download. A file that stands there twice is downloaded once.
  ///   - folder: A folder that exists.
  ///   - options: How to go about it; ``/WeDriveTransfers/DownloadOptions/progress`` is told of all of them together.
  /// - Returns: What became of each, in the order of `files`.
  /// - Throws: `WeDriveError.file` if the folder cannot be used; `WeDriveError.invalidArgument` if something cannot be
  ///   asked. What is wrong with a single file is in its outcome.
  public func download(
    _ files: [CloudFileID], into folder: String, options: DownloadOptions = DownloadOptions()
  ) async throws(WeDriveError) -> [CloudFileOutcome<DownloadedFile>] {
    let place = try await ContentCarrier.fileWork { () throws(FileFailure) in try DownloadPlace(folder: folder) }
    var seen: Set<CloudFileID> = []
    let links = try await downloadLinks(to: files.filter { seen.insert($0).inserted })
    var names = UniqueFileNames()
    let plans = links.map { (link: $0, name: names.take(SafeFileName(Self.name(of: $0.fileID)))) }
    let meters = MeterSum(plans.count)
    let results = await reportingProgress(of: { meters.reading }, to: options.progress) {
      await eachInOrder(plans, atOnce: min(16, max(1, options.concurrency))) {
        (plan: (link: CloudFileOutcome<CloudDownloadLink>, name: String), index: Int)
          -> Result<DownloadedFile, WeDriveError> in
        do throws(WeDriveError) {
          let link = try plan.link.result.get()
          let target = try await ContentCarrier.fileWork { () throws(FileFailure) in
            try place.target(named: plan.name)
          }
          let content = content(of: plan.link.fileID, firstLink: link)
          return .success(
            try await carrier.download(content, to: target, options: options, meter: meters[index]))
        } catch {
          return .failure(error)
        }
      }
    }
    let byID = Dictionary(zip(links.map(\.fileID), results)) { first, _ in first }
    return files.compactMap { id in byID[id].map { CloudFileOutcome(fileID: id, result: $0) } }
  }

  /// The content of a file.
  ///
  /// - Parameter firstLink: The link to begin with; nil: one is asked for.
  private func content(of file: CloudFileID, firstLink: CloudDownloadLink?) -> RemoteContent {
    let first = FirstLink(firstLink)
    return RemoteContent(
      key: "\(Service.weChat.name):\(environment.rawValue):\(file.rawValue)",
      endpoint: BatchDownloadFileRequest.endpoint.name, origin: Service.weChat.name, maximumSize: Limits.uploadSize
    ) { () throws(WeDriveError) in
      let link: CloudDownloadLink
      if let known = first.take(at: CallClock.wallClock()) {
        link = known
      } else if let asked = try await downloadLinks(to: [file]).first {
        link = try asked.result.get()
      } else {
        throw .cancelled(endpoint: BatchDownloadFileRequest.endpoint.name)
      }
      return ContentLink(url: link.url, expiry: link.expiry)
    }
  }

  /// `cloud://env.bucket/reports/a.pdf` → `a.pdf`
  static func name(of file: CloudFileID) -> String {
    let path = file.rawValue.split(separator: "://", maxSplits: 1).last ?? ""
    return path.split(separator: "/").dropFirst().last.map(String.init) ?? "file"
  }
}

/// A link that is used once, if it is still good then.
private final class FirstLink: Sendable {
  private let link: Mutex<CloudDownloadLink?>

  init(_ link: CloudDownloadLink?) { self.link = Mutex(link) }

  func take(at now: Int64) -> CloudDownloadLink? {
    let taken = link.withLock { link in
      defer { link = nil }
      return link
    }
    return taken.flatMap { now < $0.expiry ? $0 : nil }
  }
}
