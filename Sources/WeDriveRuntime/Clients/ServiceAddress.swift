import WeDriveHTTP

/// Where a service is reached, if not at its official address: an emulator, a gateway, a recording proxy.
public struct ServiceAddress: Sendable, Hashable, CustomStringConvertible {
  /// Scheme, host, port and path, without a trailing slash.
  public let text: String

  /// - Parameter text: `https://…`, or `http://…` to this very machine; without user name, query and fragment.
  /// - Throws: `WeDriveError.invalidArgument` for anything else. Plain `http` to other machines is refused because
  ///   tokens and secrets travel in the URL.
  public init(_ text: String) throws(WeDriveError) {
    guard let url = WebAddress(text), !text.contains("?"), !text.contains("#") else {
      throw .invalidArgument(
        InvalidArgument(
          owner: "", field: "endpoint", reason: "is neither https://… nor http://… to this machine, without a query"))
    }
    let path = url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path
    self.text = url.origin + path
  }

  /// The address.
  public var description: String { text }
}
