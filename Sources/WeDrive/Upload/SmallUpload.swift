import WeDriveGenerated
import WeDriveRuntime

/// An upload in one call.
struct SmallUpload: Sendable {
  let drive: WeDriveClient
  let source: UploadSource
  let options: UploadOptions

  /// - Parameter request: The call, without its content.
  func run(_ request: FileUploadRequest) async throws(WeDriveError) -> FileID {
    guard source.size > 0 else {
      throw .invalidArgument(
        InvalidArgument(owner: FileUploadRequest.endpoint.name, field: "file_base64_content", reason: "is empty"))
    }
    var request = request
    request.content = Base64Content(try await content())
    let meter = UploadMeter(total: source.size, callLimit: options.callLimit)
    let drive = WatchedDrive(drive: drive, meter: meter)
    let size = source.size
    let complete = request
    return try await meter.reporting(to: options.progress) { () async throws(WeDriveError) in
      meter.note {
        $0.phase = .sending
        $0.hashed = size
        $0.inFlight = size
      }
      let id = try await drive.send(complete).fileID
      meter.note {
        $0.phase = .finishing
        $0.inFlight = 0
        $0.confirmed = size
      }
      if let onCompletion = options.onCompletion { await BlockingWork.run { onCompletion(id.rawValue) } }
      return id
    }
  }

  /// All of it. A file whose length is no longer what it was is refused: half of an edit is nobody's content.
  private func content() async throws(WeDriveError) -> [UInt8] {
    let source = source
    do throws(UploadSource.Failure) {
      return try await BlockingWork.run { () throws(UploadSource.Failure) in
        let bytes = try source.read(0..<UInt64(source.size))
        guard source.isInPlace() else { throw .changed }
        return bytes
      }
    } catch {
      switch error {
      case .file(let failure): throw .file(failure)
      case .changed:
        throw .file(
          FileFailure(path: source.path ?? "the content", operation: "read", reason: "changed while it was read"))
      }
    }
  }
}
