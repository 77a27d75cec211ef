#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
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

  init(file: FeishuFile, trace: String) {
    // A part that completes an interrupted transfer has a status of its own; the gadget asked for the whole.
    (isSuccess, filePath, status, message, self.trace) = (true, file.path, 200, "\(Self.name):ok", trace)
  }

  init(_ failure: FeishuFailure) {
    (isSuccess, filePath, status) = (false, "", failure.status)
    (message, trace) = ("\(Self.name):fail \(failure.reason)", nil)
  }

  /// The object as the page that calls gets it.
  public var json: String {
    let object = Wire(trace: trace, tempFilePath: filePath, statusCode: status, errMsg: message)
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
  }
}

/// Why a download failed, in words that a gadget may see: nothing of the host's own paths.
struct FeishuFailure: Error, Hashable {
  let reason: String
  var status = 0

  static let aborted = FeishuFailure("abort")

  init(_ reason: String) { self.reason = reason }

  init(_ error: WeDriveError, status: Int) {
    switch error {
    case .cancelled: self = .aborted
    case .undecodableReply(let reply) where reply.status != nil:
      reason = "the server answered with HTTP status \(status)"
    case .transport(let failure): reason = "\(failure.code.rawValue): \(failure.reason)"
    case .integrity(let failure): reason = "the content is not complete: its \(failure.property) is wrong"
    case .file(let failure): reason = "the file cannot be written: \(failure.reason)"
    default: reason = "the download failed"
    }
    self.status = status
  }
}
