#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import WeDriveHTTP
import WeDriveRuntime

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
