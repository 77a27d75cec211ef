/// A request as it arrived.
public struct ReceivedRequest: Sendable {
  /// The method.
  public let method: String
  /// Path and query, as on the request line.
  public let target: String
  /// Headers in the order they came.
  public let headers: [(name: String, value: String)]
  /// The body, without its framing.
  public let body: [UInt8]
  /// The ordinal, from 1, of the connection it came on.
  public let connection: Int

  /// The value of the first header of that name, whatever its case.
  public subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The path without the query.
  public var path: String { String(target.prefix { $0 != "?" }) }
}
