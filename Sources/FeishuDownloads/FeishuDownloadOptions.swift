import WeDriveGenerated
import WeDriveHTTP
import WeDriveRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a gadget passes to `downloadFile`, checked.
struct FeishuDownloadOptions: Sendable {
  let url: String
  let headers: [HTTPHeader]
  /// nil: under a name of the link's, in the temporary folder.
  let file: FeishuFile?

  private struct Wire: Decodable {
    let url: String
    let header: [String: String]?
    let filePath: String?
  }

  init(_ json: String) throws(FeishuFailure) {
    let wire: Wire
    do {
      wire = try JSONDecoder().decode(Wire.self, from: Data(json.utf8))
    } catch let error as DecodingError {
      throw FeishuFailure(Self.reason(error))
    } catch {
      throw FeishuFailure("the options are not JSON")
    }
    url = wire.url
    var headers: [HTTPHeader] = []
    for (name, value) in (wire.header ?? [:]).sorted(by: { $0.key < $1.key }) {
      let header = HTTPHeader(name, value)
      guard Self.isAllowed(header) else { throw FeishuFailure("header has a name or value that may not be sent") }
      headers.append(header)
    }
    self.headers = headers
    file = if let path = wire.filePath, !path.isEmpty { try FeishuFile(path) } else { nil }
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.codingPath.first.map { "\($0.stringValue) is of the wrong kind" } ?? "the options are not an object"
    default: "the options are not JSON"
    }
  }

  /// Those that frame the request, name its receiver, or ask for a part or an encoding, which is the download's own.
  /// Cookies are the gadget's to send; they go to the URL's own origin only.
  private static let forbidden: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "keep-alive", "expect", "te", "trailer", "upgrade",
    "range", "if-range", "accept-encoding",
  ]

  private static func isAllowed(_ header: HTTPHeader) -> Bool {
    let name = header.name.lowercased()
    guard !forbidden.contains(name), !name.hasPrefix("proxy-"), !name.hasPrefix("sec-") else {
      return false
    }
    return name.isHTTPToken && header.value.utf8.allSatisfy(\.isHeaderValueByte)
  }
}

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
