import WeDriveGenerated
import WeDriveRuntime
import WeDriveTransfers

extension WeChatClient {
  /// Uploads a local file. It is read while it is sent, so that its size does not matter to memory.
  ///
  /// - Parameters:
  ///   - path: An ordinary file.
  ///   - cloudPath: Where it goes in the environment, such as `reports/2026.pdf`. What is there is replaced.
  ///   - progress: Told how far it has come: ten times a second at most, one call at a time, and once at the end.
  /// - Throws: `WeDriveError.file` if the file cannot be read, or changes while it is sent; `WeDriveError.undecodableReply`
  ///   if the object storage refuses it.
  @discardableResult
  public func upload(
    contentsOf path: String, to cloudPath: String, progress: (@Sendable (UploadProgress) -> Void)? = nil
  ) async throws(WeDriveError) -> UploadedCloudFile {
    try await upload(contentsOf: LocalPath(path), to: cloudPath, progress: progress)
  }

  /// The same for a path that need not be UTF-8.
  package func upload(
    contentsOf path: LocalPath, to cloudPath: String, progress: (@Sendable (UploadProgress) -> Void)? = nil
  ) async throws(WeDriveError) -> UploadedCloudFile {
    try await upload(try await UploadSource.open(path), to: cloudPath, progress: progress)
  }

  /// Uploads bytes in memory. See ``upload(contentsOf:to:progress:)-(String,_,_)``.
  @discardableResult
  public func upload(
    _ content: [UInt8], to cloudPath: String, progress: (@Sendable (UploadProgress) -> Void)? = nil
  ) async throws(WeDriveError) -> UploadedCloudFile {
    try await upload(UploadSource(content), to: cloudPath, progress: progress)
  }

  private func upload(
    _ source: UploadSource, to cloudPath: String, progress: (@Sendable (UploadProgress) -> Void)?
  ) async throws(WeDriveError) -> UploadedCloudFile {
    try ObjectStorageForm.check(path: cloudPath)
    let meter = UploadMeter(total: source.size, callLimit: nil)
    let activity = ClientActivity(
      .upload, endpoint: UploadFileRequest.endpoint.name, service: UploadFileRequest.endpoint.service.name)
    return try await instrumented(by: carrier.instrumentation, as: activity) { (moved) async throws(WeDriveError) in
      defer { moved = meter.transferred }
      return try await meter.reporting(to: progress) { () async throws(WeDriveError) in
        try await upload(source, to: cloudPath, meter)
      }
    }
  }

  private func upload(
    _ source: UploadSource, to cloudPath: String, _ meter: UploadMeter
  ) async throws(WeDriveError) -> UploadedCloudFile {
    let exchanges = InstrumentedExchanges(
      by: carrier.transport, for: ObjectStorageForm.endpoint, of: Service.weChat.name,
      instrumentation: carrier.instrumentation)
    meter.note { progress in
      progress.phase = .sending
      progress.hashed = source.size
    }
    var attempt = 1
    while true {
      // A fresh form each time: it is only good for a while, and asking costs little beside sending.
      let reply = try await uploadFile(UploadFileRequest(environment: environment, path: cloudPath))
      let form = try ObjectStorageForm(reply, path: cloudPath, content: source, meter: meter)
      let delivery = await form.send(by: exchanges, resends: attempt - 1)
      switch delivery {
      case .stored:
        meter.count(sent: source.size)
        meter.note { progress in
          (progress.phase, progress.inFlight, progress.confirmed) = (.finishing, 0, source.size)
        }
        return UploadedCloudFile(fileID: reply.fileID, size: source.size)
      case .failed(let error, isTransient: let isTransient):
        guard isTransient, attempt < carrier.retry.maximumAttempts else { throw error }
        let wait = carrier.retry.wait(after: attempt, backoff: .transient, random: .random(in: 0..<1))
        carrier.instrumentation?.note(.waits(.transient, wait), within: ClientActivity.current)
        do { try await Task.sleep(for: wait) } catch { throw .cancelled(endpoint: ObjectStorageForm.endpoint) }
        attempt += 1
      }
    }
  }
}

/// A file that was uploaded to cloud storage.
public struct UploadedCloudFile: Sendable, Hashable {
  /// Its id.
  public let fileID: CloudFileID
  /// Its length in bytes.
  public let size: Int64
}
