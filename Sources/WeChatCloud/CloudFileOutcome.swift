import WeDriveGenerated
import WeDriveRuntime

/// What became of one of several files in cloud storage.
public struct CloudFileOutcome<Value: Sendable>: Sendable {
  /// The file.
  public let fileID: CloudFileID
  /// The result, or why there is none: `WeDriveError.refused` has the file's own status as its code, and the
  /// service's words about this file.
  public let result: Result<Value, WeDriveError>

  /// Joins a file and its result.
  public init(fileID: CloudFileID, result: Result<Value, WeDriveError>) {
    self.fileID = fileID
    self.result = result
  }
}

extension CloudFileStatus {
  /// Whether a file's status says that it went well. A file without one did.
  static func refusal(
    _ status: CloudFileStatus?, _ message: String?, _ endpoint: Endpoint
  ) -> WeDriveError? {
    guard let status, status != .done else { return nil }
    return .refused(
      Refusal(
        endpoint: endpoint.name, service: endpoint.service.name, code: Int(status.rawValue), message: message ?? "",
        advice: nil))
  }
}
