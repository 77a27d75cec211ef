import WeDriveHTTP
import WeDriveRuntime

/// One cookie, checked so that it can be nothing but one cookie. Its value is never printed.
public struct Cookie: Sendable, Hashable, Redacted {
  /// The longest name and the longest value that are accepted, in bytes.
  static let maximumSize = 4096

  /// A token of HTTP: letters, digits and a few marks.
  public let name: String
  /// Printable ASCII without space and semicolon. A secret.
  public let value: String

  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value.
  ///   - endpoint: The call whose reply the cookie is from, for the error.
  /// - Throws: `WeDriveError.undecodableReply` if name or value could smuggle another cookie or header into a
  ///   request.
  public init(name: String, value: String, endpoint: String) throws(WeDriveError) {
    guard name.utf8.count <= Self.maximumSize, name.isHTTPToken else {
      throw .undecodableReply(
        UndecodableReply(endpoint: endpoint, field: "cookie_name", reason: "is not the name of a cookie"))
    }
    guard value.utf8.count <= Self.maximumSize,
      value.utf8.allSatisfy({ $0.isVisibleASCII && $0 != UInt8(ascii: ";") })
    else {
      throw .undecodableReply(
        UndecodableReply(endpoint: endpoint, field: "cookie_value", reason: "is not the value of a cookie"))
    }
    self.name = name
    self.value = value
  }

  /// Without anything secret.
  public var description: String { "Cookie(redacted)" }

  /// What a request sends.
  package var header: HTTPHeader { HTTPHeader("Cookie", "\(name)=\(value)") }
}
