import WeDriveGenerated
import WeDriveRuntime

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
