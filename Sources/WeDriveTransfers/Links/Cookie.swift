import WeDriveHTTP
import WeDriveRuntime

/// One cookie, checked so that it can be nothing but one cookie. Its value is never printed.
public struct Cookie: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
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
    guard !name.isEmpty, name.utf8.count <= Self.maximumSize, name.utf8.allSatisfy(Self.isToken) else {
      throw .undecodableReply(
        UndecodableReply(endpoint: endpoint, field: "cookie_name", reason: "is not the name of a cookie"))
    }
    guard value.utf8.count <= Self.maximumSize,
      value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") })
    else {
      throw .undecodableReply(
        UndecodableReply(endpoint: endpoint, field: "cookie_value", reason: "is not the value of a cookie"))
    }
    self.name = name
    self.value = value
  }

  /// Without anything secret.
  public var description: String { "Cookie(redacted)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Empty, so that `dump` and debuggers' printing show nothing secret either.
  public var customMirror: Mirror { Mirror(self, children: []) }

  /// What a request sends.
  package var header: HTTPHeader { HTTPHeader("Cookie", "\(name)=\(value)") }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
