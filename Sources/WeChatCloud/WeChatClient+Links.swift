import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

extension WeChatClient {
  /// Links to files, for programs that fetch the content themselves. Any number of files, in as many calls as it takes.
  ///
  /// - Parameters:
  ///   - files: The files.
  ///   - lifetime: How long each link is to work, in seconds; 1 at least.
  ///   - concurrency: How many calls to make at once: 1…16.
  /// - Returns: What became of each, in the order of `files`. No call is made for none.
  /// - Throws: `WeDriveError.invalidArgument` if something cannot be asked; then no call was made.
  public func downloadLinks(
    to files: [CloudFileID], lifetime: UInt32 = UInt32(Limits.cloudLinkLife), concurrency: Int = 4
  ) async throws(WeDriveError) -> [CloudFileOutcome<CloudDownloadLink>] {
    let endpoint = BatchDownloadFileRequest.endpoint
    try caller.check(endpoint)
    let batches = CloudBatches(files)
    let requests = try batches.requests { ids in
      BatchDownloadFileRequest(
        environment: environment, files: ids.map { CloudLinkOrder(fileID: $0, lifetime: lifetime) })
    }
    return await batches.outcomes(of: requests, atOnce: concurrency) {
      (request: BatchDownloadFileRequest) async throws(WeDriveError) -> [CloudBatches.Answer<CloudDownloadLink>] in
      // A link's life counts from before the call, so that it is never thought to be good for longer than it is.
      let expiry = CallClock.wallClock() + Int64(lifetime)
      return try await batchDownloadFile(request).files.map { ($0.fileID, Self.link($0, expiry: expiry)) }
    }
  }

  private static func link(_ file: CloudLink, expiry: Int64) -> Result<CloudDownloadLink, WeDriveError> {
    let endpoint = BatchDownloadFileRequest.endpoint
    if let refusal = CloudFileStatus.refusal(file.status, file.message, endpoint) { return .failure(refusal) }
    do throws(WeDriveError) {
      let url = file.downloadURL?.rawValue ?? ""
      return .success(try CloudDownloadLink(url: url, expiry: expiry, endpoint: endpoint.name))
    } catch {
      return .failure(error)
    }
  }
}

/// A link to the content of one file in cloud storage.
///
/// Everyone who has it can read the file until it expires, so it is never printed: ``description`` shows the origin only.
public struct CloudDownloadLink: Sendable, Redacted {
  /// The whole link. A secret.
  public let url: String
  /// When it stops working, by the wall clock, in seconds since 1970.
  public let expiry: Int64
  /// Scheme, host and port of the link.
  public let origin: String

  /// Checks a link before it is used for anything.
  init(url: String, expiry: Int64, endpoint: String) throws(WeDriveError) {
    guard let origin = WebAddress(url)?.origin else {
      throw .undecodableReply(
        UndecodableReply(
          endpoint: endpoint, field: "download_url",
          reason: url.isEmpty ? "is not there" : "is not a link that may be opened"))
    }
    self.url = url
    self.expiry = expiry
    self.origin = origin
  }

  /// Without anything secret.
  public var description: String { "CloudDownloadLink(\(origin), redacted)" }
}

extension WeChatClient {
  /// Deletes files: any number, in as many calls as it takes.
  ///
  /// - Parameters:
  ///   - files: The files.
  ///   - concurrency: How many calls to make at once: 1…16.
  /// - Returns: What became of each, in the order of `files`. No call is made for none.
  /// - Throws: `WeDriveError.invalidArgument` if something cannot be asked; then no call was made.
  @discardableResult
  public func delete(
    _ files: [CloudFileID], concurrency: Int = 4
  ) async throws(WeDriveError) -> [CloudFileOutcome<Void>] {
    let endpoint = BatchDeleteFileRequest.endpoint
    try caller.check(endpoint)
    let batches = CloudBatches(files)
    let requests = try batches.requests { BatchDeleteFileRequest(environment: environment, fileIDs: $0) }
    return await batches.outcomes(of: requests, atOnce: concurrency) {
      (request: BatchDeleteFileRequest) async throws(WeDriveError) -> [CloudBatches.Answer<Void>] in
      try await batchDeleteFile(request).deletions.map { file in
        (file.fileID, CloudFileStatus.refusal(file.status, file.message, endpoint).map { .failure($0) } ?? .success(()))
      }
    }
  }
}
