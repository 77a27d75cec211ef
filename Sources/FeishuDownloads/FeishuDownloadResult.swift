#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveGenerated
import WeDriveRuntime

/// What a gadget gets back: what `success` or `fail` is called with.
public struct FeishuDownloadResult: Sendable, Hashable {
  /// The function's name, which begins ``message``.
  static let name = "downloadFile"

  /// Whether `success` is called, or else `fail`.
  public let isSuccess: Bool
  /// The file as the gadget names it (`tempFilePath`), such as `ttfile://temp/a.png`; empty if there is none.
  public let filePath: String
  /// The HTTP status (`statusCode`); 0 where no reply came.
  public let status: Int
  /// `downloadFile:ok`, or `downloadFile:fail` and why (`errMsg`).
  public let message: String
  /// The request's id as the server gives it (`trace`); nil on failure, empty where the server gives none.
  public let trace: String?
  /// What went wrong, as one of the numbers that Feishu's calls share (`errno`); nil on success.
  public let errno: FeishuErrno?

  init(file: FeishuFile, trace: String) {
    // A part that completes an interrupted transfer has a status of its own; the gadget asked for the whole.
    (isSuccess, filePath, status, message, self.trace) = (true, file.path, 200, "\(Self.name):ok", trace)
    errno = nil
  }

  init(_ failure: FeishuFailure) {
    (isSuccess, filePath, status) = (false, "", failure.status)
    (message, trace, errno) = ("\(Self.name):fail \(failure.reason)", nil, failure.errno)
  }

  /// The object as the page that calls gets it.
  public var json: String {
    let object = Wire(trace: trace, tempFilePath: filePath, statusCode: status, errMsg: message, errno: errno)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Text and a number can always be written as JSON.
    return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private struct Wire: Encodable {
    let trace: String?
    let tempFilePath: String
    let statusCode: Int
    let errMsg: String
    let errno: FeishuErrno?
  }
}
